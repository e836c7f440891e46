"""What is done once an hour, whatever breaks in it."""

import asyncio
import logging
from typing import Any, cast

import pytest

from bot.slack.authorizing import OneWorkspace
from bot.slack.calling import Clients
from bot.slack.chores import EVERY, do_chores
from bot.slack.rotating import TokenRotation
from bot.slack.sent_files import SentFiles
from core.storage.errors import StoreBusy

NOWHERE = OneWorkspace(cast("Clients", None), "")


class Round:
    """Both chores, counted; each raises what it is given."""

    def __init__(self, tokens: Exception | None = None, files: Exception | None = None) -> None:
        self.done: list[str] = []
        self._tokens, self._files = tokens, files

    async def refresh_ahead(self) -> None:
        self._note("tokens", self._tokens)

    async def remove_due(self, client_for: object, team_id: str | None = None) -> None:
        self._note("files", self._files)

    def _note(self, what: str, error: Exception | None) -> None:
        self.done.append(what)
        if error is not None:
            raise error


async def hours(chores: Round, times: int, *, rotates: bool = True) -> list[float]:
    """So many rounds; the pauses after them."""
    paused: list[float] = []

    stop = asyncio.Event()

    async def pause(seconds: float) -> None:
        paused.append(seconds)
        if len(paused) == times:
            stop.set()
            await asyncio.Event().wait()

    rotation = cast("TokenRotation", chores) if rotates else None
    files: Any = cast("SentFiles", chores)
    async with asyncio.timeout(5):
        await do_chores(NOWHERE, files, rotation, stop=stop, pause=pause)
    return paused


async def test_tokens_and_files_are_looked_at_at_the_start_and_once_an_hour() -> None:
    chores = Round()
    assert await hours(chores, 3) == [EVERY] * 3 == [3600.0] * 3
    assert chores.done == ["tokens", "files"] * 3


async def test_where_no_token_expires_files_alone_are_looked_at() -> None:
    chores = Round()
    await hours(chores, 2, rotates=False)
    assert chores.done == ["files", "files"]


async def test_a_chore_that_breaks_keeps_no_other_from_being_done_nor_the_next_hour(
    caplog: pytest.LogCaptureFixture,
) -> None:
    chores = Round(StoreBusy("the database is busy"), ValueError("marmalade"))
    await hours(chores, 2)
    assert chores.done == ["tokens", "files"] * 2
    levels = [one.levelno for one in caplog.records]
    assert levels == [logging.WARNING, logging.ERROR] * 2
    assert "marmalade" not in caplog.text
