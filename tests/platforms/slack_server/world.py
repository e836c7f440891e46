"""Everything that exists: organisations, workspaces, people, channels, installations."""

import secrets

from tests.platforms.slack_server.clock import Clock, Ids
from tests.platforms.slack_server.installs import (
    SCOPES,
    TOKEN_LIFE,
    Code,
    Installation,
    Token,
)
from tests.platforms.slack_server.messages import File, Message
from tests.platforms.slack_server.people import Enterprise, Team, User
from tests.platforms.slack_server.places import Channel, Kind
from tests.platforms.slack_server.views import View


class World:
    """One app, and the workspaces that know it or do not."""

    def __init__(self, clock: Clock, ids: Ids) -> None:
        self.clock = clock
        self.ids = ids
        self.app_id = ids.new("A")
        self.app_token = f"xapp-1-{self.app_id}-{secrets.token_hex(16)}"
        self.signing_secret = secrets.token_hex(16)
        self.client_id = f"{secrets.randbelow(10**10)}.{secrets.randbelow(10**12)}"
        self.client_secret = secrets.token_hex(16)
        self.verification_token = secrets.token_hex(12)
        self.messages_tab = True
        self.home_tab = True
        self.rotation = False
        self.teams: dict[str, Team] = {}
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.files: dict[str, File] = {}
        self.views: dict[str, View] = {}
        self.tokens: dict[str, Token] = {}
        self.refreshers: dict[str, Installation] = {}
        self.codes: dict[str, Code] = {}
        self.installations: list[Installation] = []
        self._dms: dict[tuple[User, Team], Channel] = {}

    # Who there is.

    def enterprise(self, name: str) -> Enterprise:
        """A new organisation."""
        bot = self._keep(User(self.ids.new("U"), "App", bot=True))
        return Enterprise(self.ids.new("E"), name, bot)

    def team(self, name: str, enterprise: Enterprise | None = None) -> Team:
        """A new workspace, in which the app is not yet installed."""
        if enterprise is not None:
            bot = enterprise.bot
        else:
            bot = self._keep(User(self.ids.new("U"), "App", bot=True))
        domain = name.lower().replace(" ", "-")
        team = Team(self.ids.new("T"), name, domain, bot, self.ids.new("B"), enterprise)
        bot.team = bot.team or team
        self.teams[team.id] = team
        return team

    def user(
        self,
        name: str,
        team: Team,
        *,
        tz: str | None = "Etc/UTC",
        admin: bool = False,
        owner: bool = False,
    ) -> User:
        """A new person of a workspace."""
        user = User(self.ids.new("U"), name, team, tz, admin, owner)
        team.users.append(user)
        return self._keep(user)

    def channel(
        self, name: str, team: Team, *members: User, private: bool = False, bot: bool = True
    ) -> Channel:
        """A new channel, with the app in it unless told otherwise."""
        kind: Kind = "private" if private else "public"
        channel = Channel(self.ids.new("C"), name, kind, team)
        channel.members = [*members, team.bot] if bot else list(members)
        team.channels.append(channel)
        self.channels[channel.id] = channel
        return channel

    def dm(self, user: User, team: Team | None = None) -> Channel:
        """The direct messages of the app of a workspace with a person."""
        team = team or user.home_team
        found = self._dms.get((user, team))
        if found is not None:
            return found
        channel = Channel(self.ids.new("D"), user.name, "im", team, [user, team.bot])
        channel.partner = user
        self._dms[user, team] = channel
        team.channels.append(channel)
        self.channels[channel.id] = channel
        return channel

    def has_dm(self, user_id: str) -> bool:
        """Whether the app has direct messages with a person already."""
        return any(user.id == user_id for user, _ in self._dms)

    def sees(self, user: User, channel: Channel) -> list[Message]:
        """What a person sees in a channel, the oldest first."""
        if user not in channel.members:
            return []
        own = [m for m in user.ephemerals if m.channel is channel and not m.deleted]
        return sorted(channel.visible() + own, key=lambda message: message.ts)

    # Where the app is installed.

    def install(
        self,
        team: Team,
        *,
        scopes: frozenset[str] = SCOPES,
        installer: User | None = None,
        org_wide: bool = False,
    ) -> Installation:
        """Install the app, with a token that works."""
        installer = installer or User(self.ids.new("U"), "Installer", team, admin=True)
        self._keep(installer)
        installation = Installation(team, team.enterprise, installer, scopes, org_wide=org_wide)
        if org_wide:
            everywhere = self.teams.values()
            installation.granted = [one for one in everywhere if one.enterprise is team.enterprise]
        self.installations.append(installation)
        self.new_token(installation)
        return installation

    def new_token(self, installation: Installation) -> Token:
        """A new token of an installation, and a new refresh token when tokens are rotated."""
        number = secrets.token_hex(12)
        value = f"xoxe.xoxb-1-{number}" if self.rotation else f"xoxb-{number}"
        expires = self.clock.now() + TOKEN_LIFE if self.rotation else None
        token = Token(value, installation, expires)
        self.tokens[value] = token
        installation.token = value
        if self.rotation:
            if installation.refresh_token is not None:
                del self.refreshers[installation.refresh_token]
            installation.refresh_token = f"xoxe-1-{secrets.token_hex(12)}"
            self.refreshers[installation.refresh_token] = installation
        return token

    def installation(self, team: Team) -> Installation | None:
        """The installation that is valid in a workspace, or nothing."""
        for installation in reversed(self.installations):
            if installation.ended is None and installation.covers(team):
                return installation
        return None

    def code(
        self,
        team: Team,
        installer: User,
        *,
        scopes: frozenset[str] = SCOPES,
        org_wide: bool = False,
        redirect_uri: str | None = None,
    ) -> str:
        """A code as the page of consent hands it to the redirect address."""
        code = Code(
            f"code-{secrets.token_hex(12)}", team, installer, scopes, org_wide, redirect_uri,
            self.clock.now(),
        )  # fmt: skip
        self.codes[code.value] = code
        return code.value

    def _keep(self, user: User) -> User:
        self.users[user.id] = user
        return user
