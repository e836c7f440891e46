"""Lines in, answers out: the console without a person at the keyboard."""

from collections.abc import AsyncIterable, AsyncIterator, Iterable
from pathlib import Path
from typing import TextIO

from bot.console.answering import Answering
from bot.console.json_lines import json_line
from bot.console.keeping import Folder
from bot.console.leaving import leaves
from bot.console.pretty import Surface
from bot.console.submitting import answer_unattended
from core.dialogue.documents import shown_reply
from core.dialogue.line import TALK, read_line
from core.dialogue.reply import Fault, Outcome, Refused, Reply
from core.dialogue.request import Asked

_JSON_FLAG = " --json"


async def answer_lines(
    answering: Answering,
    lines: Iterable[str] | AsyncIterable[str],
    out: TextIO,
    *,
    as_json: bool,
    width: int | None = None,
    pictures: Path | None = None,
) -> int:
    """Answer every line, in order; 1 at the end if any was refused or failed, otherwise 0.

    Empty lines and comments are passed over; ``/quit`` ends the run. Forms are submitted as
    they come. With ``pictures`` the pictures and files of replies are written into that folder.
    Answers are drawn where ``out`` is a terminal. A command may end in ``--json`` to have its
    own answer as JSON.
    Raises :class:`OSError` where the folder cannot be written to.
    """
    surface = Surface(out, width=width)
    folder = Folder(pictures) if pictures else None
    failed = False
    answered = 0
    async for line in _each(lines):
        if line.lstrip().startswith("#"):
            continue
        line, wants_json = _flagged(line)
        wants_json = wants_json or as_json
        if leaves(line):
            break
        asked = read_line(line, answering.commands)
        if asked is None:
            continue
        command, outcome = await _answered(answering, asked, line)
        failed = failed or isinstance(outcome, Refused | Fault)
        kept = await folder.keep(outcome) if folder and isinstance(outcome, Reply) else {}
        if wants_json:
            private = _private(answering, command)
            surface.say(json_line(command, outcome, private=private, kept=kept))
            continue
        if answered:
            surface.say()
        surface.show(shown_reply(outcome), kept)
        answered += 1
    return 1 if failed else 0


async def _answered(answering: Answering, asked: Asked | Refused, line: str) -> tuple[str, Outcome]:
    """The command that answers and its answer; a line that cannot be read is heard first."""
    if isinstance(asked, Asked):
        return asked.command, await answer_unattended(answering, asked)
    heard = await answering.hear(line)
    return (asked.command, asked) if heard is None else (TALK, heard)


def _flagged(line: str) -> tuple[str, bool]:
    """A command's line without a ``--json`` at its end, and whether it stood there."""
    stripped = line.rstrip()
    if stripped.startswith("/") and stripped.endswith(_JSON_FLAG):
        return stripped.removesuffix(_JSON_FLAG), True
    return line, False


def _private(answering: Answering, name: str) -> bool:
    """What the command declares; what no command answers is private."""
    command = answering.commands.get(name)
    return command is None or command.private


async def _each(lines: Iterable[str] | AsyncIterable[str]) -> AsyncIterator[str]:
    if isinstance(lines, AsyncIterable):
        async for line in lines:
            yield line
    else:
        for line in lines:
            yield line
