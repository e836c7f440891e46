"""What Slack tells without being asked: pages opened, words written, the app removed."""

import logging
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from bot.slack.answering import Answering
from bot.slack.asking import Asking
from bot.slack.calling import Clients
from bot.slack.destinations import Exchange
from bot.slack.files import fetch_files
from bot.slack.home import Homes
from bot.slack.requests import DOOR, unescaped
from core.commands.received import passed_over, read_received, text_of
from core.commands.servers import note_joined, note_uninstalled
from core.storage.errors import StoreError
from core.storage.handled_events import claim_event

_LOG = logging.getLogger("readingroom.slack")
_WORDS_IN = frozenset({None, "file_share"})
"""The kinds of message that a person has just written; others tell of edits and deletions."""


class Events:
    """Handles events, each of them once, however often it is delivered."""

    def __init__(
        self, asking: Asking, answering: Answering, homes: Homes, clients: Clients
    ) -> None:
        self._asking = asking
        self._answering = answering
        self._homes = homes
        self._clients = clients

    async def handle(self, body: Mapping[str, Any], exchange: Exchange | None) -> None:
        """Handle an event; ``exchange`` is ``None`` where it names no person."""
        event = body.get("event")
        if not isinstance(event, Mapping):
            return
        match event.get("type"):
            case "app_home_opened" if exchange and event.get("tab", "home") == "home":
                if await self._is_first(body):
                    self._homes.opened(exchange, event.get("view"))
            case "message" if exchange and _is_written(event):
                if await self._is_first(body):
                    await self._written(event, exchange)
            case kind:
                await self._installed(kind, event, body)

    async def _installed(
        self, kind: object, event: Mapping[str, Any], body: Mapping[str, Any]
    ) -> None:
        """Follow where the app is installed.

        Done twice, these do no more than once; claimed and then broken off, they were lost.
        """
        match kind:
            case "app_uninstalled":
                await self._forget(body, *_place(body))
            case "tokens_revoked":
                tokens = event.get("tokens")
                if isinstance(tokens, Mapping) and tokens.get("bot"):
                    await self._forget(body, *_place(body))
            case "team_access_granted":
                await self._granted(body, _teams(event))
            case "team_access_revoked":
                # The organisation's own installation stays, with its token.
                for team in _teams(event):
                    await self._forget(body, _enterprise(body), team)

    async def _is_first(self, body: Mapping[str, Any]) -> bool:
        """Whether nobody has handled it yet; where that cannot be known, it is handled."""
        event_id = body.get("event_id")
        if not isinstance(event_id, str):
            return True
        try:
            async with self._asking.desk.store.writing() as tx:
                now = self._asking.now()
                return await claim_event(tx, door=DOOR, event_id=event_id, now=now)
        except StoreError as error:
            _LOG.warning("an event could not be noted as handled: %s", error)
            return True

    async def _written(self, event: Mapping[str, Any], exchange: Exchange) -> None:
        """Answer words and files that somebody sent to the bot alone."""
        typed = event.get("text")
        words = unescaped(typed) if isinstance(typed, str) else ""
        files = await fetch_files(self._clients, exchange.client.token or "", event)
        asked = read_received(words, files, self._asking.desk.commands)
        if asked is not None:
            heard = "\n".join((words, *(text_of(file) or "" for file in files)))
            await self._answering.command(asked, heard, exchange)
            if said := passed_over(words, files):
                await self._answering.add(said, exchange)

    async def _granted(self, body: Mapping[str, Any], teams: Iterable[str]) -> None:
        """Note workspaces that an organisation has added the app to."""
        desk, now, enterprise = self._asking.desk, self._asking.now(), _enterprise(body)
        for team in teams:
            await note_joined(desk.store, DOOR, team, now, enterprise_id=enterprise or None)

    async def _forget(self, body: Mapping[str, Any], enterprise: str, team: str) -> None:
        """Forget a workspace, or without one the organisation with its token."""
        _LOG.warning("the app was removed from a workspace")
        now = self._asking.now()
        at = _happened(body) or now
        await note_uninstalled(
            self._asking.desk.store, DOOR, enterprise_id=enterprise, team_id=team, at=at, now=now
        )


def _happened(body: Mapping[str, Any]) -> datetime | None:
    """When an event happened; ``None`` where it does not say so in a way that can be read."""
    told = body.get("event_time")
    try:
        return datetime.fromtimestamp(told, UTC) if type(told) is int else None
    except (ValueError, OverflowError, OSError):
        return None


def _is_written(event: Mapping[str, Any]) -> bool:
    """Whether a person has just written to the bot alone."""
    kind, by_a_bot = event.get("subtype"), event.get("bot_id")
    return event.get("channel_type") == "im" and kind in _WORDS_IN and not by_a_bot


def _place(body: Mapping[str, Any]) -> tuple[str, str]:
    """The organisation and workspace whose installation an event is about."""
    listed = body.get("authorizations")
    first = listed[0] if isinstance(listed, list) and listed else {}
    whole = isinstance(first, Mapping) and first.get("is_enterprise_install") is True
    team = body.get("team_id")
    return _enterprise(body), "" if whole or not isinstance(team, str) else team


def _enterprise(body: Mapping[str, Any]) -> str:
    """The organisation that an event is about, empty where none is named."""
    enterprise = body.get("enterprise_id")
    return enterprise if isinstance(enterprise, str) else ""


def _teams(event: Mapping[str, Any]) -> list[str]:
    """The workspaces that access was given to or taken from, by their ids."""
    listed = event.get("team_ids")
    if not isinstance(listed, list):
        return []
    return [team for team in listed if isinstance(team, str) and team]


def by_a_bot(payload: Mapping[str, Any]) -> bool:
    """Whether a payload tells of what a bot has written, this one too.

    Slack tells of every message that goes out, so that these are not even looked up.
    """
    event = payload.get("event")
    if not isinstance(event, Mapping) or event.get("type") != "message":
        return False
    return bool(event.get("bot_id"))
