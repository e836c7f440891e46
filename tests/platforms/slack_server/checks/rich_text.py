"""The grammar of rich text."""

import re
from collections.abc import Callable
from typing import Any

from tests.platforms.slack_server.checks.problems import Problems

SECTION_STYLES = ("bold", "italic", "strike", "code", "underline")
MENTION_STYLES = ("bold", "italic", "strike", "highlight", "client_highlight", "unlink")
DATE_TOKENS = frozenset(
    {
        "date_num", "date", "date_slash", "date_short", "date_long", "date_long_full",
        "date_pretty", "date_short_pretty", "date_long_pretty", "day_divider_pretty", "time",
        "time_secs", "ago",
    }
)  # fmt: skip
TEXT = 3000
LONG_AGO, FAR_AHEAD = 0, 32_503_680_000


def check_rich_text(problems: Problems, block: Any) -> None:
    """A block of rich text."""
    if not problems.thing(block, ("elements",), ("block_id",)):
        return
    for here, element in problems.at("elements").each(block["elements"], 1, 1000):
        kind = element.get("type") if isinstance(element, dict) else None
        check = PARTS.get(str(kind))
        if check is None:
            here.at("type").add("unsupported type of rich text")
        else:
            check(here, element)


def _section(problems: Problems, section: Any) -> None:
    if problems.thing(section, ("elements",)):
        _line(problems, section["elements"])


def _list(problems: Problems, listed: Any) -> None:
    if not problems.thing(listed, ("style", "elements"), ("indent", "offset", "border")):
        return
    problems.at("style").one_of(listed["style"], ("bullet", "ordered"))
    if "indent" in listed:
        problems.at("indent").number(listed["indent"], 0, 8)
    if "offset" in listed:
        problems.at("offset").number(listed["offset"], 0)
    _border(problems, listed)
    for here, section in problems.at("elements").each(listed["elements"], 1, 1000):
        if not isinstance(section, dict) or section.get("type") != "rich_text_section":
            here.add("must be a rich_text_section")
        else:
            _section(here, section)


def _preformatted(problems: Problems, block: Any) -> None:
    if problems.thing(block, ("elements",), ("border", "language")):
        _border(problems, block)
        _line(problems, block["elements"], ("text", "link"))


def _quote(problems: Problems, block: Any) -> None:
    if problems.thing(block, ("elements",), ("border",)):
        _border(problems, block)
        _line(problems, block["elements"])


def _border(problems: Problems, block: Any) -> None:
    if "border" in block:
        problems.at("border").number(block["border"], 0, 1)


def _line(problems: Problems, elements: Any, only: tuple[str, ...] = ()) -> None:
    for here, element in problems.at("elements").each(elements, 0, 1000):
        kind = str(element.get("type")) if isinstance(element, dict) else ""
        if kind not in INLINE or (only and kind not in only):
            here.at("type").add("unsupported type of rich text element")
            continue
        needed, allowed = INLINE[kind]
        if not here.thing(element, needed, allowed):
            continue
        styles = SECTION_STYLES if kind in ("text", "link") else MENTION_STYLES
        _style(here, element, styles)
        check = FIELDS.get(kind)
        if check is not None:
            check(here, element)
        else:
            for key in needed:
                here.at(key).string(element[key], 255)


def _style(problems: Problems, element: Any, styles: tuple[str, ...]) -> None:
    if "style" in element and problems.at("style").thing(element["style"], (), styles):
        problems.at("style").flags(element["style"], *styles)


def _text(problems: Problems, element: Any) -> None:
    problems.at("text").string(element["text"], TEXT)


def _link(problems: Problems, element: Any) -> None:
    problems.at("url").string(element["url"], 3000)
    problems.strings(element, TEXT, "text", least=1)
    problems.flags(element, "unsafe")


def _date(problems: Problems, element: Any) -> None:
    problems.at("timestamp").number(element["timestamp"], LONG_AGO, FAR_AHEAD)
    here = problems.at("format")
    if here.string(element["format"], TEXT):
        tokens = re.findall(r"\{(\w*)\}", element["format"])
        if not tokens:
            here.add("must contain a date token")
        for token in tokens:
            if token not in DATE_TOKENS:
                here.add(f"unknown date token: {token}")
    problems.strings(element, TEXT, "fallback", least=1)
    problems.strings(element, 3000, "url", least=1)


def _broadcast(problems: Problems, element: Any) -> None:
    problems.at("range").one_of(element["range"], ("here", "channel", "everyone"))


PARTS: dict[str, Callable[[Problems, Any], None]] = {
    "rich_text_section": _section,
    "rich_text_list": _list,
    "rich_text_preformatted": _preformatted,
    "rich_text_quote": _quote,
}

INLINE: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "text": (("text",), ("style",)),
    "link": (("url",), ("text", "unsafe", "style")),
    "emoji": (("name",), ("unicode", "skin_tone", "style", "url", "display_url")),
    "user": (("user_id",), ("style",)),
    "usergroup": (("usergroup_id",), ("style",)),
    "channel": (("channel_id",), ("style",)),
    "team": (("team_id",), ("style",)),
    "date": (("timestamp", "format"), ("url", "fallback", "style")),
    "broadcast": (("range",), ("style",)),
    "color": (("value",), ("style",)),
}

FIELDS: dict[str, Callable[[Problems, Any], None]] = {
    "text": _text,
    "link": _link,
    "date": _date,
    "broadcast": _broadcast,
}
