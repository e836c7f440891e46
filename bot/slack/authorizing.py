"""Which workspaces the bot answers in, and the tokens it has there.

No request asks Slack first who a token belongs to: with one workspace it is asked once, with
many it was asked as the app was installed.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime

from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.oauth.installation_store import Bot
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.calling import BROKEN, Clients, SlackRefused, calling
from bot.slack.granted import Granted
from bot.slack.requests import DOOR
from bot.slack.rotating import TokenRotation
from core.commands.servers import note_uninstalled
from core.storage.engine import Store
from core.storage.installations import find_installation

_LOG = logging.getLogger("readingroom.slack")
ENDED = frozenset({"account_inactive", "token_revoked"})
"""What Slack answers for a token that was taken away. ``invalid_auth`` is not among them: it is
also said of a machine whose address Slack does not let in."""


class Authorizing(AsyncAuthorize):
    """Authorises requests for Slack's library, and makes clients for what the bot does unasked.

    Raises what :func:`bot.slack.calling.calling` raises for a cut line, and ``StoreError``.
    """

    async def __call__(
        self,
        *,
        context: AsyncBoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        actor_enterprise_id: str | None = None,
        actor_team_id: str | None = None,
        actor_user_id: str | None = None,
    ) -> AuthorizeResult | None:
        """What the bot may do in the workspace that a request came from, ``None`` for nothing."""
        whole = bool(context.is_enterprise_install)
        if team_id and team_id.startswith("E"):
            # A view names the organisation that installed the app; what is beside it may be
            # the organisation of a person in a shared channel.
            enterprise_id, team_id, whole = team_id, None, True
        found = await self.authorized(enterprise_id or "", "" if whole else team_id or "")
        if found is not None and whole and team_id:
            found["team_id"] = found.team_id = team_id
        return found

    async def authorized(self, enterprise_id: str, team_id: str) -> AuthorizeResult | None:
        """Who the bot is in a workspace; without one, in a whole organisation."""
        raise NotImplementedError

    async def client_for(self, enterprise_id: str, team_id: str) -> AsyncWebClient | None:
        """A client of its own for a workspace; ``None`` where the bot is not."""
        raise NotImplementedError

    async def is_installed(self, enterprise_id: str, team_id: str) -> bool:
        """Whether the bot is in a workspace, be its token good at this moment or not."""
        raise NotImplementedError

    async def note_refused(
        self, enterprise_id: str, team_id: str, *, token: str, error: str
    ) -> bool:
        """Note that Slack refused a token with an error; whether the workspace was forgotten."""
        raise NotImplementedError

    async def close(self) -> None:
        """Finish what must not be cut off, as long as leaving lets it."""


class OneWorkspace(Authorizing):
    """One workspace, or one organisation, whose bot token is a setting."""

    def __init__(self, clients: Clients, token: str) -> None:
        self._clients = clients
        self._token = token
        self._asking = asyncio.Lock()
        self._identity: AuthorizeResult | None = None
        self._whole = False

    async def identity(self) -> AuthorizeResult:
        """Who the bot is; asked once. Raises what :func:`bot.slack.calling.calling` raises."""
        async with self._asking:
            if self._identity is None:
                granted = Granted()
                asked = self._clients.with_token(self._token).auth_test()
                answer = await calling(granted.noting(asked))
                if granted.lacking:
                    _LOG.warning(
                        "the bot lacks the scopes %s; readingroom doctor says what to do",
                        ", ".join(granted.lacking),
                    )
                self._whole = answer.get("is_enterprise_install") is True
                self._identity = AuthorizeResult(
                    enterprise_id=answer.get("enterprise_id"),
                    team_id=answer.get("team_id"),
                    team=answer.get("team"),
                    url=answer.get("url"),
                    bot_user_id=answer.get("user_id"),
                    bot_id=answer.get("bot_id"),
                    bot_token=self._token,
                )
            return self._identity

    async def authorized(self, enterprise_id: str, team_id: str) -> AuthorizeResult | None:
        """Who the bot is; ``None`` for any other workspace, and where Slack refuses the token."""
        try:
            identity = await self.identity()
        except SlackRefused as refused:
            _LOG.error("Slack refuses the bot token (%s)", refused.error)
            return None
        if self._whole:
            there = enterprise_id == identity.enterprise_id
        else:
            there = team_id == identity.team_id
        return AuthorizeResult(**identity) if there else None

    async def client_for(self, enterprise_id: str, team_id: str) -> AsyncWebClient | None:
        """A client for the one workspace; ``None`` for any other."""
        if await self.authorized(enterprise_id, team_id) is None:
            return None
        return _client(self._clients, self._token, team_id if self._whole else "")

    async def is_installed(self, enterprise_id: str, team_id: str) -> bool:
        """Whether it is the one workspace, as far as Slack has said which that is."""
        known = self._identity
        if known is None:
            return True
        return enterprise_id == known.enterprise_id if self._whole else team_id == known.team_id

    async def note_refused(
        self, enterprise_id: str, team_id: str, *, token: str, error: str
    ) -> bool:
        """``False``: what the setting says is for the operator to change."""
        return False


class ManyWorkspaces(Authorizing):
    """Wherever somebody installed the app."""

    def __init__(
        self,
        store: Store,
        clients: Clients,
        rotation: TokenRotation,
        *,
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._clients = clients
        self._rotation = rotation
        self._now = now

    async def authorized(self, enterprise_id: str, team_id: str) -> AuthorizeResult | None:
        """Who the bot is in a workspace, by its own installation or by its organisation's."""
        bot = await self._rotation.usable(enterprise_id, team_id)
        if bot is None:
            return None
        return AuthorizeResult(
            enterprise_id=bot.enterprise_id or None,
            team_id=team_id or bot.team_id or None,
            bot_user_id=bot.bot_user_id,
            bot_id=bot.bot_id,
            bot_token=bot.bot_token,
            bot_scopes=bot.bot_scopes,
        )

    async def client_for(self, enterprise_id: str, team_id: str) -> AsyncWebClient | None:
        """A new client for a workspace; ``None`` where there is no token that works."""
        bot = await self._rotation.usable(enterprise_id, team_id)
        if bot is None:
            return None
        return _client(self._clients, bot.bot_token, team_id if bot.is_enterprise_install else "")

    async def is_installed(self, enterprise_id: str, team_id: str) -> bool:
        """Whether there is an installation, its own or its organisation's."""
        async with self._store.reading() as tx:
            found = await find_installation(
                tx, door=DOOR, enterprise_id=enterprise_id, team_id=team_id
            )
        return found is not None

    async def note_refused(
        self, enterprise_id: str, team_id: str, *, token: str, error: str
    ) -> bool:
        """Forget a workspace whose token was taken away while nobody told; whether it was.

        A slip must not cost a workspace its installation. So it takes one of ``ENDED``, said of
        the very token that is stored, and said again of it when asked.
        """
        if error not in ENDED:
            return False
        bot = await self._rotation.usable(enterprise_id, team_id)
        if bot is None or bot.bot_token != token or not await self._is_ended(bot):
            return False
        now = self._now()
        place = "" if bot.is_enterprise_install else bot.team_id or ""
        _LOG.warning("Slack took the token of %s away (%s)", place or bot.enterprise_id, error)
        return await note_uninstalled(
            self._store,
            DOOR,
            enterprise_id=bot.enterprise_id or "",
            team_id=place,
            at=now,
            now=now,
        )

    async def close(self) -> None:
        """Wait a little for the tokens that are being refreshed, so that they are saved."""
        await self._rotation.close()

    async def _is_ended(self, bot: Bot) -> bool:
        try:
            await calling(self._clients.with_token(bot.bot_token).auth_test())
        except SlackRefused as refused:
            return refused.error in ENDED
        except BROKEN:
            return False
        return False


def _client(clients: Clients, token: str, team_id: str) -> AsyncWebClient:
    """A client; a token of a whole organisation has to be told which workspace is meant."""
    client = clients.with_token(token)
    if team_id:
        client.default_params["team_id"] = team_id
    return client
