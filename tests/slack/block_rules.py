"""What Slack takes as the blocks of an answer, and what a person reads in them.

Its published rules, written down once more and not taken from the door.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.slack.sheets import Sheet, Surface
from core.dialogue.identifier import Pressed, read_identifier

Json = dict[str, Any]

_SPOKEN = ("text", "url", "fallback", "user_id", "usergroup_id", "channel_id", "name")
_MENTIONS = {"user": "user_id", "usergroup": "usergroup_id", "channel": "channel_id"}


def length(words: str) -> int:
    return len(words.encode("utf-16-le", "surrogatepass")) // 2


def check_sheet(sheet: Sheet, surface: Surface) -> None:
    """Fail for a message or view that Slack refuses, or that shows a sign as markup."""
    blocks = list(sheet.blocks)
    view = surface is Surface.VIEW
    assert 1 <= len(blocks) <= (100 if view else 50)
    for block in blocks:
        check_block(block)
        parsed = Block.parse(block)
        assert parsed is not None
        assert json.loads(json.dumps(parsed.to_dict())) == block, "Slack's library knows all of it"
    kinds = [block["type"] for block in blocks]
    assert kinds.count("table") <= (0 if view else 1)
    pressed = [element["action_id"] for element in pressable(blocks)]
    assert len(pressed) == len(set(pressed))
    if view:
        made: Json = {"type": "home", "blocks": blocks}
        assert len(json.dumps(made)) <= 250_000 - 4 * 3000 - 1000, "and what goes around it"
        assert View(**made).to_dict() == made
    else:
        assert sum(map(length, strings(blocks))) <= 12_000
    assert 1 <= length(sheet.text) <= 4000
    assert not set("<>") & set(sheet.text), "a notification reads markup"
    assert "&" not in re.sub(r"&(?:amp|lt|gt);", "", sheet.text)
    for file in sheet.files:
        assert file.file_name.isascii()


def check_block(block: Json) -> None:
    match block["type"]:
        case "header":
            check_text(block["text"], 150)
        case "context":
            assert 1 <= len(block["elements"]) <= 10
            for element in block["elements"]:
                check_text(element, 2000)
        case "rich_text":
            check_rich_text(block)
            assert sum(map(length, strings(block))) <= 3000
        case "table":
            check_table(block)
        case "actions":
            assert 1 <= len(block["elements"]) <= 25
            for element in block["elements"]:
                check_element(element)
        case other:
            assert other == "divider"


def check_text(text: Json, most: int) -> None:
    assert text["type"] == "plain_text"
    assert text["emoji"] is False
    assert 1 <= length(text["text"].strip()) <= length(text["text"]) <= most


def check_rich_text(block: Json) -> None:
    assert block["elements"]
    for element in block["elements"]:
        if element["type"] == "rich_text_list":
            assert element["style"] in {"bullet", "ordered"}
            assert element.get("offset", 1) >= 1
            assert element["elements"]
            for section in element["elements"]:
                check_section(section)
        else:
            check_section(element)


def check_section(section: Json) -> None:
    assert section["type"] == "rich_text_section"
    assert section["elements"]
    assert any(part["type"] != "text" or part["text"].strip() for part in section["elements"])
    for part in section["elements"]:
        match part["type"]:
            case "text":
                assert part["text"]
                assert part.get("style", {"bold": True}) in ({"bold": True}, {"code": True})
            case "link":
                assert part["url"].startswith(("http://", "https://"))
                assert part["text"].strip()
            case "date":
                assert isinstance(part["timestamp"], int)
                assert part["timestamp"] >= 0
                assert part["fallback"]
            case mention:
                assert part[_MENTIONS[mention]].isalnum()


def check_table(table: Json) -> None:
    rows = table["rows"]
    assert 2 <= len(rows) <= 100
    columns = len(rows[0])
    assert 1 <= columns <= 20
    assert all(len(row) == columns for row in rows)
    assert len(table["column_settings"]) == columns
    assert all(setting["is_wrapped"] for setting in table["column_settings"])
    for row in rows:
        for cell in row:
            check_rich_text(cell)
    assert sum(map(length, strings(rows))) <= 10_000


def check_element(element: Json) -> None:
    assert 1 <= length(element["action_id"]) <= 255
    if element["type"] == "button":
        check_text(element["text"], 75)
        assert 1 <= length(element["value"]) <= 2000
        assert element.get("style", "primary") in {"primary", "danger"}
        return
    assert element["type"] == "static_select"
    check_text(element["placeholder"], 150)
    options = element["options"]
    assert 1 <= len(options) <= 100
    assert len({option["value"] for option in options}) == len(options)
    for option in options:
        check_text(option["text"], 75)
        assert 1 <= length(option["value"]) <= 150


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


def markup(of: object) -> Iterator[Json]:
    """Everything in rich text that is no words."""
    if isinstance(of, dict):
        if of.get("type") in {"link", "date", "user", "usergroup", "channel", "broadcast", "emoji"}:
            yield of
        for value in of.values():
            yield from markup(value)
    elif isinstance(of, list | tuple):
        for value in of:
            yield from markup(value)


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
