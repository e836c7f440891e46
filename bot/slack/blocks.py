"""The blocks of a reply as pieces: everything stands in its place, and nothing is markup."""

from collections.abc import Iterable, Iterator

from bot.rendering.lines import in_one_line
from bot.rendering.running import Gap
from bot.rendering.wording import bold, column_names, named_cell, named_row, source_words
from bot.slack.limits import HEADER_TEXT, units
from bot.slack.parts import Pressing, Title
from bot.slack.pieces import Piece, begun, further, is_plain, item, quiet, running
from bot.slack.pressing import below, beside
from bot.slack.surfaces import Surface
from bot.slack.tables import grid
from bot.slack.uploads import Uploads
from core.dialogue.reply import (
    Actions,
    Block,
    Fields,
    File,
    Heading,
    Item,
    Items,
    Paragraph,
    Picture,
    Reply,
    Sources,
    Table,
)
from core.dialogue.text import Code, Plain, Strong, Text, plain, text


def pieces(reply: Reply, *, owner: str, surface: Surface, with_files: bool) -> list[Piece]:
    """All of the reply; ``owner`` is the one person who may press."""
    reading = _Reading(owner, surface, Uploads(with_files=with_files))
    made = list(_title(reply.title))
    before: Block | None = Heading(reply.title) if made else None
    for block in reply.blocks:
        gap = Gap.BLOCK
        if isinstance(block, Actions):
            gap = Gap.LINE  # a message of nothing but buttons would be a riddle
        if isinstance(before, Heading):
            gap = Gap.NONE
        read = list(begun(reading.block(block), gap, apart=not _belongs(block, before)))
        before = block if read else before
        made += read
    return [*made, *reading.uploads.end(reply.again, owner)]


def _title(title: Text) -> Iterator[Piece]:
    """The title in large letters, where it is plain words and short enough for that."""
    words = in_one_line(plain(title))
    unmarked = tuple(Plain(one.text) if isinstance(one, Strong | Code) else one for one in title)
    if words and is_plain(unmarked) and units(words) <= HEADER_TEXT:
        yield Piece(Title(words))
    else:
        yield from running(bold(title))


def _belongs(block: Block, before: Block | None) -> bool:
    """Whether a block stands close under the one before: what a heading opens, or a list that
    words introduce."""
    if isinstance(block, Heading):
        return False
    introduced = isinstance(before, Paragraph) and not before.quiet
    return isinstance(before, Heading) or (introduced and isinstance(block, Items | Fields))


class _Reading:
    """Reads one reply; a message has one table at most, and its files have names of their own."""

    def __init__(self, owner: str, surface: Surface, uploads: Uploads) -> None:
        self.uploads = uploads
        self._owner = owner
        self._may_have_table = surface is Surface.MESSAGE

    def block(self, block: Block) -> Iterator[Piece]:
        match block:
            case Heading():
                return running(bold(block.text))
            case Paragraph():
                return quiet(block.text) if block.quiet else running(block.text)
            case Fields():
                return _each(running(named_row(row)) for row in block.rows)
            case Table():
                return self._table(block)
            case Sources():
                return _sources(block)
            case Items():
                return _each(
                    self._item(one, place, numbered=block.numbered)
                    for place, one in enumerate(block.items, start=1)
                )
            case _:
                return self._attached(block)

    def _attached(self, block: Picture | File | Actions) -> Iterator[Piece]:
        match block:
            case Picture():
                return self.uploads.picture(block)
            case File():
                return self.uploads.file(block)
            case Actions():
                return self._actions(block)

    def _item(self, one: Item, place: int, *, numbered: bool) -> Iterator[Piece]:
        lines = [one.text, one.detail or ()]
        button = None
        if one.action is not None:
            said, button = beside(one.action, self._owner)
            lines += said
        yield from _listed(lines, place, numbered=numbered)
        if button is not None:
            yield Piece(Pressing((button,), of_item=True), Gap.NONE)

    def _actions(self, actions: Actions) -> Iterator[Piece]:
        able = below(actions, self._owner)
        yield from _each(_listed((line,), 0) for line in able.said)
        for row in able.rows:
            yield Piece(row)

    def _table(self, table: Table) -> Iterator[Piece]:
        made = grid(table) if self._may_have_table else None
        if made is None:
            return _rows(table)
        self._may_have_table = False
        return iter([Piece(made)])


def _each(parts: Iterable[Iterable[Piece]]) -> Iterator[Piece]:
    """Items one after the other."""
    for part in parts:
        yield from begun(part, Gap.ITEM)


def _listed(lines: Iterable[Text], place: int, *, numbered: bool = False) -> Iterator[Piece]:
    """Texts as one item of a list, the first that says anything with its mark."""
    said = False
    for line in lines:
        made = further(line) if said else item(line, "ordered" if numbered else "bullet", place)
        for piece in made:
            said = True
            yield piece


def _rows(table: Table) -> Iterator[Piece]:
    """Every row as a short list, where there can be no table."""
    if not table.rows:
        return running(column_names(table.columns))
    return _each(_listed(_cells(table.columns, row), 0) for row in table.rows)


def _cells(columns: tuple[str, ...], row: tuple[Text, ...]) -> Iterator[Text]:
    for place, (column, cell) in enumerate(zip(columns, row, strict=True)):
        yield named_cell(column, cell if place else bold(cell))


def _sources(sources: Sources) -> Iterator[Piece]:
    """The sources in small print, or as a list where there are links in them."""
    lines = [source_words(line) for line in sources.lines]
    if not lines:
        return iter(())
    if all(map(is_plain, lines)):
        said = [quiet(text("Sources")), *map(quiet, lines)]
    else:
        said = [running(bold(text("Sources"))), *(_listed((line,), 0) for line in lines)]
    return _opened(said)


def _opened(parts: Iterable[Iterator[Piece]]) -> Iterator[Piece]:
    """Items after their heading, which stays with the first of them."""
    for place, part in enumerate(parts):
        yield from begun(part, Gap.NONE if place == 1 else Gap.ITEM)
