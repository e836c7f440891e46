"""The console door opened: who is there, which day it is, and a person or lines to answer."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from bot.console.lines import answer_lines
from bot.console.session import converse
from core.commands.desk import Desk
from core.commands.visit import Account
from core.dialogue.command import Command
from core.dialogue.reply import Outcome, Reply
from core.dialogue.request import Asked

_DOOR, _TENANT = "console", "local"


@dataclass(frozen=True, slots=True)
class ConsoleOptions:
    """How the console was started: the local person, and the form of the answers."""

    name: str
    as_json: bool = False
    pictures: Path | None = None
    width: int | None = None


@dataclass(frozen=True, slots=True)
class LocalPerson:
    """The desk as one local person sees it."""

    desk: Desk
    account: Account
    now: Callable[[], datetime]
    day: Callable[[], date]

    @property
    def commands(self) -> Mapping[str, Command]:
        """What can be asked."""
        return self.desk.commands

    async def hear(self, words: str) -> Reply | None:
        """The offer of people where words that are no request call for it."""
        return await self.desk.hear(words, self.account)

    async def answer(self, asked: Asked) -> Outcome:
        """Answer as this person, now."""
        return await self.desk.answer(asked, self.account, now=self.now(), today=self.day())


async def run_console(
    desk: Desk, options: ConsoleOptions, *, now: Callable[[], datetime], day: Callable[[], date]
) -> int:
    """Talk where a person sits at a terminal; otherwise answer the lines of standard input.

    The exit status: 1 where a line was refused or failed.
    """
    person = LocalPerson(desk, Account(_DOOR, _TENANT, options.name), now, day)
    if sys.stdin.isatty() and sys.stdout.isatty() and not options.as_json:
        return await converse(
            person,
            pictures=options.pictures,
            width=options.width,
        )
    return await answer_lines(
        person,
        sys.stdin,
        sys.stdout,
        as_json=options.as_json,
        width=options.width,
        pictures=options.pictures,
    )
