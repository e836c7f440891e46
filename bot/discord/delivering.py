"""Discord's way out: one message to one person, with an outcome, and looked up where it is lost."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus
from typing import Any, TypeVar

import aiohttp
import discord

from bot.discord.answering import FILE_LIMIT
from bot.discord.messages import Built, build
from bot.discord.pace import WAITS_WITHIN, NoRoom, NotNow, OneTry, Pace, Trouble, trying
from bot.discord.refusals import CHANNEL_GONE, refused
from bot.discord.sheets import lay_out
from bot.on_its_way import OnItsWay
from core.commands.faults import fault
from core.deliveries.outcome import (
    CannotTell,
    Delivered,
    Found,
    Looked,
    NotThere,
    Outcome,
    Reason,
    Rejected,
    Retry,
    Unknown,
)
from core.deliveries.sender import Outgoing
from core.dialogue.identifier import Pressed, read_identifier
from core.reminders.pressing import whole

LOOKED_AT = 200
"""Messages of a channel that are looked at for one whose answer was lost."""

BEFORE = timedelta(minutes=5)
"""How far before the first try is looked: by so much two clocks may differ."""

RECONNECTS = timedelta(seconds=5)
"""When to try again what could not leave, because there was no connection."""

LOOKS_AGAIN = timedelta(seconds=30)
"""When to look again for a message where it could not be looked for."""

_LOST = (aiohttp.ClientError, OSError)

_T = TypeVar("_T")


class _Ended(Exception):
    """It ended before the message itself could be sent, or as it was."""

    def __init__(self, outcome: Outcome, code: int = 0) -> None:
        super().__init__()
        self.outcome = outcome
        self.code = code


class DiscordSender:
    """Sends with the client that is logged in; it need not be connected to the gateway."""

    def __init__(self, pace: Pace) -> None:
        self.pace = pace
        self._client: discord.Client | None = None
        self._on_its_way = OnItsWay()

    def open(self, client: discord.Client) -> None:
        """Send with this client, which has logged in."""
        self._client = client

    def close(self) -> None:
        """Send nothing until there is another client."""
        self._client = None

    async def finished(self) -> None:
        """Wait until nothing is on its way."""
        await self._on_its_way.finished()

    async def send(self, message: Outgoing, *, may_send: Callable[[], bool]) -> Outcome:
        """Send a message; a direct message that is not open yet is opened."""
        client = self._client
        if client is None:
            return Retry(RECONNECTS, Reason.NO_CONNECTION)
        if self.pace.pause:
            return Retry(timedelta(seconds=self.pace.pause), Reason.RATE_LIMITED)
        try:
            built = await _built(message)
        except Exception as error:  # noqa: BLE001 - it cannot be drawn, now or later
            fault(error, reference=f"delivery {message.delivery_id}", command="a delivery")
            return Rejected(Reason.UNSHOWABLE)
        with self._on_its_way.one():
            try:
                return await self._sent(client, message, built, may_send)
            except _Ended as ended:
                return ended.outcome

    async def find(self, message: Outgoing) -> Looked:
        """Look through what came into the channel since the message was first sent."""
        client = self._client
        if client is None:
            return CannotTell(RECONNECTS, Reason.NO_CONNECTION)
        try:
            return await self._found(client, message)
        except _Ended as ended:
            return _cannot_tell(ended.outcome)

    async def _sent(
        self,
        client: discord.Client,
        message: Outgoing,
        built: Built,
        may_send: Callable[[], bool],
    ) -> Delivered:
        channel = message.channel_id or await self._opened(client, message, may_send)
        try:
            sent = await self._posted(client, channel, message, built, may_send)
        except _Ended as ended:
            if ended.code not in CHANNEL_GONE or not (message.channel_id and message.platform_id):
                raise
            channel = await self._opened(client, message, may_send)
            sent = await self._posted(client, channel, message, built, may_send)
        return Delivered(str(sent.id), channel if message.platform_id else "")

    async def _posted(
        self,
        client: discord.Client,
        channel: str,
        message: Outgoing,
        built: Built,
        may_send: Callable[[], bool],
    ) -> discord.Message:
        to = client.get_partial_messageable(int(channel))
        return await self._asked(
            lambda: to.send(view=built.view, files=built.files, nonce=message.key),
            message,
            may_send,
        )

    async def _opened(
        self, client: discord.Client, message: Outgoing, may_send: Callable[[], bool]
    ) -> str:
        """The channel of the direct message; opening it twice gives the same."""
        person = message.platform_id
        opened: Any = await self._asked(
            lambda: client.http.start_private_message(int(person)), message, may_send, harmless=True
        )
        return str(opened["id"])

    async def _found(self, client: discord.Client, message: Outgoing) -> Looked:
        channel = message.channel_id or await self._opened(client, message, _always)
        marks = _identifiers((await _built(message)).view.children)
        since = message.first_attempt_at and message.first_attempt_at - BEFORE
        history = client.get_partial_messageable(int(channel)).history(
            limit=LOOKED_AT, after=since, oldest_first=since is not None
        )
        looked_at = 0
        while True:
            seen = await self._asked(lambda: anext(history, None), message, _always, harmless=True)
            if seen is None:
                break
            looked_at += 1
            if _is(message, seen, client, marks):
                return Found(str(seen.id), channel if message.platform_id else "")
        return NotThere() if looked_at < LOOKED_AT else CannotTell(LOOKS_AGAIN, Reason.CUT)

    async def _asked(
        self,
        request: Callable[[], Awaitable[_T]],
        message: Outgoing,
        may_leave: Callable[[], bool],
        *,
        harmless: bool = False,
    ) -> _T:
        """What Discord answers to one request, which leaves once at most.

        ``harmless`` ones may be made again whatever became of them. Raises :class:`_Ended`.
        """
        limit = asyncio.timeout(WAITS_WITHIN)
        one = OneTry(may_leave, limit)
        try:
            async with limit:
                with trying(one):
                    return await request()
        except discord.HTTPException as error:
            if error.status == HTTPStatus.UNAUTHORIZED:
                self.close()
            outcome = refused(error, of_person=bool(message.platform_id))
            raise _Ended(outcome, error.code) from None
        except Exception as error:  # noqa: BLE001 - whatever broke, it has an outcome
            outcome = _broken(error, one, message)
            if harmless and isinstance(outcome, Unknown):
                outcome = Retry(RECONNECTS, outcome.reason)
            raise _Ended(outcome) from None


def _broken(error: Exception, one: OneTry, message: Outgoing) -> Outcome:
    """How it ended where Discord gave no answer that says so."""
    match error:
        case NotNow():
            return Retry(timedelta(0), Reason.NOT_OURS)
        case NoRoom():
            return Retry(timedelta(seconds=error.after), Reason.RATE_LIMITED)
        case Trouble():
            return Unknown(Reason.PLATFORM_TROUBLE)
        case TimeoutError() if not one.begun:
            return Retry(RECONNECTS, Reason.RATE_LIMITED)
        case TimeoutError() if one.left:
            return Unknown(Reason.TIMED_OUT)
    if not isinstance(error, _LOST):
        fault(error, reference=f"delivery {message.delivery_id}", command="a delivery")
    return Unknown(Reason.CUT) if one.left else Retry(RECONNECTS, Reason.NO_CONNECTION)


def _cannot_tell(outcome: Outcome) -> CannotTell:
    if isinstance(outcome, Retry):
        return CannotTell(outcome.after, outcome.reason)
    return CannotTell(LOOKS_AGAIN, Reason.REFUSED)


async def _built(message: Outgoing) -> Built:
    """The first page of a message; the others are turned to."""
    reply = message.reply
    if reply.again is None:
        reply = replace(reply, again=whole(message.delivery_id))
    laid = lay_out(reply, owner=message.platform_id)
    return await build(laid.sheets[0], file_limit=FILE_LIMIT)


def _is(message: Outgoing, seen: discord.Message, client: discord.Client, marks: list[str]) -> bool:
    """Whether a message is the one that is looked for: by its nonce, or by its buttons.

    Where no button names the delivery, one with the very same buttons is taken for it.
    """
    if client.user is None or seen.author.id != client.user.id:
        return False
    if seen.nonce is not None and str(seen.nonce) == message.key:
        return True
    number = str(message.delivery_id)
    there = _identifiers(seen.components)
    if any(_carries(mark, number) for mark in marks):
        return any(_carries(identifier, number) for identifier in there)
    return bool(marks) and there == marks


def _carries(identifier: str, number: str) -> bool:
    match read_identifier(identifier):
        case Pressed(asked):
            return asked.given.get("delivery") == number
    return False


def _identifiers(components: Any) -> list[str]:
    """The identifiers of everything that can be pressed, in whatever it stands."""
    found: list[str] = []
    for one in components:
        found += [one.custom_id] if getattr(one, "custom_id", None) else []
        found += [option.value for option in getattr(one, "options", ())]
        inside = [*getattr(one, "children", ()), getattr(one, "accessory", None)]
        found += _identifiers([part for part in inside if part is not None])
    return found


def _always() -> bool:
    return True
