"""What Slack takes as the blocks of an answer, and what a person reads in them."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from slack_sdk.models.blocks import Block

from bot.slack.sheets import Sheet, Surface
from bot.slack.views import home_view, reply_view
from core.dialogue.identifier import Pressed, read_identifier
from tests.platforms.slack_server.checks.message import check_message
from tests.platforms.slack_server.checks.view import check_view

Json = dict[str, Any]

_SPOKEN = ("text", "url", "fallback", "user_id", "usergroup_id", "channel_id", "name")
_BLOCKS = {"header", "context", "rich_text", "table", "actions", "divider"}
_MENTIONS = {"user": "user_id", "usergroup": "usergroup_id", "channel": "channel_id"}
_OTHERS = {*_BLOCKS, *_MENTIONS, "date", "rich_text_list", "button", "static_select"}


def length(words: str) -> int:
    return len(words.encode("utf-16-le", "surrogatepass")) // 2


def check_sheet(sheet: Sheet, surface: Surface) -> None:
    """Fail for a message or view that Slack refuses, or in which a sign could be markup.

    What Slack publishes is judged as the local Slack judges it; the rest are limits that it does
    not publish, and rules of our own.
    """
    blocks = list(sheet.blocks)
    if surface is Surface.VIEW:
        check_view(home_view(sheet), "home")
        check_view(reply_view(sheet), "modal")
        assert len(json.dumps(reply_view(sheet, private_metadata="x" * 3000))) <= 250_000
    else:
        check_message({"text": sheet.text, "blocks": blocks})
        assert sum(map(length, strings(blocks))) <= 12_000
    for block in blocks:
        check_block(block)
    pressed = [element["action_id"] for element in pressable(blocks)]
    assert len(pressed) == len(set(pressed))
    assert 1 <= length(sheet.text) <= 4000
    assert not set("<>") & set(sheet.text), "a notification reads markup"
    assert "&" not in re.sub(r"&(?:amp|lt|gt);", "", sheet.text)
    for file in sheet.files:
        assert file.file_name.isascii()


def check_block(block: Json) -> None:
    """Fail for a block that Slack's library does not know, is too full or has empty lines."""
    parsed = Block.parse(block)
    assert parsed is not None
    assert json.loads(json.dumps(parsed.to_dict())) == block
    assert block["type"] in _BLOCKS
    if block["type"] == "rich_text":
        assert sum(map(length, strings(block))) <= 3000
    for part in _typed(block):
        match part["type"]:
            case "plain_text":
                assert part["emoji"] is False
                assert part["text"].strip()
            case "rich_text_section":
                words = [one.get("text", "x") for one in part["elements"]]
                assert "".join(words).strip()
            case "text":
                assert part.get("style", {"bold": True}) in ({"bold": True}, {"code": True})
            case "link":
                assert part["url"].startswith(("http://", "https://"))
            case other:
                assert other in _OTHERS, other


def _typed(of: object) -> Iterator[Json]:
    if isinstance(of, dict):
        if "type" in of:
            yield of
        for value in of.values():
            yield from _typed(value)
    elif isinstance(of, list | tuple):
        for value in of:
            yield from _typed(value)


def pressable(blocks: Iterable[Json]) -> Iterator[Json]:
    """Every button and menu."""
    for block in blocks:
        if block["type"] == "actions":
            yield from block["elements"]


def requests(blocks: Iterable[Json]) -> list[Pressed]:
    """What every button and every choice of a menu asks."""
    asked = []
    for element in pressable(blocks):
        values = [option["value"] for option in element.get("options", ())] or [element["value"]]
        for value in values:
            read = read_identifier(value)
            assert isinstance(read, Pressed), value
            asked.append(read)
    return asked


def strings(of: object) -> Iterator[str]:
    """All words, addresses, ids and labels in blocks, and what buttons carry."""
    if isinstance(of, dict):
        for name, value in of.items():
            if isinstance(value, str) and name in {*_SPOKEN, "value", "format"}:
                yield value
            else:
                yield from strings(value)
    elif isinstance(of, list | tuple):
        for value in of:
            yield from strings(value)


def lines_of(blocks: Iterable[Json]) -> list[str]:
    """The lines that a person reads, marks of lists in front; buttons and menus are left out."""
    return [line for block in blocks for line in _lines(block)]


def _lines(block: Json) -> Iterator[str]:
    match block["type"]:
        case "header":
            yield f"# {block['text']['text']}"
        case "context":
            for element in block["elements"]:
                yield from (f"~ {line}" for line in element["text"].split("\n"))
        case "rich_text":
            for element in block["elements"]:
                yield from _section_lines(element)
        case "table":
            for row in block["rows"]:
                yield " | ".join(" ".join(_lines(cell)) for cell in row)
        case "divider":
            yield "---"


def _section_lines(element: Json) -> Iterator[str]:
    if element["type"] == "rich_text_section":
        yield from _words(element).split("\n")
        return
    for place, section in enumerate(element["elements"], start=1 + element.get("offset", 0)):
        mark = "\u2022" if element["style"] == "bullet" else f"{place}."
        yield from f"{mark} {_words(section)}".split("\n")


def _words(section: Json) -> str:
    return "".join(map(_word, section["elements"]))


def _word(part: Json) -> str:
    match part["type"]:
        case "text":
            marks = {"bold": "**", "code": "`"}
            mark = "".join(marks[style] for style in part.get("style", {}))
            return f"{mark}{part['text']}{mark}"
        case "link":
            return f"[{part['text']}]({part['url']})"
        case "date":
            return f"<{part['fallback']}>"
        case _:
            return f"<{part[_MENTIONS[part['type']]]}>"


def shown_running(sheet: Sheet) -> str:
    """All running text without marks, words in pieces put together."""
    said = []
    for block in sheet.blocks:
        match block["type"]:
            case "rich_text":
                said += [_run(section) for section in _sections(block)]
            case "table":
                cells = (cell for row in block["rows"] for cell in row)
                said += [_run(section) for cell in cells for section in _sections(cell)]
            case "header":
                said.append(block["text"]["text"])
            case "context":
                said += [element["text"] for element in block["elements"]]
    return "\n".join(said)


def _sections(block: Json) -> Iterator[Json]:
    for element in block["elements"]:
        yield from element["elements"] if "style" in element else (element,)


def _run(section: Json) -> str:
    return "".join(_plain(part) for part in section["elements"])


def _plain(part: Json) -> str:
    if part["type"] == "link":
        return f"{part['text']} {part['url']} "
    if part["type"] == "date":
        return f"{part['fallback']}"
    return str(part["text"] if part["type"] == "text" else part[_MENTIONS[part["type"]]])


def shown_elsewhere(sheet: Sheet) -> str:
    """Labels of what can be pressed, and what is uploaded, in words."""
    said = []
    for element in pressable(sheet.blocks):
        options = element.get("options", (element,))
        said += [option["text"]["text"] for option in options]
    for file in sheet.files:
        said += [file.file_name, getattr(file, "description", "")]
    return "\n".join(said)
