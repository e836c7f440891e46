"""Commands as they are typed on Slack, where only some have a slash command of their own."""

import re
from collections.abc import Collection
from dataclasses import replace

from core.dialogue.line import UMBRELLA
from core.dialogue.reply import (
    Action,
    Actions,
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
from core.dialogue.text import Code, Plain, Span, Strong, Text


class TypedHere:
    """Writes a reply's commands for Slack: ``/topic`` would be Slack's own, or another app's.

    ``names`` are those of the bot's commands, ``slashes`` those that stand alone.
    """

    def __init__(self, names: Collection[str], slashes: Collection[str]) -> None:
        behind = sorted(set(names) - set(slashes), key=len, reverse=True)
        self._find = re.compile(rf"(?<![\w/.:])/({'|'.join(map(re.escape, behind))})(?![\w/])")
        self._any = bool(behind)

    def __call__(self, reply: Reply) -> Reply:
        """The reply with every command as it is typed here; addresses stay as they are."""
        if not self._any:
            return reply
        blocks = tuple(map(self._block, reply.blocks))
        return replace(reply, title=self._text(reply.title), blocks=blocks)

    def _block(self, block: Block) -> Block:
        match block:
            case Heading() | Paragraph():
                return replace(block, text=self._text(block.text))
            case Items():
                return replace(block, items=tuple(map(self._item, block.items)))
            case Fields():
                rows = (Row(self._words(row.label), self._text(row.text)) for row in block.rows)
                return replace(block, rows=tuple(rows))
            case Table():
                cells = tuple(tuple(map(self._text, row)) for row in block.rows)
                return replace(block, rows=cells)
            case Actions():
                plain, folded = map(self._action, block.actions), map(self._action, block.more)
                return replace(block, actions=tuple(plain), more=tuple(folded))
            case _:
                return block

    def _item(self, item: Item) -> Item:
        return Item(
            self._text(item.text),
            self._text(item.detail) if item.detail else item.detail,
            self._action(item.action) if item.action else None,
        )

    def _action(self, action: Action) -> Action:
        return replace(action, label=self._words(action.label))

    def _text(self, text: Text) -> Text:
        return tuple(map(self._span, text))

    def _span(self, span: Span) -> Span:
        match span:
            case Plain() | Strong() | Code():
                return replace(span, text=self._words(span.text))
            case _:
                return span

    def _words(self, words: str) -> str:
        return self._find.sub(rf"/{UMBRELLA} \1", words)
