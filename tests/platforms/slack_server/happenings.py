"""What happens to the app, and what is sent to it again or forged."""

from tests.platforms.slack_server import events
from tests.platforms.slack_server.deliveries import Act, Kind
from tests.platforms.slack_server.doing import Doing
from tests.platforms.slack_server.installs import Installation
from tests.platforms.slack_server.people import Team, User
from tests.platforms.slack_server.wire import Json


class Happenings(Doing):
    """What nobody does by a click."""

    async def uninstall(self, team: Team, *, wait: bool = True) -> list[Act]:
        """Take the app out of a workspace: two events, and no token is good any more."""
        installation = self.installation_in(team)
        installation.ended = "account_inactive"
        inner: list[Json] = [events.revoked(installation), {"type": "app_uninstalled"}]
        acts = [events.new_event(self.core, installation, team, one, None) for one in inner]
        return [await self.deliver(act, wait=wait) for act in acts]

    async def revoke_tokens(self, team: Team, *, wait: bool = True) -> Act:
        """Revoke the tokens of a workspace."""
        installation = self.installation_in(team)
        installation.ended = "token_revoked"
        act = events.new_event(self.core, installation, team, events.revoked(installation), None)
        return await self.deliver(act, wait=wait)

    async def grant(self, installation: Installation, *teams: Team, wait: bool = True) -> Act:
        """Let an organisation add the app to some of its workspaces."""
        installation.granted += [team for team in teams if team not in installation.granted]
        act = events.access(self.core, installation, "granted", *teams)
        return await self.deliver(act, wait=wait)

    async def withdraw(self, installation: Installation, *teams: Team, wait: bool = True) -> Act:
        """Let an organisation take the app out of some of its workspaces."""
        installation.granted = [team for team in installation.granted if team not in teams]
        act = events.access(self.core, installation, "revoked", *teams)
        return await self.deliver(act, wait=wait)

    async def app_rate_limited(self, team: Team, *, wait: bool = True) -> Act:
        """Tell the app that it got too many events in an hour."""
        payload: Json = {
            "token": self.core.world.verification_token,
            "type": "app_rate_limited",
            "team_id": team.id,
            "minute_rate_limited": int(self.core.clock.now()) // 60 * 60,
            "api_app_id": self.core.world.app_id,
        }
        return await self.deliver(self.new_act("events_api", payload, team, None), wait=wait)

    async def deliver_again(self, act: Act, reason: str = "timeout", *, wait: bool = True) -> Act:
        """Send something again that was sent before, with the same ids."""
        before = sum(attempt.status is not None for attempt in act.attempts)
        self.sending.send(act, reason)
        if wait:
            await act.answered(before + 1)
        return act

    async def forge(
        self, kind: Kind, payload: Json, team: Team, user: User | None = None, *, wait: bool = True
    ) -> Act:
        """Send what no person could have sent."""
        return await self.deliver(
            self.new_act(kind, payload, team, user, takes_answer=True), wait=wait
        )
