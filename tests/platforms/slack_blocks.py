"""Block Kit, shortly."""

from typing import Any

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def option(value: str, text: str = "") -> Json:
    return {"text": plain(text or value), "value": value}


def section(text: str, **more: Any) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def button(label: str, action_id: str, value: str = "", **more: Any) -> Json:
    return {
        "type": "button",
        "text": plain(label),
        "action_id": action_id,
        "value": value,
        **more,
    }


def actions(*elements: Json, **more: Any) -> Json:
    return {"type": "actions", "elements": list(elements), **more}


def menu(action_id: str, *values: str, **more: Any) -> Json:
    options = [option(value) for value in values]
    return {"type": "static_select", "action_id": action_id, "options": options, **more}


def entry(block_id: str, element: Json, **more: Any) -> Json:
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(block_id.title()),
        "element": element,
        **more,
    }


def line(action_id: str = "entry", **more: Any) -> Json:
    return {"type": "plain_text_input", "action_id": action_id, **more}


def modal(*blocks: Json, **more: Any) -> Json:
    view = {
        "type": "modal",
        "callback_id": "form",
        "title": plain("Form"),
        "submit": plain("Send"),
        "blocks": list(blocks),
    }
    return {key: value for key, value in (view | more).items() if value is not None}


def home(*blocks: Json, **more: Any) -> Json:
    return {"type": "home", "blocks": list(blocks), **more}


def rich(*elements: Json) -> Json:
    return {"type": "rich_text", "elements": list(elements)}


def words(*inline: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(inline)}


def text(value: str, **style: bool) -> Json:
    return {"type": "text", "text": value, **({"style": style} if style else {})}


def table(*rows: list[str]) -> Json:
    cells = [[{"type": "raw_text", "text": cell} for cell in row] for row in rows]
    return {"type": "table", "rows": cells}
