"""Long forms before abbreviations, once a reply: the author of a sentence need not count."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache

from core.dialogue.reply import (
    Block,
    Fields,
    Heading,
    Item,
    Items,
    Paragraph,
    Reply,
    Row,
    Table,
)
from core.dialogue.text import Plain, Span, Strong, Text


def spelled_out(reply: Reply, abbreviations: Mapping[str, str]) -> Reply:
    """The reply with every abbreviation spelled out where it is first read.

    Where the long form was read before it, or stands around it, nothing is added. Code, links,
    buttons, charts, the titles of sources, ``data`` and what a person typed are left as they are.
    """
    if not abbreviations:
        return reply
    speller = _Speller(abbreviations)
    title = speller.text(reply.title)
    return replace(reply, title=title, blocks=tuple(map(speller.block, reply.blocks)))


def abbreviations_in(words: Iterable[str], abbreviations: Mapping[str, str]) -> dict[str, str]:
    """Those of the abbreviations that stand in some words, with their long forms."""
    if not abbreviations:
        return {}
    find = _pattern(frozenset(abbreviations))
    found = {match[1] for said in words for match in find.finditer(said)}
    return {short: abbreviations[short] for short in sorted(found)}


@cache
def _pattern(abbreviations: frozenset[str]) -> re.Pattern[str]:
    """An abbreviation as a word of its own, with a plural or possessive ending."""
    longest_first = sorted(abbreviations, key=lambda one: (-len(one), one))
    return re.compile(rf"(?<![\w(-])({'|'.join(map(re.escape, longest_first))})(s|'s)?(?![\w-])")


class _Speller:
    """Walks one reply in reading order and remembers what has been explained."""

    def __init__(self, abbreviations: Mapping[str, str]) -> None:
        self._long = abbreviations
        self._find = _pattern(frozenset(abbreviations))
        self._known: set[str] = set()

    def block(self, block: Block) -> Block:
        match block:
            case Heading() | Paragraph():
                return replace(block, text=self.text(block.text))
            case Items():
                return replace(block, items=tuple(map(self._item, block.items)))
            case Fields():
                rows = tuple(Row(row.label, self.text(row.text)) for row in block.rows)
                return replace(block, rows=rows)
            case Table():
                cells = tuple(tuple(map(self.text, row)) for row in block.rows)
                return replace(block, rows=cells)
            case _:
                return block

    def text(self, text: Text) -> Text:
        return tuple(map(self._span, text))

    def _item(self, item: Item) -> Item:
        shown = self.text(item.text)
        return replace(item, text=shown, detail=self.text(item.detail) if item.detail else None)

    def _span(self, span: Span) -> Span:
        match span:
            case Plain(as_typed=False) | Strong(as_typed=False):
                return replace(span, text=self._said(span.text))
            case _:
                return span

    def _said(self, words: str) -> str:
        self._note_long_forms(words)
        return self._find.sub(self._first, words)

    def _note_long_forms(self, words: str) -> None:
        folded = words.casefold()
        for short, long in self._long.items():
            if long.casefold() in folded:
                self._known.add(short)

    def _first(self, found: re.Match[str]) -> str:
        short, ending = found[1], found[2] or ""
        if short in self._known:
            return found[0]
        self._known.add(short)
        long = self._long[short]
        if ending == "'s" and long.endswith("s"):
            ending = "'"
        return f"{long}{ending} ({found[0]})"
