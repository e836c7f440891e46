"""Typed spans as rich text: harmless in a terminal, never markup."""

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
from core.dialogue.visible_text import harmless

_OPENED = ("http://", "https://", "mailto:")


class Links(Enum):
    """How an address is shown: written behind its words, or under them as a terminal link."""

    WRITTEN = "written"
    UNDER = "under"


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
