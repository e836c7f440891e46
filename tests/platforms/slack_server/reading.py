"""What a person reads, and what they can press, in blocks."""

from collections.abc import Iterator
from typing import Any

from tests.platforms.slack_server.wire import Json

READ = ("text", "alt_text", "initial_value")


def elements(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Every element that somebody can use, with its block."""
    for block in blocks:
        for element in _of(block):
            if "action_id" in element:
                yield block, element


def find(blocks: list[Json], action_id: str, block_id: str | None) -> tuple[Json, Json] | None:
    """The element of this id, in this block if one is named."""
    for block, element in elements(blocks):
        if element["action_id"] == action_id and block_id in (None, block["block_id"]):
            return block, element
    return None


def words(value: Any) -> str:
    """All text of blocks, line by line."""
    return "\n".join(_lines(value))


def labels(blocks: list[Json]) -> dict[str, str]:
    """What can be pressed: the label and the action id of every button."""
    return {
        element["text"]["text"]: element["action_id"]
        for _, element in elements(blocks)
        if element["type"] == "button"
    }


def settle_ids(blocks: list[Json], fresh: Any) -> list[Json]:
    """The blocks with an id for every block and every element that has none."""
    for block in blocks:
        block.setdefault("block_id", fresh())
        for element in _of(block):
            if element.get("type") not in ("image", "mrkdwn", "plain_text"):
                element.setdefault("action_id", fresh())
    return blocks


def _of(block: Json) -> list[Json]:
    if block.get("type") == "actions":
        return list(block["elements"])
    key = {"section": "accessory", "input": "element"}.get(block.get("type", ""), "")
    return [block[key]] if key in block else []


def _lines(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for part in value:
            yield from _lines(part)
        return
    if not isinstance(value, dict):
        return
    if value.get("type") in ("rich_text_section", "rich_text_preformatted", "rich_text_quote"):
        yield "".join(_inline(part) for part in value["elements"])
        return
    for key, part in value.items():
        if key in READ and isinstance(part, str):
            yield part
        else:
            yield from _lines(part)


def _inline(part: Json) -> str:
    kind = part["type"]
    if kind == "date":
        return str(part.get("fallback") or part["format"])
    if kind == "emoji":
        return f":{part['name']}:"
    if kind in ("user", "channel", "usergroup"):
        return f"<{part[f'{kind}_id']}>"
    if kind == "broadcast":
        return f"@{part['range']}"
    return str(part.get("text") or part.get("url") or "")
