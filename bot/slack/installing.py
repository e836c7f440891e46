"""The app added to a workspace by OAuth: the page before Slack's consent, and the one after."""

import logging
import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any, NoReturn
from urllib.parse import urlencode

from slack_bolt.error import BoltError
from slack_bolt.oauth.async_callback_options import (
    AsyncCallbackOptions,
    AsyncFailureArgs,
    AsyncSuccessArgs,
)
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.oauth.installation_store import Installation

from bot.slack.addresses import INSTALL_PATH, REDIRECT_PATH
from bot.slack.authorizing import Authorizing
from bot.slack.calling import BROKEN, Clients, SlackRefused, calling
from bot.slack.install_pages import (
    HEADERS,
    failure_page,
    install_page,
    installed_page,
    organisation_page,
)
from bot.slack.installations import StoredInstallations
from bot.slack.requests import DOOR
from bot.slack.states import LIVES, SignedStates
from core.commands.servers import note_joined
from core.storage.engine import Store
from core.storage.errors import StoreError

CONSENT = "https://slack.com/oauth/v2/authorize"
"""Slack's own page, on which somebody says yes."""

_LOG = logging.getLogger("readingroom.slack")
_OF_THE_CODE = frozenset({"invalid_code", "code_already_used", "code_expired"})
_TEAM = re.compile(r"[ET][A-Z0-9]{1,40}")
_STATUS = {
    "storage_error": HTTPStatus.SERVICE_UNAVAILABLE,
    "unreachable": HTTPStatus.BAD_GATEWAY,
    "misconfigured": HTTPStatus.INTERNAL_SERVER_ERROR,
}


class _Failed(Exception):
    """Nothing was installed; the message is the reason's name."""


class Installing(AsyncOAuthFlow):
    """Slack's own flow with our pages, our store, and nothing read from the environment.

    ``address`` is where the service is reached from outside, without a stroke at its end;
    ``scopes`` are the bot's. No user's token is asked for.
    """

    def __init__(
        self,
        store: Store,
        clients: Clients,
        authorizing: Authorizing,
        *,
        client_id: str,
        client_secret: str,
        scopes: Sequence[str],
        address: str,
        now: Callable[[], datetime],
        consent: str = CONSENT,
    ) -> None:
        self._store = store
        self._clients = clients
        self._now = now
        self._install_url = address + INSTALL_PATH
        settings = AsyncOAuthSettings(
            client_id=client_id,
            client_secret=client_secret,
            scopes=list(scopes),
            user_scopes=[],
            redirect_uri=address + REDIRECT_PATH,
            install_path=INSTALL_PATH,
            redirect_uri_path=REDIRECT_PATH,
            callback_options=AsyncCallbackOptions(self._installed, self._failed),
            authorization_url=consent,
            installation_store=StoredInstallations(store, now=now),
            installation_store_bot_only=True,
            state_store=SignedStates(store, client_secret=client_secret, now=now),
            state_expiration_seconds=int(LIVES.total_seconds()),
            logger=_LOG,
        )
        settings.authorize = authorizing
        super().__init__(client=clients.with_token(None), logger=_LOG, settings=settings)

    async def handle_installation(self, request: AsyncBoltRequest) -> BoltResponse:
        """The page before Slack's consent; nothing is stored for it."""
        page = await super().handle_installation(request)
        page.headers.update({name.lower(): [value] for name, value in HEADERS.items()})
        return page

    async def handle_callback(self, request: AsyncBoltRequest) -> BoltResponse:
        """The page after Slack's consent; what was consented to is saved before it is shown."""
        try:
            return await super().handle_callback(request)
        except StoreError:
            return self._failure("storage_error")
        except _Failed as failed:
            return self._failure(str(failed))

    async def build_authorize_url(self, state: str, request: AsyncBoltRequest) -> str:
        """Slack's page of consent, for the workspace that the address names, if it names one."""
        asked = {
            "client_id": self.settings.client_id,
            "scope": ",".join(self.settings.scopes or ()),
            "user_scope": "",
            "redirect_uri": self.settings.redirect_uri or "",
            "state": state,
        }
        team = request.query.get("team", [""])[0]
        if _TEAM.fullmatch(team):
            asked["team"] = team
        return f"{self.settings.authorization_url}?{urlencode(asked)}"

    async def build_install_page_html(self, url: str, request: AsyncBoltRequest) -> str:
        """What the bot sees and does not see, with the way on."""
        return install_page(url)

    async def run_installation(self, code: str) -> Installation | None:
        """Exchange a code for the bot's token; ``None`` where the code is no good any more."""
        try:
            given = await calling(
                self.client.oauth_v2_access(
                    client_id=self.settings.client_id,
                    client_secret=self.settings.client_secret,
                    code=code,
                    redirect_uri=self.settings.redirect_uri,
                )
            )
            token = given.get("access_token")
            if not isinstance(token, str) or given.get("token_type") != "bot":
                _misconfigured("no bot token was given")
            who = await calling(self._clients.with_token(token).auth_test())
        except SlackRefused as refused:
            if refused.error in _OF_THE_CODE:
                return None
            _misconfigured(refused.error)
        except BROKEN:
            raise _Failed("unreachable") from None
        return self._read(given, token, who)

    async def store_installation(
        self, request: AsyncBoltRequest, installation: Installation
    ) -> None:
        """Save an installation, and note the workspaces that have the bot by it."""
        try:
            await self.settings.installation_store.async_save(installation)
            for team in await self._workspaces(installation):
                await note_joined(
                    self._store,
                    DOOR,
                    team,
                    self._now(),
                    enterprise_id=installation.enterprise_id,
                )
        except StoreError:
            raise BoltError("the installation was not saved") from None

    def _read(self, given: dict[str, Any], token: str, who: dict[str, Any]) -> Installation:
        """What Slack gave, without anything of the user who consented."""
        team, organisation = given.get("team") or {}, given.get("enterprise") or {}
        whole = given.get("is_enterprise_install") is True
        expires, now = given.get("expires_in"), self._now()
        return Installation(
            app_id=given.get("app_id"),
            enterprise_id=organisation.get("id"),
            enterprise_name=organisation.get("name"),
            enterprise_url=who.get("url") if whole else None,
            team_id=None if whole else team.get("id"),
            team_name=None if whole else team.get("name"),
            bot_token=token,
            bot_id=who.get("bot_id"),
            bot_user_id=given.get("bot_user_id"),
            bot_scopes=given.get("scope") or "",
            bot_refresh_token=given.get("refresh_token"),
            bot_token_expires_at=(
                int((now + timedelta(seconds=expires)).timestamp())
                if isinstance(expires, int)
                else None
            ),
            user_id="",
            is_enterprise_install=whole,
            installed_at=now.timestamp(),
        )

    async def _workspaces(self, installation: Installation) -> list[str]:
        """The workspaces that an installation is for; of an organisation, those it was added to.

        Workspaces that an organisation adds it to later are told of by events.
        """
        if not installation.is_enterprise_install:
            return [installation.team_id] if installation.team_id else []
        client, found, cursor = self._clients.with_token(installation.bot_token), [], ""
        try:
            while True:
                page = await calling(client.auth_teams_list(cursor=cursor or None))
                found += [str(team["id"]) for team in page.get("teams", ())]
                cursor = (page.get("response_metadata") or {}).get("next_cursor", "")
                if not cursor:
                    break
        except BROKEN as broken:
            _LOG.warning("an organisation's workspaces are not known yet (%s)", broken)
        return found

    async def _installed(self, args: AsyncSuccessArgs) -> BoltResponse:
        done = args.installation
        if done.is_enterprise_install:
            manage = f"{done.enterprise_url or 'https://app.slack.com/'}"
            manage += f"manage/organization/apps/profile/{done.app_id}/workspaces/add"
            return self._shown(HTTPStatus.OK, organisation_page(done.enterprise_name or "", manage))
        way = urlencode({"app": done.app_id or "", "team": done.team_id or ""})
        page = installed_page(done.team_name or "", f"https://slack.com/app_redirect?{way}")
        return self._shown(HTTPStatus.OK, page)

    async def _failed(self, args: AsyncFailureArgs) -> BoltResponse:
        return self._failure(args.reason, args.suggested_status_code)

    def _failure(self, reason: str, status: int = HTTPStatus.OK) -> BoltResponse:
        page = failure_page(reason, self._install_url)
        return self._shown(_STATUS.get(reason, status), page)

    def _shown(self, status: int, page: str) -> BoltResponse:
        over = self.settings.state_utils.build_set_cookie_for_deletion()
        return BoltResponse(status=status, body=page, headers={**HEADERS, "Set-Cookie": over})


def _misconfigured(word: str) -> NoReturn:
    """It is for the operator to put right; Slack's word for it holds no value."""
    _LOG.error("nobody can install the app (%s)", word)
    raise _Failed("misconfigured") from None
