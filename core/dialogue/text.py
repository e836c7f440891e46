"""Text as typed spans: no string is markup, so a door escapes once and nothing is injected."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Literal

INTERNAL: Mapping[str, bool] = MappingProxyType({"internal": True})
"""Marks a field that says how a document came about, and is no part of it as plain data."""


@dataclass(frozen=True, slots=True)
class Plain:
    """Words as they are; ``as_typed`` are a person's own, to which nothing is added."""

    text: str
    as_typed: bool = field(default=False, metadata=INTERNAL)
    kind: Literal["plain"] = "plain"


@dataclass(frozen=True, slots=True)
class Strong:
    """Words that carry the sentence; ``as_typed`` as of plain ones."""

    text: str
    as_typed: bool = field(default=False, metadata=INTERNAL)
    kind: Literal["strong"] = "strong"


@dataclass(frozen=True, slots=True)
class Code:
    """Something to type as it stands."""

    text: str
    kind: Literal["code"] = "code"


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to a web address."""

    text: str
    address: str
    kind: Literal["link"] = "link"


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, or an instant with its zone, that a door shows in the reader's own way."""

    at: date | datetime
    kind: Literal["moment"] = "moment"


@dataclass(frozen=True, slots=True)
class Named:
    """A person, role or channel by its platform's own id.

    A door on that platform shows the name it has there, and alerts nobody by it.
    """

    what: Literal["person", "role", "channel"]
    id: str
    kind: Literal["named"] = "named"


Span = Plain | Strong | Code | Link | Moment | Named
Text = tuple[Span, ...]


def text(*parts: str | Span) -> Text:
    """Spans from strings and spans; strings are plain words."""
    return tuple(Plain(part) if isinstance(part, str) else part for part in parts)


def day_in_words(day: date) -> str:
    """A day as people write it, without an ambiguity of order: ``6 January 2027``."""
    return f"{day.day} {day:%B %Y}"


def plain(of: Text) -> str:
    """The words alone; a moment is written out as a day, and what is named as its id."""
    return "".join(map(_words, of))


def _words(span: Span) -> str:
    match span:
        case Moment():
            return day_in_words(span.at)
        case Named():
            return f"{span.what} {span.id}"
        case _:
            return span.text
