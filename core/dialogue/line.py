"""A typed line: ``/assess specialty:dr,ir note:"two words"`` becomes a request, and back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from core.dialogue.command import Command
from core.dialogue.question import Kind, Question, Unreadable
from core.dialogue.reply import Refusal, Refused, Sentence
from core.dialogue.request import Asked
from core.dialogue.typed_words import UnclosedQuoteError, Word, quoted_if_needed, visible, words

LONGEST_LINE = 4000
"""The most characters a line may have."""

UMBRELLA = "readingroom"
"""The name in front of a command where other programs share the slash."""

LINE = "line"
"""Under which a refusal keeps a line that could not be read."""

TALK = "talk"
TALK_WORDS = "words"
_LIKE_ENOUGH = 60
_LONGEST_REPEATED = 40


@dataclass(frozen=True, slots=True)
class UnknownName(Sentence):
    """A name that nothing has."""


def read_line(typed: str, commands: Mapping[str, Command]) -> Asked | Refused | None:
    """The request of a line; ``None`` for an empty line.

    Options are ``name:value``. Words without a name belong to the value before them where it
    is free words, is not readable without them or stands open at a comma; other words answer
    the first option. A line without a slash is talk. What cannot be read is returned as a
    refusal that keeps the whole line in ``given["line"]``.
    """
    line = visible(typed).strip()
    if not line:
        return None
    if len(line) > LONGEST_LINE:
        accepted = f"{LONGEST_LINE:,} characters at most; these are {len(line):,}"
        return _refused(line, "", Refusal("line", "", accepted))
    if not line.startswith("/"):
        return Asked(TALK, {TALK_WORDS: line})
    return _read_command(line, commands)


def write_line(asked: Asked) -> str:
    """The line that :func:`read_line` reads as this request."""
    options = (f"{name}:{quoted_if_needed(value)}" for name, value in asked.given.items())
    return " ".join((f"/{asked.command}", *options))


def meant(typed: str, names: Iterable[str]) -> str | None:
    """The name that was probably meant, where one is near enough."""
    found = process.extractOne(typed, list(names), scorer=fuzz.ratio, score_cutoff=_LIKE_ENOUGH)
    return found[0] if found else None


def _read_command(line: str, commands: Mapping[str, Command]) -> Asked | Refused:
    name, rest = _first_word(line[1:])
    if name == UMBRELLA and name not in commands:
        name, rest = _first_word(rest.removeprefix("/"))
        name = name or "help"
    command = commands.get(name)
    if command is None:
        listed = [other for other, declared in commands.items() if declared.listed]
        there_are = "there are " + ", ".join(f"/{other}" for other in listed)
        accepted = _unknown("command", name, listed, there_are, "/")
        return _refused(line, "", UnknownName("command", f"/{name}", accepted))
    try:
        found = list(words(rest))
    except UnclosedQuoteError:
        accepted = 'a second double quote (") to close the first'
        return _refused(line, name, Refusal("line", "", accepted))
    given, refusals = _Reading(command).read(found)
    return _refused(line, name, *refusals) if refusals else Asked(name, given)


def _first_word(line: str) -> tuple[str, str]:
    name, *rest = line.split(maxsplit=1) or [""]
    return name.lower(), rest[0] if rest else ""


class _Reading:
    """The words of one line being laid on the options of one command."""

    def __init__(self, command: Command) -> None:
        self._command = command
        self._options = {option.name.lower(): option for option in command.options}
        self._given: dict[str, str] = {}
        self._refusals: list[Refusal] = []
        self._loose: list[str] = []
        self._open: Question | None = None

    def read(self, found: Iterable[Word]) -> tuple[dict[str, str], list[Refusal]]:
        for word in found:
            if word.name is None:
                self._bare(word)
            else:
                self._named(word.name, word)
        self._close()
        if self._loose:
            self._answer_first(" ".join(self._loose))
        return self._given, self._refusals

    def _named(self, name: str, word: Word) -> None:
        self._close()
        option = self._options.get(name.lower().replace("-", "_"))
        if option is None:
            self._refusals.append(self._no_such(name, word.text))
        elif option.name in self._given:
            self._refusals.append(
                Refusal(option.name, word.text, "one value; it stands here twice")
            )
        else:
            self._given[option.name] = word.text
            self._open = None if word.quoted else option

    def _no_such(self, name: str, given: str) -> Refusal:
        if not self._options:
            return Refusal(name, given, f"nothing: /{self._command.name} has no options")
        where = f"/help {self._command.name} lists all"
        return UnknownName(name, given, _unknown("field", name, self._options, where))

    def _bare(self, word: Word) -> None:
        if self._open is None or not self._goes_on(self._open, word.text):
            self._loose.append(word.text)
            return
        value = self._given[self._open.name]
        self._given[self._open.name] = f"{value} {word.text}" if value else word.text
        if not value and word.quoted:
            self._open = None

    def _goes_on(self, option: Question, following: str) -> bool:
        value = self._given[option.name]
        if not value or option.kind is Kind.WORDS:
            return True
        if value.endswith(",") or following.startswith(","):
            return True
        try:
            option.read(value)
        except Unreadable:
            return True
        return False

    def _close(self) -> None:
        """A name with nothing behind it is refused, so that a slip does not clear an answer."""
        if self._open is not None and not self._given[self._open.name]:
            self._refusals.append(Refusal(self._open.name, "", self._open.accepted))
        self._open = None

    def _answer_first(self, loose: str) -> None:
        if not self._command.options:
            accepted = f"nothing: /{self._command.name} stands alone"
            self._refusals.append(Refusal("line", "", accepted))
            return
        first = self._command.options[0].name
        if first in self._given:
            accepted = f"name:value, with double quotes around several words; {first} is given"
            self._refusals.append(Refusal("line", "", accepted))
        else:
            self._given[first] = loose


def _unknown(kind: str, typed: str, names: Iterable[str], where: str, slash: str = "") -> str:
    """The guess before anything else; nobody reads a list to find a slip of the finger."""
    shown = typed if len(typed) <= _LONGEST_REPEATED else f"{typed[:_LONGEST_REPEATED]}\u2026"
    said = f"I know no {kind} {slash}{shown}"
    near = meant(typed.lower(), names)
    if near:
        return f"{said}; did you mean {slash}{near}? {where[:1].upper()}{where[1:]}"
    return f"{said}; {where}"


def _refused(line: str, command: str, *refusals: Refusal) -> Refused:
    return Refused(refusals, {LINE: line}, command)
