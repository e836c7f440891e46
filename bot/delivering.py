"""One process's part of the deliveries: which tokens it works with, and what it sends with them.

Several processes may run over one database. For each token one of them sends, and is at Discord's
gateway; the others stand by and answer nobody there, until it stops or dies.
"""

import asyncio
import hashlib
import logging
import os
import secrets
import socket
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.web.health import Health
from core.commands.desk import Desk
from core.commands.faults import fault
from core.deliveries.claims import Lane
from core.deliveries.composing import compose
from core.deliveries.deliverer import Deliverer
from core.deliveries.figures import Figures
from core.deliveries.freezing import Freezing
from core.deliveries.holding import LENGTH, Holding
from core.deliveries.sender import Sender

RESEND_AFTER = timedelta(minutes=30)
"""How long a message that may have arrived is looked up, before it is sent again with a word of
that: Slack lets some apps look once a minute."""

FINISHED_WITHIN = 6.0
"""Seconds for messages that are on their way when the bot is told to stop. Their doors stay open
for as long, and everything ends within ten."""

LANES: Mapping[str, Lane] = {
    # 64 wait 1.4 s for their turn, and keep the pace where Discord takes a second to answer.
    "discord": Lane(in_flight=64, per_workspace=64),
    # 8 wait 2 s for their turn, and leave the others to workspaces that have turns to give.
    "slack": Lane(in_flight=256, per_workspace=8),
}
"""How many messages are on their way at once at each door, and in one workspace of it."""

_LOG = logging.getLogger("readingroom.deliveries")


def elapsed() -> float:
    """Seconds by a clock that nobody sets, and that goes on while the machine is suspended.

    Whoever wakes believes no longer that a token is theirs which somebody else works with by now.
    Where a machine has no such clock it is the one that stands still meanwhile.
    """
    clock: int | None = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if clock is None else time.clock_gettime(clock)


@dataclass(frozen=True, slots=True)
class WayOut:
    """What a door sends with. ``secret`` is its token, or what else it alone works with."""

    door: str
    secret: str = field(repr=False)
    sender: Sender


class Tokens:
    """The tokens that this process works with or stands by for, by the door."""

    def __init__(
        self,
        desk: Desk,
        ways: Sequence[WayOut],
        *,
        holder: str,
        health: Health | None = None,
        length: timedelta = LENGTH,
        clock: Callable[[], float] = elapsed,
    ) -> None:
        self._health = health
        self._gained = {way.door: asyncio.Event() for way in ways}
        self._lost = {way.door: asyncio.Event() for way in ways}
        self._holdings = {
            way.door: Holding(
                desk.store,
                scope_of(way.door, way.secret),
                holder,
                changed=lambda held, door=way.door: self._changed(door, held),  # type: ignore[misc]
                length=length,
                monotonic=clock,
            )
            for way in ways
        }
        for door in self._holdings:
            self._changed(door, held=False)

    def held(self, door: str) -> bool:
        """Whether this process works with a door's token now."""
        return self._holdings[door].held()

    async def run(self, stop: asyncio.Event) -> None:
        """Hold them, or stand by, until ``stop``."""
        await asyncio.gather(*(holding.run(stop) for holding in self._holdings.values()))

    async def while_held(
        self,
        door: str,
        work: Callable[[asyncio.Event], Coroutine[Any, Any, None]],
        stop: asyncio.Event,
    ) -> None:
        """Work with a door's token whenever it is this process's, until ``stop``.

        Work is given an event of its own that is set when it has to end.
        """
        while not stop.is_set():
            await _first(stop, self._gained[door])
            if stop.is_set():
                return
            end = asyncio.Event()
            ending = asyncio.create_task(_set_after(end, stop, self._lost[door]))
            try:
                await work(end)
            finally:
                ending.cancel()
            if not end.is_set():
                return

    def _changed(self, door: str, held: bool) -> None:
        now, other = (self._gained, self._lost) if held else (self._lost, self._gained)
        now[door].set()
        other[door].clear()
        if self._health is not None:
            self._health.report_holding(door, holds=held)


def scope_of(door: str, secret: str) -> str:
    """What a token is held by: its door, and a digest from which it cannot be told."""
    return f"{door}:{hashlib.sha256(secret.encode()).hexdigest()[:32]}"


def this_run() -> str:
    """A name for this run of this process, and no other."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"


@dataclass(frozen=True, slots=True)
class Delivering:
    """What runs beside the doors: ``tokens`` says whose turn it is, ``deliverer`` sends."""

    tokens: Tokens
    deliverer: Deliverer

    @property
    def figures(self) -> Figures:
        """What was sent, in numbers."""
        return self.deliverer.figures


@asynccontextmanager
async def delivering(
    desk: Desk,
    ways: Sequence[WayOut],
    *,
    now: Callable[[], datetime],
    stop: asyncio.Event,
    health: Health | None = None,
    length: timedelta = LENGTH,
    clock: Callable[[], float] = elapsed,
) -> AsyncIterator[Delivering]:
    """Deliver while the block runs, which ends with ``stop``; tokens are let go of at the end.

    ``length`` is for how long a token is held without being renewed, in seconds of ``clock``.
    """
    holder = this_run()
    tokens = Tokens(desk, ways, holder=holder, health=health, length=length, clock=clock)
    deliverer = Deliverer(
        desk.store,
        {way.door: way.sender for way in ways},
        Freezing(lambda: desk.library.prepared),
        compose=compose,
        resend_after=RESEND_AFTER,
        now=now,
        holder=holder,
        held=tokens.held,
        lanes=LANES,
        monotonic=clock,
    )
    done = asyncio.Event()
    holding = asyncio.create_task(tokens.run(done))
    sending = asyncio.create_task(_kept_up(deliverer, stop))
    try:
        yield Delivering(tokens, deliverer)
    finally:
        stop.set()
        await asyncio.wait({sending})
        done.set()
        await asyncio.wait({holding})


async def _kept_up(deliverer: Deliverer, stop: asyncio.Event) -> None:
    """Let it run until ``stop``, whatever breaks."""
    while not stop.is_set():
        try:
            await deliverer.run(stop, grace=FINISHED_WITHIN)
        except Exception as error:  # noqa: BLE001 - what is due stays due
            fault(error, reference="deliveries", command="deliveries")
            await _first(stop, within=_BREATH)


_BREATH = 5.0


async def _first(*events: asyncio.Event, within: float | None = None) -> None:
    """Wait for the first of some events."""
    waits = [asyncio.ensure_future(event.wait()) for event in events]
    try:
        await asyncio.wait(waits, timeout=within, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()


async def _set_after(end: asyncio.Event, *events: asyncio.Event) -> None:
    await _first(*events)
    end.set()
