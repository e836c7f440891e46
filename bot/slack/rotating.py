"""Tokens that expire, refreshed ahead of time: once a workspace at a time, by one process."""

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

import aiohttp
from slack_sdk.errors import SlackClientError, SlackTokenRotationError
from slack_sdk.oauth.installation_store import Bot
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack import leaving
from bot.slack.calling import Clients, given_up_after
from bot.slack.installations import read, written
from bot.slack.requests import DOOR
from core.storage.engine import Store
from core.storage.errors import StoreError
from core.storage.installations import (
    SavedInstallation,
    all_installations,
    find_installation,
    refresh_installation,
)

AHEAD = timedelta(hours=2)
"""How long before a token expires it is refreshed; Slack's last twelve hours."""

AT_THE_LAST = timedelta(minutes=1)
"""A token with less than this left is not begun to be used."""

REFUSED_FOR = timedelta(minutes=1)
"""How long after Slack refused to refresh a token it is not asked to again."""

EXCHANGED_WITHIN = 8.0
"""Seconds for Slack to give the next token, waits for room counted too."""

WAITED_FOR = 1.0
"""Seconds that a request waits for a token; it has to be acknowledged within three."""

_WHENEVER = 10**6  # minutes: that it is time is decided here, by our own clock
_LOOKS, _PAUSE = 5, 0.2  # with seconds between, for what another process is about to save
_SAVES = (0.5, 2.0, 8.0)  # seconds between tries: Slack gives a refresh token once

_LOG = logging.getLogger("readingroom.slack")


class TokenRotation:
    """Gives the tokens of installations, and refreshes those that are about to expire.

    While a token is good, nobody waits for the next one. Of two processes that refresh at once
    Slack refuses one, which then uses what the other saved.
    """

    def __init__(
        self,
        store: Store,
        clients: Clients,
        *,
        client_id: str,
        client_secret: str,
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._now = now
        self._rotator = AsyncTokenRotator(
            client_id=client_id, client_secret=client_secret, client=clients.with_token(None)
        )
        self._running: dict[tuple[str, str], asyncio.Task[Bot | None]] = {}
        self._refused: dict[tuple[str, str], datetime] = {}
        self._closing = False

    async def usable(self, enterprise_id: str, team_id: str) -> Bot | None:
        """The installation that serves a workspace, with a token that works.

        ``None`` where there is none, or where its token has expired and Slack gives no other
        within ``WAITED_FOR``. Raises ``StoreError``.
        """
        saved = await self._find(enterprise_id, team_id)
        if saved is None:
            return None
        bot = read(saved.document)
        if self._lasts(bot, AHEAD):
            return bot
        refreshing = self._refreshing(saved)
        if self._lasts(bot, AT_THE_LAST):
            return bot
        if refreshing is None:
            return None
        # Who asked may give up; what Slack gives must be saved all the same.
        done, _ = await asyncio.wait({refreshing}, timeout=WAITED_FOR)
        return refreshing.result() if done and not refreshing.cancelled() else None

    async def refresh_ahead(self) -> None:
        """Refresh every token that is about to expire, so that no request has to wait for it."""
        async with self._store.reading() as tx:
            installed = await all_installations(tx, door=DOOR)
        for saved in installed:
            if not self._lasts(read(saved.document), AHEAD):
                refreshing = self._refreshing(saved)
                if refreshing is not None:
                    await asyncio.shield(refreshing)

    async def close(self) -> None:
        """Wait for what is being refreshed, so that it is saved, and then give it up.

        Nothing more is refreshed from then on.
        """
        self._closing = True
        if self._running:
            _, late = await asyncio.wait(self._running.values(), timeout=leaving.ANSWERED_WITHIN)
            for task in late:
                task.cancel()
            if late:
                _LOG.warning("%d tokens were not refreshed before the end", len(late))
                await asyncio.wait(late, timeout=leaving.GIVEN_UP_WITHIN)

    def _refreshing(self, saved: SavedInstallation) -> asyncio.Task[Bot | None] | None:
        """The one task that refreshes an installation's token; ``None`` where that is of no use."""
        key = (saved.enterprise_id, saved.team_id)
        running = self._running.get(key)
        if running is None:
            if self._closing:
                return None
            refused = self._refused.get(key)
            if refused is not None and self._now() < refused + REFUSED_FOR:
                return None
            running = asyncio.create_task(self._refresh(key))
            self._running[key] = running
            running.add_done_callback(lambda _: self._running.pop(key))
        return running

    async def _refresh(self, key: tuple[str, str]) -> Bot | None:
        try:
            # Another process may have been faster since it was found.
            saved = await self._find(*key)
            if saved is None:
                return None
            bot = read(saved.document)
            return bot if self._lasts(bot, AHEAD) else await self._exchanged(saved, bot)
        except (aiohttp.ClientError, OSError, TimeoutError, SlackClientError, StoreError) as cut:
            _LOG.warning("no token was refreshed for %s (%s)", _place(key), type(cut).__name__)
            return None

    async def _exchanged(self, saved: SavedInstallation, bot: Bot) -> Bot | None:
        """The token that Slack gives for this one, saved, or the one that somebody else got."""
        try:
            async with given_up_after(EXCHANGED_WITHIN):
                refreshed = await self._rotator.perform_bot_token_rotation(
                    bot=bot, minutes_before_expiration=_WHENEVER
                )
        except SlackTokenRotationError as refused:
            newer = await self._newer(saved)
            if newer is None:
                self._note_refused((saved.enterprise_id, saved.team_id), refused)
            return newer
        if refreshed is not None and await self._saved(saved, refreshed):
            return refreshed
        return await self._newer(saved)

    def _note_refused(self, key: tuple[str, str], refused: SlackTokenRotationError) -> None:
        response = refused.api_error.response
        answered = (
            isinstance(response, AsyncSlackResponse) and response.status_code == HTTPStatus.OK
        )
        if answered:
            self._refused[key] = self._now()
        said = response.get("error") if answered else "no answer that can be read"
        _LOG.warning("Slack refreshes no token for %s (%s)", _place(key), said)

    async def _saved(self, before: SavedInstallation, refreshed: Bot) -> bool:
        """Save a token; ``False`` where there is a newer one, or no installation any more."""
        for pause in (*_SAVES, None):
            try:
                async with self._store.writing() as tx:
                    return await refresh_installation(
                        tx, before, door=DOOR, document=written(refreshed), now=self._now()
                    )
            except StoreError:
                if pause is None:
                    raise
                await asyncio.sleep(pause)
        return False

    async def _newer(self, before: SavedInstallation) -> Bot | None:
        """What another process saved meanwhile, or is about to."""
        for look in range(_LOOKS):
            if look:
                await asyncio.sleep(_PAUSE)
            found = await self._find(before.enterprise_id, before.team_id)
            if found is None:
                return None
            if (found.row_version, found.installed_at) != (before.row_version, before.installed_at):
                return read(found.document)
        return None

    async def _find(self, enterprise_id: str, team_id: str) -> SavedInstallation | None:
        async with self._store.reading() as tx:
            return await find_installation(
                tx, door=DOOR, enterprise_id=enterprise_id, team_id=team_id
            )

    def _lasts(self, bot: Bot, span: timedelta) -> bool:
        """Whether a token is good for so long from now; most never expire."""
        if bot.bot_token_expires_at is None:
            return True
        return datetime.fromtimestamp(bot.bot_token_expires_at, UTC) - self._now() > span


def _place(key: tuple[str, str]) -> str:
    return key[1] or key[0]
