"""However the deliverer dies or stands still, each message arrives once."""

import asyncio
import os
import random
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.kill.scene import Scene, scene
from tests.kill.steps import STEPS, Blow

KILLS = int(os.environ.get("READINGROOM_TEST_KILLS", "200"))
"""How often the deliverer dies in all; ``make kills`` asks for more."""

LANES = 2
ROUNDS = 3
"""Tries for each blow: a step may not be come to, because nothing has to be looked up."""

UNSURE = frozenset({"leaving", "left"})
"""Where Slack gives no means to know: what leaves a process that stood still past its lease."""


def drawn(chance: random.Random) -> Blow:
    """A blow at any step; the steps of which there are fewer come as often."""
    step = chance.choice(STEPS)
    after = chance.choice((0.001, 0.003, 0.01)) if step == "left" else 0.0
    return Blow(step, chance.randint(1, 4), after=after)


async def killed_again_and_again(one: Scene, kills: int) -> int:
    """Kills the deliverer so often; gives how often it was killed indeed."""
    done = 0
    for _ in range(kills * ROUNDS):
        if done == kills:
            break
        await one.add(one.chance.randint(2, 5))
        one.trouble()
        done += await one.run(drawn(one.chance))
        one.heal()
        one.passes(one.chance.choice((31, 40, 90, 400)))
    await one.settle()
    await one.assert_each_arrived_once()
    one.discord.assert_clean()
    one.slack.assert_clean()
    return done


async def test_killed_at_any_step_nothing_is_lost_and_nothing_comes_twice(tmp_path: Path) -> None:
    each = KILLS // LANES
    async with AsyncExitStack() as stack:
        scenes = [await stack.enter_async_context(scene(tmp_path, seed)) for seed in range(LANES)]
        killed = await asyncio.gather(*(killed_again_and_again(one, each) for one in scenes))
    assert sum(killed) == LANES * each


@pytest.fixture
async def one(tmp_path: Path) -> AsyncIterator[Scene]:
    async with scene(tmp_path, 99) as made:
        yield made


# Paused in the midst of storing something, it keeps everybody else from the file.
@pytest.mark.parametrize("step", [step for step in STEPS if step != "committing"])
@pytest.mark.parametrize("door", ["discord", "slack"])
async def test_paused_past_its_lease_it_sends_nothing_that_another_has_sent(
    one: Scene, door: str, step: str
) -> None:
    if door == "slack" and step in UNSURE:
        step = "sending"
    await one.add(4, (door,))
    if step.startswith("look"):
        server = one.discord if door == "discord" else one.slack
        server.reset(
            "POST /channels/*/messages" if door == "discord" else "chat.postMessage", acts=True
        )
        await one.run(doors=(door,), at_once=1)
        one.passes(10)
    if step == "left":
        one.withhold_an_answer(door)
    # On Discord the direct message is opened first; it leaves with the second request.
    nth = 2 if step in UNSURE else 1
    paused = Blow(step, nth, pauses=True, after=0.02 if step == "left" else 0.0)
    assert await one.run(paused, doors=(door,), at_once=1)
    await one.settle()
    await one.assert_each_arrived_once()
