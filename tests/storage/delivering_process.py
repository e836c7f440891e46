"""A process that delivers into a file, to be run beside another: ``url file holder``.

It says a line when it has begun, when it holds the token and when nothing is left to send. With
``hold`` as a fourth word it goes on until it is killed.
"""

import asyncio
import json
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from core.deliveries.deliverer import Deliverer
from core.deliveries.freeze import Decision, Frozen
from core.deliveries.holding import Holding
from core.deliveries.outcome import Delivered, Found, Looked, NotThere, Outcome, Reason, Retry
from core.deliveries.sender import Outgoing
from core.dialogue.reply import Reply
from core.dialogue.text import text
from core.storage.deliveries import SavedDelivery
from core.storage.engine import Store, Transaction

LENGTH = timedelta(seconds=3)


class Written:
    """A platform that is a file: one line a message, in the order they arrived."""

    def __init__(self, file: Path, holder: str) -> None:
        self.file, self.holder = file, holder

    async def send(self, message: Outgoing, *, may_send: Callable[[], bool]) -> Outcome:
        if not may_send():
            return Retry(timedelta(), Reason.NOT_OURS)
        with self.file.open("a") as out:
            out.write(json.dumps([message.delivery_id, self.holder]) + "\n")
        await asyncio.sleep(0)
        return Delivered("m")

    async def find(self, message: Outgoing) -> Looked:
        lines = self.file.read_text().splitlines() if self.file.exists() else []
        there = any(json.loads(line)[0] == message.delivery_id for line in lines)
        return Found("m") if there else NotThere()


async def freeze(tx: Transaction, delivery: SavedDelivery, *, now: datetime) -> Decision:
    return Frozen({"says": "hello"})


def compose(carried: Mapping[str, Any], delivery_id: int, *, maybe_again: bool) -> Reply:
    return Reply(text(carried["says"]), ())


def say(what: str) -> None:
    sys.stdout.write(what + "\n")
    sys.stdout.flush()


def say_held(held: bool) -> None:
    if held:
        say("held")


def deliverer_of(store: Store, file: Path, holder: str, held: Callable[[str], bool]) -> Deliverer:
    return Deliverer(
        store,
        {"discord": Written(file, holder)},
        freeze,
        now=lambda: datetime.now(UTC),
        holder=holder,
        resend_after=timedelta(minutes=30),
        held=held,
        compose=compose,
        lease=LENGTH,
        poll=0.1,
    )


async def main(url: str, file: Path, holder: str, holds: bool) -> None:
    store = await Store.open(url)
    say("begun")
    if not holds:
        sys.stdin.readline()
        deliverer = deliverer_of(store, file, holder, lambda door: True)
        # What the other has on its way is looked at until it is settled.
        while await deliverer.round() is not None:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        say("done")
        await store.close()
        return
    holding = Holding(store, "discord:1", holder, length=LENGTH, changed=say_held)
    deliverer = deliverer_of(store, file, holder, lambda door: holding.held())
    never = asyncio.Event()
    await asyncio.gather(holding.run(never), deliverer.run(never))


if __name__ == "__main__":
    url, file, holder, *rest = sys.argv[1:]
    asyncio.run(main(url, Path(file), holder, bool(rest)))
