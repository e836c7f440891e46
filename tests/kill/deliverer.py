"""The process that is killed: the real deliverer, store and senders, for all that is due now."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import discord
from discord.http import Route

import bot.discord.pace
import bot.slack.pace
import bot.slack.posting
from bot.discord.delivering import DiscordSender
from bot.slack.authorizing import OneWorkspace
from bot.slack.calling import Clients, open_session
from bot.slack.delivering import SlackSender
from bot.slack.typed_here import TypedHere
from core.deliveries.claims import Lane
from core.deliveries.deliverer import Deliverer
from core.deliveries.freeze import Decision, Frozen
from core.deliveries.sender import Sender
from core.dialogue.reply import Action, Actions, Paragraph, Reply
from core.dialogue.text import text
from core.storage.deliveries import SavedDelivery
from core.storage.engine import Transaction
from tests.kill.clock import SharedClock
from tests.kill.steps import Blow, SteppedSender, SteppedStore, Steps

ANSWERED_WITHIN = 0.5
"""Seconds for one answer: far less than in service, so that nobody waits for lost ones."""

RESEND_AFTER = timedelta(minutes=30)
_FAST = 10_000.0


@dataclass(frozen=True)
class Task:
    """What one process is to do. ``doors`` are those that it sends at, so many at once each."""

    database: str
    clock: str
    run: int
    discord: tuple[str, str]
    slack: tuple[str, str]
    doors: tuple[str, ...] = ("discord", "slack")
    at_once: int = 8
    blow: Blow | None = None


def deliver(task: Task, told: Connection | None) -> None:
    """Send all that is due, and end; or be struck on the way."""
    logging.disable(logging.CRITICAL)
    Route.BASE = task.discord[0]
    bot.discord.pace.SENT_WITHIN = ANSWERED_WITHIN
    bot.slack.posting.SENT_WITHIN = ANSWERED_WITHIN
    bot.slack.pace.PER_CHANNEL = _FAST
    asyncio.run(_deliver(task, Steps(task.blow, told)))


async def _deliver(task: Task, steps: Steps) -> None:
    clock = SharedClock(Path(task.clock))
    store = await SteppedStore.open(task.database)
    store.steps = steps
    pace = bot.discord.pace.Pace()
    out = DiscordSender(pace)
    async with (
        open_session() as session,
        discord.Client(intents=discord.Intents.none(), http_trace=pace.trace()) as client,
    ):
        senders: dict[str, Sender] = {}
        if "discord" in task.doors:
            await client.login(task.discord[1])
            out.open(client)
            senders["discord"] = SteppedSender(out, steps)
        if "slack" in task.doors:
            authorizing = OneWorkspace(Clients(session, task.slack[0]), task.slack[1])
            turns = bot.slack.pace.Pace(_FAST)
            into = SlackSender(store, authorizing, TypedHere([], []), turns)
            senders["slack"] = SteppedSender(into, steps)
        lane = Lane(task.at_once, task.at_once)
        deliverer = Deliverer(
            store,
            senders,
            _freeze,
            compose=compose,
            resend_after=RESEND_AFTER,
            now=clock.now,
            holder=f"run {task.run}",
            lanes=dict.fromkeys(senders, lane),
            monotonic=clock.monotonic,
        )
        await deliverer.round()
    await store.close()


async def _freeze(tx: Transaction, delivery: SavedDelivery, *, now: Any) -> Decision:
    return Frozen(delivery.carried or {"frozen": now.isoformat()})


def compose(carried: Mapping[str, Any], delivery_id: int, *, maybe_again: bool) -> Reply:
    """A message with a button, as every reminder has."""
    done = Action("Done", "reminder", {"delivery": str(delivery_id), "item": "1", "do": "done"})
    said = Paragraph(text("Maybe again." if maybe_again else "First."))
    return Reply(text(f"Reminder {delivery_id}"), (said, Actions((done,))))
