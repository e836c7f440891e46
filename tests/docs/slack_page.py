"""Block Kit as a web page, laid out as Slack shows it on a phone."""

from html import escape
from pathlib import Path
from typing import Any

from bot.slack.manifest import NAME
from tests.docs.fonts import font_faces
from tests.platforms.slack_server.messages import Message
from tests.platforms.slack_server.views import View

LOOK = Path(__file__).with_name("slack.css")
DOWN = '<svg class="down" viewBox="0 0 20 20"><path d="M5 8l5 5 5-5"/></svg>'
EYE = (
    '<svg class="eye" viewBox="0 0 24 24"><path d="M12 5.5C6.5 5.5 3 9.6 1.5 12 3 14.4 6.5 18.5 12 '
    '18.5s9-4.1 10.5-6.5C21 9.6 17.5 5.5 12 5.5z"/><circle cx="12" cy="12" r="3.2"/></svg>'
)
_TAGS = {"bold": "b", "italic": "i", "code": "code", "strike": "s"}

Json = dict[str, Any]


class NotDrawnError(Exception):
    """The blocks have something that this page does not know how to show."""


def message_page(message: Message, *, channel: str, at: str) -> str:
    """The page of one message: where it stands, who says it, and who sees it."""
    alone = f'<div class="alone">{EYE}<span>Only visible to you</span></div>'
    return _page(
        f'<div class="bar"><b># {escape(channel)}</b></div><div class="message">'
        f"{alone if message.ephemeral else ''}{_face()}<div><div class='who'>"
        f'<b>{escape(NAME)}</b><span class="app">APP</span><span class="time">{escape(at)}</span>'
        f"</div>{_blocks(message.blocks)}</div></div>"
    )


def home_page(view: View) -> str:
    """The page of somebody's App Home."""
    tabs = '<span class="open">Home</span><span>Messages</span><span>About</span>'
    return _page(
        f'<div class="bar app">{_face()}<b>{escape(NAME)}</b></div><div class="tabs">{tabs}</div>'
        f'<div class="home">{_blocks(view.blocks)}</div>'
    )


def _page(body: str) -> str:
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(NAME)}</title>'
        f"<style>{font_faces()}{LOOK.read_text()}</style><body>{body}</body></html>"
    )


def _face() -> str:
    return f'<div class="face">{"".join(word[0] for word in NAME.split()[:2])}</div>'


def _blocks(blocks: list[Json]) -> str:
    return "".join(map(_block, blocks))


def _block(block: Json) -> str:
    match block["type"]:
        case "header":
            return f"<h1>{escape(block['text']['text'])}</h1>"
        case "rich_text":
            return f'<div class="text">{"".join(map(_part, block["elements"]))}</div>'
        case "context":
            words = "".join(f"<span>{escape(one['text'])}</span>" for one in block["elements"])
            return f'<div class="small">{words}</div>'
        case "divider":
            return '<div class="divider"></div>'
        case "actions":
            return f'<div class="row">{"".join(map(_pressed, block["elements"]))}</div>'
        case kind:
            raise NotDrawnError(kind)


def _part(part: Json) -> str:
    """A line of rich text, or a list of them."""
    match part["type"]:
        case "rich_text_section":
            return f'<div class="line">{_words(part)}</div>'
        case "rich_text_list":
            first = part.get("offset", 0) + 1
            marks = "ordered" if part["style"] == "ordered" else "bullet"
            items = "".join(f"<li>{_words(item)}</li>" for item in part["elements"])
            return f'<ol class="{marks}" start="{first}">{items}</ol>'
        case kind:
            raise NotDrawnError(kind)


def _words(section: Json) -> str:
    return "".join(map(_element, section["elements"]))


def _element(element: Json) -> str:
    match element["type"]:
        case "text":
            said = escape(element["text"]).replace("\n", "<br>")
        case "link":
            said = f'<a href="{escape(element["url"])}">{escape(element["text"])}</a>'
        case "date":
            said = escape(element["fallback"])
        case kind:
            raise NotDrawnError(kind)
    for style in element.get("style", {}):
        said = f"<{_TAGS[style]}>{said}</{_TAGS[style]}>"
    return said


def _pressed(element: Json) -> str:
    match element["type"]:
        case "button":
            words = escape(element["text"]["text"])
            return f'<span class="button {element.get("style", "")}">{words}</span>'
        case "static_select":
            words = escape(element["placeholder"]["text"])
            return f'<span class="button menu">{words}{DOWN}</span>'
        case kind:
            raise NotDrawnError(kind)
