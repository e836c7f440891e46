"""The console's door: the real session, with keys typed into a pipe and a screen that is read."""

import asyncio
import io
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from prompt_toolkit.application import create_app_session
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from bot.app import open_desk
from bot.console.run import LocalPerson
from bot.console.session import converse
from bot.settings import StorageSettings
from core.commands.desk import Desk
from core.commands.visit import Account, Library
from core.dialogue.command import Command
from core.dialogue.form import Form
from core.dialogue.line import write_line
from core.dialogue.question import UNKNOWN
from core.dialogue.reply import Outcome, Reply
from core.dialogue.request import Asked
from tests.contract.visitor import NOON, FormSeen, NotOffered, Seen, squeezed

WIDTH = 5000
ENTER, CLEARED, AWAY, LEAVE = "\r", "\x15", "\x03", "\x04"
ASKS = re.compile(r"(?P<name>\w+)(?: \[(?P<kept>.*)\])?:")
BUTTON = re.compile(r"^ *\[(\d+)\] (.+?)  /", re.MULTILINE)
MORE = re.compile(r"^More: (.+)$", re.MULTILINE)
FOLDED = re.compile(r"\[(\d+)\]\s(.+?)(?= \u00b7 \[|$)")
PICTURE = re.compile(r"^Picture: (.+)$", re.MULTILINE)
FILE = re.compile(r"^File: (.+) \([\d.,]+ k?B?.*\)\n.*?as (.+)$", re.MULTILINE)
TITLE = re.compile(r"^(.+)\n\u2550+$", re.MULTILINE)


class Screen(DummyOutput):
    """A terminal's output, of which the question that stands there is read."""

    def __init__(self) -> None:
        self._asked = asyncio.Event()
        self._beginning = False
        self._question = ""

    def get_size(self) -> Size:
        return Size(rows=12, columns=200)

    def enable_bracketed_paste(self) -> None:
        """A prompt begins; what is drawn first is its question."""
        self._beginning = True
        self._question = ""

    def write(self, data: str) -> None:
        if self._beginning:
            self._question += data

    def flush(self) -> None:
        if self._beginning and self._question:
            self._beginning = False
            self._asked.set()

    def forget(self) -> None:
        """Wait for another question than the one that stands there."""
        self._asked.clear()

    async def question(self) -> str:
        """What is asked, as soon as it is, with what is typed there already."""
        await self._asked.wait()
        return self._question.partition("\r\n")[0].strip()


class Noting:
    """Answers as a local person is answered, and notes the form that was handed out last."""

    def __init__(self, person: LocalPerson) -> None:
        self._person = person
        self.form: Form | None = None

    @property
    def commands(self) -> Mapping[str, Command]:
        return self._person.commands

    async def answer(self, asked: Asked) -> Outcome:
        outcome = await self._person.answer(asked)
        if isinstance(outcome, Form):
            self.form = outcome
        return outcome

    async def hear(self, words: str) -> Reply | None:
        return await self._person.hear(words)


class Sitting:
    """One person at a terminal; they can press the buttons of the last answer alone."""

    def __init__(self, person: LocalPerson, folder: Path) -> None:
        self.account = person.account
        self._person = Noting(person)
        self._folder = folder
        self._out = io.StringIO()
        self._screen = Screen()
        self._last: Seen | None = None
        self._typed: dict[str, str] = {}

    @asynccontextmanager
    async def seated(self) -> AsyncIterator["Sitting"]:
        """The conversation, from its greeting until they leave."""
        with create_pipe_input() as self._keys:
            with create_app_session(input=self._keys, output=self._screen):
                talk = asyncio.create_task(self._talk())
            await self._screen.question()
            yield self
            self._keys.send_text(CLEARED + LEAVE * 2)
            await talk

    async def _talk(self) -> None:
        await converse(
            self._person,
            out=self._out,
            pictures=self._folder,
            width=WIDTH,
            colour=False,
            input=self._keys,
            output=self._screen,
        )

    async def _line(self, line: str) -> tuple[str, str]:
        """Type a line; what is said then, and what is asked next."""
        before = self._out.tell()
        self._screen.forget()
        self._keys.send_text(CLEARED + line + ENTER)
        question = await self._screen.question()
        return self._out.getvalue()[before:], question

    async def types(self, command: str, /, **options: str) -> Seen:
        line = write_line(Asked(command, options))
        return await self._answered(line, (line,))

    async def writes(self, words: str) -> Seen:
        return await self._answered(words, (words,))

    async def presses(self, seen: Seen, label: str) -> Seen:
        """Press a button of the last answer; what led to an earlier one is typed again."""
        number = seen.handle.numbers.get(label)
        if number is None:
            raise NotOffered(label)
        if seen is not self._last:
            if not seen.handle.way:
                raise NotOffered("that answer has been followed by another one")
            for line in seen.handle.way:
                await self._answered(line, ())
        return await self._answered(number, seen.handle.way and (*seen.handle.way, number))

    async def fills(self, form: Seen, /, **answers: str) -> Seen:
        assert form is self._last
        names = list(form.opened.filled)
        if unknown := answers.keys() - names:
            raise NotOffered(f"{unknown}; there are {names}")
        question = await self._back_to(names[0])
        said = ""
        while asked := ASKS.fullmatch(question):
            name = asked["name"]
            kept = self._typed.get(name, form.opened.filled[name])
            assert (asked["kept"] or "") in {kept, kept or UNKNOWN}, question
            said, question = await self._line(answers.get(name, ""))
            again = ASKS.fullmatch(question)
            self._typed[name] = answers.get(name) or kept
            if again and again["name"] == name:  # what cannot be read is not kept
                self._typed[name] = "" if again["kept"] == UNKNOWN else again["kept"] or ""
            if again and not _follows(names, name, again["name"]):
                refused = FormSeen(form.opened.title, {**form.opened.filled, **self._typed})
                return self._note(f"{said}\n{question}", refused, ())
        return self._note(said, None, ())

    async def mends(self, refused: Seen) -> Seen:
        if refused.form is None or refused is not self._last:
            raise NotOffered("the form is closed")
        return refused

    async def _back_to(self, first: str) -> str:
        """The question that stands there, after going back to the first of its form."""
        question = await self._screen.question()
        while not question.startswith((f"{first}:", f"{first} [")):
            _, question = await self._line("<")
        return question

    async def _answered(self, line: str, way: tuple[str, ...]) -> Seen:
        """Type a line where commands are typed; ``way`` are the lines that lead to its answer."""
        if self._last is not None and self._last.form is not None:
            self._screen.forget()
            self._keys.send_text(AWAY)
            await self._screen.question()
        said, question = await self._line(line)
        if ASKS.fullmatch(question) is None:
            return self._note(said, None, way)
        form = self._person.form
        assert form is not None
        self._typed = {}
        filled = {asking.question.name: asking.current for asking in form.asked}
        title = TITLE.search(said)
        assert title is not None
        return self._note(f"{said}\n{question}", FormSeen(title[1], filled), way)

    def _note(self, said: str, form: FormSeen | None, way: tuple[str, ...]) -> Seen:
        pressed = [*BUTTON.findall(said)]
        for more in MORE.findall(said):
            pressed += FOLDED.findall(more)
        numbers = {label: number for number, label in pressed}
        labels = [label for _, label in sorted(pressed, key=lambda one: int(one[0]))]
        self._last = Seen(
            squeezed(said),
            labels=tuple(labels),
            form=form,
            files={name: Path(kept).read_text() for name, kept in FILE.findall(said)},
            pictures=tuple(PICTURE.findall(said)),
            handle=_Shown(way, numbers),
        )
        return self._last


@dataclass(frozen=True)
class _Shown:
    """The lines that lead to an answer, and the numbers of its buttons by their labels."""

    way: tuple[str, ...]
    numbers: Mapping[str, str]


def _follows(names: list[str], name: str, asked: str) -> bool:
    """Whether a question is the one after another."""
    return names.index(asked) == names.index(name) + 1


class ConsoleDoor:
    """Terminals over one database, one for each person."""

    def __init__(self, shelf: Library, database: Path, folder: Path) -> None:
        self._shelf = shelf
        self._database = database
        self._folder = folder
        self._stack = AsyncExitStack()
        self._people = 0

    @property
    def desk(self) -> Desk:
        return self._desk

    @asynccontextmanager
    async def open(self) -> AsyncIterator["ConsoleDoor"]:
        """The door, until everybody has left."""
        await self._start()
        yield self
        await self._stack.aclose()

    async def visitor(self, name: str, *, administrator: bool = False) -> Sitting:
        self._people += 1
        account = Account("console", "local", name)
        person = LocalPerson(self.desk, account, lambda: NOON, NOON.date)
        folder = self._folder / str(self._people)
        return await self._stack.enter_async_context(Sitting(person, folder).seated())

    def typed(self, command: str) -> str:
        return f"/{command}"

    async def restart(self) -> None:
        await self._stack.aclose()
        await self._start()

    async def _start(self) -> None:
        settings = StorageSettings(database=f"sqlite:///{self._database}")
        opened = open_desk(settings, now=NOON, loaded=self._shelf)
        self._stack = AsyncExitStack()
        self._desk = await self._stack.enter_async_context(opened)
