"""A small reader of Discord's markdown, written from its published rules and not from the door.

It says what a person would see, and which parts of it are markup.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Seen:
    """A stretch of what is seen: plain words, or words with the name of their markup."""

    words: str
    markup: str = ""
    target: str = ""


_OPENINGS = (
    ("heading", re.compile(r"\s*#{1,3}\s+(?=\S)")),
    ("subtext", re.compile(r"\s*-#\s+(?=\S)")),
    ("list", re.compile(r"\s*(?:[-*+]|\d+[.)])\s+(?=\S)")),
    ("quote", re.compile(r"\s*>(?:>>)?\s+")),
)
_INSIDE = (
    ("escape", re.compile(r"\\(?P<words>[^0-9A-Za-z\s])")),
    ("block", re.compile(r"```(?P<words>.+?)```", re.DOTALL)),
    ("code", re.compile(r"(?P<fence>`+)(?P<words>.*?[^`])(?P=fence)(?!`)", re.DOTALL)),
    ("moment", re.compile(r"<t:(?P<words>-?\d+)(?::[tTdDfFR])?>")),
    ("address", re.compile(r"<(?P<words>[a-z]+:[^ >]+)>")),
    ("mention", re.compile(r"<(?P<words>(?:@[!&]?|#)\d+)>")),
    ("mention", re.compile(r"(?P<words>@(?:everyone|here))")),
    ("emoji", re.compile(r"<(?P<words>a?:\w+:\d+)>")),
    ("command", re.compile(r"<(?P<words>/[^:>]+:\d+)>")),
    ("guide", re.compile(r"<(?P<words>id:\w+)>")),
    ("emoji", re.compile(r":(?P<words>[^\s:]+):")),
    ("address", re.compile(r"(?P<words>[a-z]+://[^\s<]+)")),
    ("link", re.compile(r"\[(?P<words>(?:\\.|[^\]\\])+)\]\((?P<target>[^\s)]+)\)")),
    ("bold", re.compile(r"\*\*(?P<words>(?:\\.|[^\\])+?)\*\*(?!\*)", re.DOTALL)),
    ("underline", re.compile(r"__(?P<words>(?:\\.|[^\\])+?)__(?!_)", re.DOTALL)),
    ("italic", re.compile(r"\*(?P<words>(?:\\.|[^\\*])+?)\*(?!\*)", re.DOTALL)),
    ("italic", re.compile(r"_(?P<words>(?:\\.|[^\\_])+?)_(?!_)", re.DOTALL)),
    ("struck", re.compile(r"~~(?P<words>(?:\\.|[^\\])+?)~~", re.DOTALL)),
    ("spoiler", re.compile(r"\|\|(?P<words>(?:\\.|[^\\])+?)\|\|", re.DOTALL)),
)
_NEXT = re.compile(r"[\\`<@:\[*_~|]|[a-z]+://")
_NESTED = {"bold", "underline", "italic", "struck", "spoiler", "link"}


def read(markdown: str) -> list[Seen]:
    """Everything that is seen, in order; a line that opens as a list or heading says so."""
    return list(_joined(part for line in markdown.split("\n") for part in _line(line)))


def words_seen(markdown: str) -> str:
    """The words alone, as they are seen; addresses and moments are words too."""
    parts = read(markdown)
    return "".join(f"{part.words} {part.target} " if part.target else part.words for part in parts)


def _line(line: str) -> Iterator[Seen]:
    for name, opening in _OPENINGS:
        if found := opening.match(line):
            yield Seen("", name)
            yield from _line(line[found.end() :])
            return
    yield from _inside(line)
    yield Seen("\n")


def _inside(line: str) -> Iterator[Seen]:
    at = 0
    while at < len(line):
        if not _NEXT.match(line, at):
            ahead = _NEXT.search(line, at)
            end = ahead.start() if ahead else len(line)
            yield Seen(line[at:end])
            at = end
            continue
        name, found = next(
            ((name, found) for name, rule in _INSIDE if (found := rule.match(line, at))),
            ("", None),
        )
        if found is None:
            yield Seen(line[at])
            at += 1
            continue
        yield from _found(name, found)
        at = found.end()


def _found(name: str, found: re.Match[str]) -> Iterator[Seen]:
    words = found["words"]
    target = found["target"] if name == "link" else ""
    if name == "escape":
        yield Seen(words)
    elif name == "code":
        yield Seen(re.sub(r"^ (?=`)|(?<=`) $", "", words), name)
    elif name in _NESTED:
        inner = list(_joined(_inside(words)))
        assert all(not part.markup for part in inner), (name, inner)
        yield Seen("".join(part.words for part in inner), name, target)
    else:
        yield Seen(words, name)


def _joined(parts: Iterable[Seen]) -> Iterator[Seen]:
    words = ""
    for part in parts:
        if part.markup:
            if words:
                yield Seen(words)
            words = ""
            yield part
        else:
            words += part.words
    if words:
        yield Seen(words)
