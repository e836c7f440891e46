"""Typed spans as rich text: harmless in a terminal, never markup."""

import re
import unicodedata
from datetime import datetime
from enum import Enum

from rich.style import Style
from rich.text import Text as Styled

from core.dialogue.text import (
    Code,
    Link,
    Moment,
    Named,
    Plain,
    Span,
    Strong,
    Text,
    day_in_words,
    plain,
)

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_BIDIRECTIONAL = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_BLANKS = re.compile(r"[^\S\n]+")
_OPENED = ("http://", "https://", "mailto:")


class Links(Enum):
    """How an address is shown: written behind its words, or under them as a terminal link."""

    WRITTEN = "written"
    UNDER = "under"


def harmless(text: str) -> str:
    """The text without anything that steers a terminal or reorders its neighbours.

    White space becomes single spaces; line breaks stay.
    """
    return harmless_content(_BLANKS.sub(" ", text.replace("\r\n", "\n")))


def harmless_content(content: str) -> str:
    """A file's content, safe in a terminal, with its blanks, tabs and line breaks."""
    return "".join(
        character if character in "\n\t" or not _steers(character) else _REPLACEMENT
        for character in content.replace("\r\n", "\n")
    )


def _steers(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cs"} or character in _BIDIRECTIONAL


def styled(text: Text, links: Links, style: str = "") -> Styled:
    """The spans as one rich text, in a base style."""
    whole = Styled(style=style)
    for span in text:
        whole.append_text(_span(span, links))
    return whole


def words(text: str, style: str = "") -> Styled:
    """A plain string as rich text."""
    return Styled(harmless(text), style=style)


def _span(span: Span, links: Links) -> Styled:
    match span:
        case Plain():
            return words(span.text)
        case Strong():
            return words(span.text, "bold")
        case Code():
            return words(span.text, "cyan")
        case Link():
            return _link(span, links)
        case Moment():
            return words(_moment(span))
        case Named():
            return words(plain((span,)))


def _link(span: Link, links: Links) -> Styled:
    address = harmless(span.address).replace(" ", "%20").replace("\n", "")
    if links is Links.UNDER and address.lower().startswith(_OPENED):
        return Styled(harmless(span.text), style=Style(underline=True, link=address))
    if span.text == span.address:
        return words(address)
    return words(f"{span.text} ({address})")


def _moment(span: Moment) -> str:
    """A day in words; an instant with its hour, in the zone it is given in."""
    if not isinstance(span.at, datetime):
        return day_in_words(span.at)
    return f"{day_in_words(span.at.date())}, {span.at:%H:%M} {span.at.tzname() or ''}".strip()
