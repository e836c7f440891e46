"""Whether all that a reply says is in what was made of it."""

from collections.abc import Callable, Iterator

from core.dialogue.buttons import buttons
from core.dialogue.reply import (
    Block,
    Fields,
    File,
    Heading,
    Items,
    Paragraph,
    Picture,
    Reply,
    Sources,
    Table,
)
from core.dialogue.text import Moment, Named, Span, Text, plain, text
from core.dialogue.visible_text import harmless

LONG = 60
"""A longer word may be in pieces, which are looked for where all blanks are gone."""


Told = Callable[[Moment | Named], Span]
"""An instant or a name as a platform is told of it."""


def missing(reply: Reply, running: str, elsewhere: str, told: Told) -> set[str]:
    """The words of the reply that are neither in the running text nor elsewhere."""
    words, unbroken = _words(f"{running} {elsewhere}"), "".join(f"{running}{elsewhere}".split())
    said = _words("\n".join(harmless(plain(_seen(part, told))) for part in _said(reply)))
    return {word for word in said - words if not _in_pieces(word, unbroken)}


def _words(said: str) -> set[str]:
    """The words without the marks that a message puts around them."""
    return {word.strip("(),:") for word in said.split()}


def _in_pieces(word: str, unbroken: str) -> bool:
    pieces = [word[at : at + LONG // 2] for at in range(0, len(word), LONG // 2)]
    return len(word) > LONG and sum(piece in unbroken for piece in pieces) >= len(pieces) - 8


def _said(reply: Reply) -> Iterator[Text]:
    yield reply.title
    for block in reply.blocks:
        yield from _texts(block)
    for action in buttons(reply):
        yield text(action.label)


def _texts(block: Block) -> Iterator[Text]:
    match block:
        case Heading() | Paragraph():
            yield block.text
        case Picture():
            yield text(block.alternative)
        case File():
            yield text(block.name)
        case Items() | Fields() | Table() | Sources():
            yield from _listed(block)


def _listed(block: Items | Fields | Table | Sources) -> Iterator[Text]:
    match block:
        case Items():
            for item in block.items:
                yield from filter(None, (item.text, item.detail))
        case Fields():
            for row in block.rows:
                yield from (text(row.label), row.text)
        case Table():
            yield from map(text, block.columns)
            yield from (cell for cells in block.rows for cell in cells)
        case Sources():
            for line in block.lines:
                yield from (line.text, text(line.strength, " ", line.checked))


def _seen(said: Text, told: Told) -> Text:
    return tuple(told(span) if isinstance(span, Moment | Named) else span for span in said)
