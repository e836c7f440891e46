"""Blocks of messages and views."""

from collections.abc import Callable
from typing import Any, Literal

from tests.platforms.slack_server import reading
from tests.platforms.slack_server.checks import texts
from tests.platforms.slack_server.checks.elements import check_element, check_image
from tests.platforms.slack_server.checks.problems import Problems
from tests.platforms.slack_server.checks.rich_text import check_rich_text
from tests.platforms.slack_server.checks.tables import check_table

Surface = Literal["message", "modal", "home"]

MOST = {"message": 50, "modal": 100, "home": 100}
BLOCK_ID = 255
MESSAGES_ONLY = ("table", "markdown")


def check_blocks(problems: Problems, blocks: Any, surface: Surface) -> None:
    """The blocks of a message or a view."""
    seen: set[str] = set()
    for here, block in problems.each(blocks, 0, MOST[surface]):
        kind = str(block.get("type")) if isinstance(block, dict) else ""
        check = KINDS.get(kind)
        if check is None or (surface != "message" and kind in MESSAGES_ONLY):
            here.at("type").add("unsupported type of block")
            continue
        if "block_id" in block and here.at("block_id").string(block["block_id"], BLOCK_ID):
            if block["block_id"] in seen:
                here.at("block_id").add("must be unique")
            seen.add(block["block_id"])
        check(here, block)
        _unique_actions(here, block)
    if sum(_kind(block) == "table" for block in _listed(blocks)) > 1:
        problems.add("only_one_table_allowed")
    _one_focus(problems, _listed(blocks))


def _unique_actions(problems: Problems, block: Any) -> None:
    seen: set[str] = set()
    for element in _listed(block.get("elements")):
        action_id = element.get("action_id") if isinstance(element, dict) else None
        if isinstance(action_id, str):
            if action_id in seen:
                problems.add("action_id must be unique in a block")
            seen.add(action_id)


def _one_focus(problems: Problems, blocks: list[Any]) -> None:
    good = [b for b in blocks if isinstance(b, dict) and isinstance(b.get("elements", []), list)]
    if not problems.found:
        focused = [e for _, e in reading.elements(good) if e.get("focus_on_load")]
        if len(focused) > 1:
            problems.add("only one element may have focus_on_load")


def _section(problems: Problems, block: Any) -> None:
    if not problems.thing(block, (), ("block_id", "text", "fields", "accessory", "expand")):
        return
    if "text" not in block and "fields" not in block:
        problems.add("must have text or fields")
    if "text" in block:
        texts.check_text(problems.at("text"), block["text"], 3000)
    if "fields" in block:
        for here, field in problems.at("fields").each(block["fields"], 1, 10):
            texts.check_text(here, field, 2000)
    if "accessory" in block:
        check_element(problems.at("accessory"), block["accessory"], "section")
    problems.flags(block, "expand")


def _divider(problems: Problems, block: Any) -> None:
    problems.thing(block, (), ("block_id",))


def _header(problems: Problems, block: Any) -> None:
    if problems.thing(block, ("text",), ("block_id",)):
        texts.check_text(problems.at("text"), block["text"], 150, texts.PLAIN)


def _context(problems: Problems, block: Any) -> None:
    if not problems.thing(block, ("elements",), ("block_id",)):
        return
    for here, element in problems.at("elements").each(block["elements"], 1, 10):
        if _kind(element) == "image":
            check_image(here, element)
        else:
            texts.check_text(here, element, 2000)


def _actions(problems: Problems, block: Any) -> None:
    if not problems.thing(block, ("elements",), ("block_id",)):
        return
    for here, element in problems.at("elements").each(block["elements"], 1, 25):
        check_element(here, element, "actions")


def _input(problems: Problems, block: Any) -> None:
    allowed = ("block_id", "dispatch_action", "hint", "optional")
    if not problems.thing(block, ("label", "element"), allowed):
        return
    texts.check_text(problems.at("label"), block["label"], 2000, texts.PLAIN)
    texts.check_plain(problems, block, "hint", 2000)
    problems.flags(block, "dispatch_action", "optional")
    check_element(problems.at("element"), block["element"], "input")


def _image(problems: Problems, block: Any) -> None:
    allowed = ("block_id", "image_url", "slack_file", "title")
    if not problems.thing(block, ("alt_text",), allowed):
        return
    problems.at("alt_text").string(block["alt_text"], 2000, 0)
    problems.strings(block, 3000, "image_url", least=1)
    texts.check_plain(problems, block, "title", 2000)
    if ("image_url" in block) == ("slack_file" in block):
        problems.add("must have exactly one of image_url and slack_file")


def _markdown(problems: Problems, block: Any) -> None:
    if problems.thing(block, ("text",), ("block_id",)):
        problems.at("text").string(block["text"], 12_000)


def _kind(thing: Any) -> str:
    return str(thing.get("type")) if isinstance(thing, dict) else ""


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list) else []


KINDS: dict[str, Callable[[Problems, Any], None]] = {
    "section": _section,
    "divider": _divider,
    "header": _header,
    "context": _context,
    "actions": _actions,
    "input": _input,
    "image": _image,
    "rich_text": check_rich_text,
    "markdown": _markdown,
    "table": check_table,
}
