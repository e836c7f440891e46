"""The prompt itself: editing, completion and history. Imported when somebody sits at it."""

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import DummyHistory, FileHistory, History, InMemoryHistory
from prompt_toolkit.input import Input
from prompt_toolkit.output import Output

from core.dialogue.command import Command
from core.dialogue.question import UNKNOWN, Kind, Question

LEAVING = ("/quit", "/exit")


class Prompt:
    """Asks for lines and for answers.

    What is typed is remembered while the session lasts, if it is a command; answers to forms
    and free words are never remembered. The history file gets the commands' names alone, so
    that no score and no note is left on the disk.
    """

    def __init__(
        self,
        commands: Mapping[str, Command],
        history: Path | None,
        input: Input | None = None,  # noqa: A002 - prompt_toolkit's own name
        output: Output | None = None,
    ) -> None:
        self._lines: PromptSession[str] = PromptSession(
            completer=LineCompleter(commands),
            history=_history(commands, history),
            input=input,
            output=output,
        )
        self._answers: PromptSession[str] = PromptSession(
            history=DummyHistory(), input=input, output=output
        )

    async def line(self, default: str) -> str:
        """A line with ``default`` already typed."""
        return await self._lines.prompt_async("> ", default=default)

    async def answer(self, message: str, question: Question, default: str) -> str:
        """An answer to a question of a form."""
        return await self._answers.prompt_async(
            message, default=default, completer=AnswerCompleter(question)
        )


class LineCompleter(Completer):
    """Commands, then options that are not used yet, then the values of an option."""

    def __init__(self, commands: Mapping[str, Command]) -> None:
        self._commands = commands

    def get_completions(
        self, document: Document, complete_event: CompleteEvent
    ) -> Iterable[Completion]:
        """What fits behind the cursor."""
        before = document.text_before_cursor
        if not before.startswith("/"):
            return
        name, space, rest = before[1:].partition(" ")
        if not space:
            yield from self._names(name.lower())
        elif command := self._commands.get(name.lower()):
            yield from _options(command, rest)

    def _names(self, typed: str) -> Iterator[Completion]:
        for name, command in self._commands.items():
            if command.listed and name.startswith(typed):
                yield Completion(name, -len(typed), display_meta=command.summary)
        for leaving in LEAVING:
            if leaving[1:].startswith(typed):
                yield Completion(leaving[1:], -len(typed), display_meta="leave the console")


class AnswerCompleter(Completer):
    """The choices of one question."""

    def __init__(self, question: Question) -> None:
        self._question = question

    def get_completions(
        self, document: Document, complete_event: CompleteEvent
    ) -> Iterable[Completion]:
        """The values that begin with what is typed."""
        yield from _values(self._question, document.text_before_cursor)


def _options(command: Command, rest: str) -> Iterator[Completion]:
    *earlier, last = rest.split(" ")
    used = {word.partition(":")[0] for word in earlier}
    name, colon, value = last.partition(":")
    for option in command.options:
        if colon and option.name == name.lower():
            yield from _values(option, value)
        elif not colon and option.name not in used and option.name.startswith(last.lower()):
            yield Completion(f"{option.name}:", -len(last), display_meta=option.label)


def _values(question: Question, typed: str) -> Iterator[Completion]:
    part = typed.rpartition(",")[2].lstrip() if question.kind is Kind.CHOICES else typed
    for choice in question.choices:
        if choice.value.startswith(part.lower()):
            yield Completion(choice.value, -len(part), display_meta=choice.label)
    if question.kind is Kind.YES_NO:
        yield from (Completion(word, -len(part)) for word in ("yes", "no") if word.startswith(part))
    if not question.required and part and UNKNOWN.startswith(part.lower()):
        yield Completion(UNKNOWN, -len(part))


def _history(commands: Mapping[str, Command], path: Path | None) -> History:
    """The history file, or memory where there is none or it cannot be written."""
    if path is None:
        return CommandHistory(commands)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600))
    except OSError:
        return CommandHistory(commands)
    return CommandHistory(commands, path)


class CommandHistory(InMemoryHistory):
    """Command lines in memory, and their names alone in a file."""

    def __init__(self, commands: Mapping[str, Command], path: Path | None = None) -> None:
        super().__init__()
        self._commands = commands
        self._file = FileHistory(str(path)) if path else None

    def load_history_strings(self) -> Iterable[str]:
        """The names in the file, the latest first."""
        return self._file.load_history_strings() if self._file else ()

    def append_string(self, string: str) -> None:
        """Remember a line if it is a command; free words are not remembered at all."""
        if string.startswith("/"):
            super().append_string(string)

    def store_string(self, string: str) -> None:
        """Write the command's name, where there is a file and such a command."""
        name = string[1:].split(" ", 1)[0].lower()
        if self._file and name in self._commands:
            self._file.store_string(f"/{name}")
