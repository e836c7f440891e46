"""Leaving takes less than the ten seconds that systems wait, whatever hangs."""

import asyncio

import pytest

from bot.slack import leaving
from bot.slack.at_work import AtWork


def test_the_parts_of_leaving_add_up_to_less_than_ten_seconds() -> None:
    given_up = 5 * leaving.GIVEN_UP_WITHIN
    in_all = leaving.ACKNOWLEDGED_WITHIN + leaving.CLOSED_WITHIN + leaving.ANSWERED_WITHIN
    assert in_all + given_up < 9
    assert leaving.ACKNOWLEDGED_WITHIN <= 3


async def test_what_does_not_even_end_when_it_is_given_up_is_left_behind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(leaving, "GIVEN_UP_WITHIN", 0.01)
    at_work, over, told = AtWork(), asyncio.Event(), asyncio.Event()

    async def stubborn() -> None:
        try:
            await over.wait()
        except asyncio.CancelledError:
            told.set()
            await over.wait()

    task = at_work.begin(stubborn())
    await asyncio.sleep(0)
    async with asyncio.timeout(5):
        await at_work.leave(0.01)
    assert told.is_set()
    assert not task.done()
    over.set()
    await at_work.finished()


async def test_what_ends_when_it_is_given_up_is_waited_for() -> None:
    at_work, ended = AtWork(), False

    async def tidy() -> None:
        nonlocal ended
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            ended = True

    at_work.begin(tidy())
    await asyncio.sleep(0)
    await at_work.leave(0)
    assert ended
