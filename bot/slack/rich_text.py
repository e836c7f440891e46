"""Typed spans as elements of rich text, where no string is markup: nothing is escaped or read."""

import math
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from bot.rendering.addresses import safe_address
from bot.rendering.lines import in_one_line
from bot.slack.composition import Json
from bot.slack.surfaces import characters
from core.dialogue.text import Code, Link, Moment, Named, Plain, Span, Strong, Text, day_in_words
from core.dialogue.text import plain as words_of

_FORMAT = "{date_long} at {time}"
_PERSON = re.compile(r"[UW][A-Z0-9]{1,30}")
_GROUP = re.compile(r"S[A-Z0-9]{1,30}")
_CHANNEL = re.compile(r"[CDG][A-Z0-9]{1,30}")


def elements(line: Text) -> tuple[Json, ...]:
    """A line without breaks; none where nothing of it is seen, for Slack refuses empty words."""
    return trimmed(merged(map(_element, line)))


def measured(line: Text) -> int:
    """How many characters a line takes, its addresses and ids counted too."""
    return characters(elements(line))


def merged(parts: Iterable[Json]) -> Iterator[Json]:
    """Neighbouring words of one style as one element, and no empty ones."""
    before: Json | None = None
    for part in parts:
        if part["type"] != "text":
            if before is not None:
                yield before
            before = None
            yield part
        elif before is not None and before.get("style") == part.get("style"):
            before = {**before, "text": before["text"] + part["text"]}
        elif part["text"]:
            if before is not None:
                yield before
            before = part
    if before is not None:
        yield before


def trimmed(parts: Iterable[Json]) -> tuple[Json, ...]:
    """The elements without blanks at their ends."""
    kept = list(parts)
    while kept and kept[0]["type"] == "text":
        words = kept[0]["text"].lstrip()
        if words:
            kept[0] = {**kept[0], "text": words}
            break
        del kept[0]
    while kept and kept[-1]["type"] == "text":
        words = kept[-1]["text"].rstrip()
        if words:
            kept[-1] = {**kept[-1], "text": words}
            break
        del kept[-1]
    return tuple(kept)


def words(said: str, style: str = "") -> Json:
    """Words as they are, in a style of Slack's: ``bold``, ``code`` or none."""
    plain = {"type": "text", "text": said}
    return {**plain, "style": {style: True}} if style else plain


def _element(span: Span) -> Json:
    match span:
        case Plain():
            return words(span.text)
        case Strong():
            return words(span.text, "bold")
        case Code():
            return words(span.text, "code")
        case Link():
            return _link(span)
        case Moment():
            return _moment(span.at)
        case Named():
            return _named(span)


def _link(span: Link) -> Json:
    """Words that lead to their address; one that is no plain web address is only written out."""
    written = in_one_line(span.address)
    address = safe_address(span.address)
    said = span.text.strip() or written
    if address is None:
        return words(said if said == written else f"{span.text} ({written})")
    return {"type": "link", "url": address, "text": span.text if span.text.strip() else address}


def _moment(at: date) -> Json:
    """An instant, which Slack shows in the reader's own zone; a day has no zone."""
    if not isinstance(at, datetime):
        return words(day_in_words(at))
    written = f"{day_in_words(at.date())}, {at:%H:%M}"
    if at.tzinfo is None:
        return words(written)
    zoned = f"{written} {at.tzname()}"
    seconds = math.floor(at.timestamp())
    if seconds < 0:
        return words(zoned)
    return {"type": "date", "timestamp": seconds, "format": _FORMAT, "fallback": zoned}


def _named(named: Named) -> Json:
    """Who or what Slack knows by its id under the name it has there; any other in words."""
    if named.what == "channel" and _CHANNEL.fullmatch(named.id):
        return {"type": "channel", "channel_id": named.id}
    if named.what != "channel" and _PERSON.fullmatch(named.id):
        return {"type": "user", "user_id": named.id}
    if named.what == "role" and _GROUP.fullmatch(named.id):
        return {"type": "usergroup", "usergroup_id": named.id}
    return words(in_one_line(words_of((named,))))
