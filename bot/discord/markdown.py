"""Typed spans as Discord's markdown, escaped once: nothing that was typed is markup."""

import math
import re
from collections.abc import Callable
from datetime import date, datetime

from bot.rendering.addresses import safe_address
from bot.rendering.lengths import units
from bot.rendering.lines import in_one_line, lines, merged
from core.dialogue.text import Code, Link, Moment, Named, Plain, Span, Strong, Text, day_in_words
from core.dialogue.text import plain as words_of

# Discord reads a backslash before any sign as that sign. A colon begins an emoji's name or, with
# two strokes, an address; before a blank or the end it begins nothing. The others mean something
# at the beginning of a line alone.
_SIGNS = re.compile(
    r"[\\`*_~|\[\]<@]|:(?!\s|$)|^(?P<before>\s*(?:\d+(?=[.)](?:\s|$))|(?=[#>+-])))(?P<opens>.)"
)
_LAST_COLON = re.compile(r":(?=(?:\*\*)?$)")
_RUNS = re.compile(r"`+")
_FENCES = ("`", "``")  # three open a block
_ID = re.compile(r"[0-9]{1,20}")
_MARKS = {"person": "@", "role": "@&", "channel": "#"}


def markdown(text: Text) -> str:
    """The text, its line breaks kept; blank lines and blanks at the ends of lines are left out."""
    return "\n".join(filter(None, map(rendered, lines(text))))


def rendered(line: Text) -> str:
    """One line without breaks as markdown."""
    said = ""
    for span in merged(line):
        more = _span(span)
        if more and not more[0].isspace():
            said = _LAST_COLON.sub(r"\\\g<0>", said)
        said += more
    return said.strip()


def measured(line: Text) -> int:
    """How many units one line takes as markdown."""
    return units(rendered(line))


def escaped(words: str) -> str:
    """One line of words, so that Discord shows them as they are, also at the beginning of a line.

    What is not seen is expected to be out of it.
    """
    return _SIGNS.sub(_escape, words)


def _escape(found: re.Match[str]) -> str:
    if found["opens"] is None:
        return f"\\{found[0]}"
    return f"{found['before']}\\{found['opens']}"


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
    written = in_one_line(span.address)
    address = safe_address(span.address)
    words = span.text if span.text.strip() else written
    if address is None:
        return escaped(words if words == written else f"{words} ({written})")
    if words == address:
        return f"<{address}>"
    if "://" in words:
        return f"{escaped(words)} (<{address}>)"
    return _around(span.text, lambda kept: f"[{escaped(kept)}]({address})")


def _moment(at: date) -> str:
    """An instant as a tag, which Discord shows in the reader's own zone; a day has no zone."""
    if not isinstance(at, datetime):
        return day_in_words(at)
    if at.tzinfo is None:
        return escaped(f"{day_in_words(at.date())}, {at:%H:%M}")
    return f"<t:{math.floor(at.timestamp())}:f>"


def _named(named: Named) -> str:
    if not _ID.fullmatch(named.id):
        return escaped(in_one_line(words_of((named,))))
    return f"<{_MARKS[named.what]}{named.id}>"
