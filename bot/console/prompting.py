"""The prompt itself: editing, completion and history. Imported when somebody sits at it."""

from collections.abc import Iterable, Iterator, Mapping

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import DummyHistory, InMemoryHistory
from prompt_toolkit.input import Input
from prompt_toolkit.output import Output

from bot.console.leaving import LEAVING
from core.dialogue.command import Command
from core.dialogue.line import read_line
from core.dialogue.question import UNKNOWN, Kind, Question
from core.dialogue.request import Asked


class Prompt:
    """Asks for lines and for answers.

    What is typed is remembered in memory while the sitting lasts, if it is a command without
    free words; answers to forms, notes and talk are never remembered. Nothing is written.
    """

    def __init__(
        self,
        commands: Mapping[str, Command],
        input: Input | None = None,  # noqa: A002 - prompt_toolkit's own name
        output: Output | None = None,
    ) -> None:
        self._lines: PromptSession[str] = PromptSession(
            completer=LineCompleter(commands),
            history=CommandHistory(commands),
            input=input,
            output=output,
        )
        self._answers: PromptSession[str] = PromptSession(
            history=DummyHistory(), input=input, output=output
        )

    async def line(self, default: str) -> str:
        """A line with ``default`` already typed."""
        return await self._lines.prompt_async("> ", default=default)

    async def answer(self, message: str, question: Question) -> str:
        """An answer to a question of a form."""
        return await self._answers.prompt_async(message, completer=AnswerCompleter(question))


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


class CommandHistory(InMemoryHistory):
    """Command lines in memory, without those that cannot be read or hold free words."""

    def __init__(self, commands: Mapping[str, Command]) -> None:
        super().__init__()
        self._commands = commands

    def append_string(self, string: str) -> None:
        """Remember a line if it is a command whose options are all of the closed kinds."""
        asked = read_line(string, self._commands)
        if string.startswith("/") and isinstance(asked, Asked) and not self._free(asked):
            super().append_string(string)

    def _free(self, asked: Asked) -> bool:
        options = self._commands[asked.command].options
        return any(option.kind is Kind.WORDS and option.name in asked.given for option in options)
