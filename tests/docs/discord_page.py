"""A message of the local Discord as a web page, laid out as Discord shows it on a phone."""

import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from tests.discord.reading import read
from tests.docs.fonts import font_faces
from tests.platforms.discord_server.messages import Message

ROW, BUTTON, SELECT, SECTION, TEXT, DIVIDER, CONTAINER = 1, 2, 3, 9, 10, 14, 17
STYLES = {1: "primary", 2: "secondary", 3: "secondary", 4: "danger"}
LOOK = Path(__file__).with_name("discord.css")

DOWN = '<svg viewBox="0 0 20 20"><path d="M5 8l5 5 5-5"/></svg>'
EYE = (
    '<svg viewBox="0 0 24 24"><path d="M12 5C6 5 2.5 9.5 1 12c1.5 2.5 5 7 11 7s9.5-4.5 '
    '11-7c-1.5-2.5-5-7-11-7zm0 11.5a4.5 4.5 0 1 1 0-9 4.5 4.5 0 0 1 0 9z"/></svg>'
)

_TITLE = re.compile(r"(?P<depth>#{1,3}) +(?P<words>.+)")
_SMALL = re.compile(r"-# +(?P<words>.+)")
_ITEM = re.compile(r"(?P<mark>[-*]|\d+\.) +(?P<words>.+)")
_TAGS = {"bold": "b", "italic": "i", "code": "code", "underline": "u", "struck": "s"}

Json = dict[str, Any]


class NotDrawnError(Exception):
    """The message has something that this page does not know how to show."""


def page(message: Message, *, asked_by: str, command: str, at: str) -> str:
    """The page of one message: who asked what, what was answered, and who sees it."""
    name = message.author.name
    parts = "".join(map(_part, message.components))
    alone = (
        f'<div class="alone">{EYE}<span>Only you can see this &middot; '
        '<span class="dismiss">Dismiss message</span></span></div>'
    )
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(name)}</title>'
        f"<style>{font_faces()}{LOOK.read_text()}</style><body>"
        f'<div class="asked"><span class="curve"></span><span class="face">{escape(asked_by[0])}'
        f"</span><span><b>{escape(asked_by)}</b> used</span>"
        f'<span class="command">/{escape(command)}</span></div>'
        f'<div class="message"><div class="face">{_initials(name)}</div><div class="said">'
        f'<div class="who"><b>{escape(name)}</b><span class="app">APP</span>'
        f'<span class="time">{escape(at)}</span></div>'
        f"{parts}{alone if message.ephemeral else ''}</div></div></body></html>"
    )


def _initials(name: str) -> str:
    return escape("".join(word[0] for word in name.split()[:2]).upper())


def _part(component: Json) -> str:
    match component["type"]:
        case kind if kind == CONTAINER:
            return f'<div class="container">{_inside(component)}</div>'
        case kind if kind == TEXT:
            return f'<div class="text">{"".join(_lines(component["content"]))}</div>'
        case kind if kind == DIVIDER:
            return '<div class="divider"></div>'
        case kind if kind == ROW:
            return f'<div class="row">{_inside(component)}</div>'
        case kind if kind == BUTTON:
            look = STYLES[component["style"]]
            return f'<span class="button {look}">{escape(component["label"])}</span>'
        case kind if kind == SELECT:
            return (
                f'<div class="select"><span>{escape(component["placeholder"])}</span>{DOWN}</div>'
            )
        case kind if kind == SECTION:
            words = f'<div class="text">{_inside(component)}</div>'
            return f'<div class="beside">{words}{_part(component["accessory"])}</div>'
        case kind:
            raise NotDrawnError(f"a component of type {kind}")


def _inside(component: Json) -> str:
    return "".join(map(_part, component["components"]))


def _lines(markdown: str) -> Iterator[str]:
    """The blocks of a text; what is indented under an item belongs to it."""
    lines = markdown.split("\n")
    while lines:
        line = lines.pop(0)
        if found := _TITLE.fullmatch(line):
            depth = len(found["depth"])
            yield f"<h{depth}>{_words(found['words'])}</h{depth}>"
        elif found := _SMALL.fullmatch(line):
            yield f'<div class="line small">{_words(found["words"])}</div>'
        elif found := _ITEM.fullmatch(line):
            under = ""
            while lines and lines[0].startswith("  "):
                under += f'<div class="under">{_words(lines.pop(0).strip())}</div>'
            yield _item(found["mark"], found["words"], under)
        elif line:
            yield f'<div class="line">{_words(line)}</div>'
        else:
            yield '<div class="gap"></div>'


def _item(mark: str, words: str, under: str) -> str:
    numbered = mark[0].isdigit()
    shown = (
        f'<span class="mark{"" if numbered else " dot"}">{mark if numbered else "&bull;"}</span>'
    )
    return f'<div class="item">{shown}{_words(words)}{under}</div>'


def _words(markdown: str) -> str:
    """Words and what marks them; the reader knows Discord's rules."""
    said = ""
    for seen in read(markdown):
        words = escape(seen.words.removesuffix("\n"))
        if not seen.markup:
            said += words
        elif seen.markup == "link":
            said += f'<a href="{escape(seen.target)}">{words}</a>'
        elif seen.markup in _TAGS:
            tag = _TAGS[seen.markup]
            said += f"<{tag}>{words}</{tag}>"
        else:
            raise NotDrawnError(seen.markup)
    return said
