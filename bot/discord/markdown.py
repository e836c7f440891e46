"""Typed spans as Discord's markdown, escaped once: nothing that was typed is markup."""

import math
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from itertools import groupby
from urllib.parse import quote, urlsplit

from core.dialogue.text import Code, Link, Moment, Named, Plain, Span, Strong, Text, day_in_words
from core.dialogue.text import plain as words_of
from core.dialogue.visible_text import harmless

# Discord reads a backslash before any sign as that sign. A colon begins an emoji's name or, with
# two strokes, an address; before a blank or the end it begins nothing. The others mean something
# at the beginning of a line alone.
_SIGNS = re.compile(
    r"[\\`*_~|\[\]<@]|:(?!\s|$)|^(?P<before>\s*(?:\d+(?=[.)](?:\s|$))|(?=[#>+-])))(?P<opens>.)"
)
_LAST_COLON = re.compile(r":(?=(?:\*\*)?$)")
_RUNS = re.compile(r"`+")
_FENCES = ("`", "``")  # three open a block
_HOST = re.compile(r"[A-Za-z0-9.-]+(?::[0-9]+)?")
_SAFE_IN_ADDRESS = ":/?#@!$&'+,;=%~-._"
_ID = re.compile(r"[0-9]{1,20}")
_MARKS = {"person": "@", "role": "@&", "channel": "#"}


def markdown(text: Text) -> str:
    """The text, its line breaks kept; blank lines and blanks at the ends of lines are left out."""
    return "\n".join(filter(None, map(rendered, lines(text))))


def lines(text: Text) -> list[Text]:
    """The text's lines as spans without line breaks or anything that is not seen."""
    split: list[list[Span]] = [[]]
    for span in text:
        if isinstance(span, Moment | Named):
            split[-1].append(span)
            continue
        for place, words in enumerate(harmless(span.text).split("\n")):
            if place:
                split.append([])
            if words:
                split[-1].append(with_words(span, words))
    return [tuple(line) for line in split]


def with_words(span: Plain | Strong | Code | Link, words: str) -> Plain | Strong | Code | Link:
    """The same kind of span, saying something else."""
    if isinstance(span, Link):
        return Link(words, span.address)
    return type(span)(words)


def rendered(line: Text) -> str:
    """One line of :func:`lines` as markdown."""
    said = ""
    for span in merged(line):
        more = _span(span)
        if more and not more[0].isspace():
            said = _LAST_COLON.sub(r"\\\g<0>", said)
        said += more
    return said.strip()


def escaped(words: str) -> str:
    """One line of words, so that Discord shows them as they are, also at the beginning of a line.

    What is not seen is expected to be out of it.
    """
    return _SIGNS.sub(_escape, words)


def _escape(found: re.Match[str]) -> str:
    if found["opens"] is None:
        return f"\\{found[0]}"
    return f"{found['before']}\\{found['opens']}"


def merged(line: Text) -> Iterator[Span]:
    """Neighbours of one kind as one span: two bold words side by side would not be bold."""
    for kind, group in groupby(line, type):
        spans = list(group)
        if len(spans) > 1 and kind in (Plain, Strong, Code):
            yield kind(words_of(tuple(spans)))
        else:
            yield from spans


def _span(span: Span) -> str:
    match span:
        case Plain():
            return escaped(span.text)
        case Strong():
            return _strong(span.text)
        case Code():
            return _code(span.text)
        case Link():
            return _link(span)
        case Moment():
            return _moment(span.at)
        case Named():
            return _named(span)


def _strong(words: str) -> str:
    return _around(words, lambda kept: f"**{escaped(kept)}**")


def _around(words: str, mark_up: Callable[[str], str]) -> str:
    """Marked-up words; blanks at their ends stay outside, where Discord expects them."""
    kept = words.strip()
    if not kept:
        return words
    before, _, after = words.partition(kept)
    return f"{before}{mark_up(kept)}{after}"


def _code(words: str) -> str:
    """Code as it stands; where no fence can hold its backticks, it is shown as plain words."""
    if not words.strip():
        return words
    inside = {len(run) for run in _RUNS.findall(words)}
    fence = next((one for one in _FENCES if len(one) not in inside), None)
    if fence is None:
        return escaped(words)
    before = " " if words.startswith("`") else ""
    after = " " if words.endswith("`") else ""
    return f"{fence}{before}{words}{after}{fence}"


def _link(span: Link) -> str:
    """Words that lead to their address; one that is no plain web address is only written out.

    Discord does not take words that look like an address for the words of a link.
    """
    written = " ".join(harmless(span.address).split())
    address = safe_address(span.address)
    words = span.text if span.text.strip() else written
    if address is None:
        return escaped(words if words == written else f"{words} ({written})")
    if words == address:
        return f"<{address}>"
    if "://" in words:
        return f"{escaped(words)} (<{address}>)"
    return _around(span.text, lambda kept: f"[{escaped(kept)}]({address})")


def safe_address(address: str) -> str | None:
    """A web address with everything encoded that could end a link; ``None`` for any other."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or not _HOST.fullmatch(parts.netloc):
        return None
    return quote(address.strip(), safe=_SAFE_IN_ADDRESS, errors="replace")


def _moment(at: date) -> str:
    """An instant as a tag, which Discord shows in the reader's own zone; a day has no zone."""
    if not isinstance(at, datetime):
        return day_in_words(at)
    if at.tzinfo is None:
        return escaped(f"{day_in_words(at.date())}, {at:%H:%M}")
    return f"<t:{math.floor(at.timestamp())}:f>"


def _named(named: Named) -> str:
    if not _ID.fullmatch(named.id):
        return escaped(" ".join(harmless(words_of((named,))).split()))
    return f"<{_MARKS[named.what]}{named.id}>"
