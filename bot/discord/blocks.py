"""The blocks of a reply as pieces: nothing scrolls sideways, and everything stands in its place."""

from collections.abc import Iterator

from bot.discord.limits import MEDIA_DESCRIPTION, units
from bot.discord.markdown import markdown
from bot.discord.parts import Attachment, Beside, Button, ButtonRow, Drawing, Words
from bot.discord.pieces import LONGEST_PIECE, Piece, begun, hanging, running, together
from bot.discord.pressing import Presses
from bot.rendering.file_names import safe_name
from bot.rendering.running import Gap
from bot.rendering.shortening import within
from bot.rendering.wording import (
    bold,
    column_names,
    named_cell,
    named_row,
    picture_name,
    picture_words,
    source_words,
)
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
from core.dialogue.text import text

_BESIDE = 2 * LONGEST_PIECE
_TITLE, _HEADING, _SMALL = "## ", "### ", "-# "


def pieces(reply: Reply, owner: str) -> list[Piece]:
    """All of the reply; ``owner`` is the one person who may press."""
    reading = _Reading(owner)
    made = list(running(reply.title, _TITLE))
    before: Block | None = Heading(reply.title) if made else None
    for block in reply.blocks:
        gap = Gap.BLOCK
        if isinstance(block, Actions):
            gap = Gap.LINE  # a message of nothing but buttons would be a riddle
        if isinstance(before, Heading):
            gap = Gap.NONE
        read = list(begun(reading.block(block), gap, _between(before, block)))
        before = block if read else before
        made += read
    return made


def _between(before: Block | None, block: Block) -> str:
    """Headings have a margin of their own, and a list belongs to the words before it."""
    if isinstance(before, Heading) or isinstance(block, Heading):
        return "\n"
    introduced = isinstance(before, Paragraph) and not before.quiet
    return "\n" if introduced and isinstance(block, Items | Fields) else "\n\n"


class _Reading:
    """Reads one reply; counts its menus and the names of its files as it meets them."""

    def __init__(self, owner: str) -> None:
        self._presses = Presses(owner)
        self._names: set[str] = set()

    def block(self, block: Block) -> Iterator[Piece]:
        match block:
            case Heading():
                return running(block.text, _HEADING)
            case Paragraph():
                return running(block.text, _SMALL if block.quiet else "")
            case Fields():
                return _fields(block)
            case Table():
                return _table(block)
            case Sources():
                return _sources(block)
            case Items():
                return self._items(block)
            case _:
                return self._attached(block)

    def _attached(self, block: Picture | File | Actions) -> Iterator[Piece]:
        match block:
            case Picture():
                return self._picture(block)
            case File():
                return self._file(block)
            case Actions():
                return self._actions(block)

    def _items(self, items: Items) -> Iterator[Piece]:
        for number, item in enumerate(items.items, start=1):
            mark = f"{number}. " if items.numbered else "- "
            yield from begun(self._item(item, mark), Gap.ITEM)

    def _item(self, item: Item, mark: str) -> Iterator[Piece]:
        margin = " " * len(mark)
        said = list(hanging(item.text, mark, margin))
        if item.detail is not None:
            said += hanging(item.detail, "" if said else mark, margin)
        if item.action is None:
            yield from said
            return
        lines, button = self._presses.beside(item.action)
        for line in lines:
            said += hanging(line, "" if said else mark, margin)
        yield from said if button is None else _with_button(said, button)

    def _actions(self, actions: Actions) -> Iterator[Piece]:
        below = self._presses.below(actions)
        for line in below.said:
            yield from hanging(line, "- ", "  ")
        for part in below.parts:
            yield Piece(part)

    def _picture(self, picture: Picture) -> Iterator[Piece]:
        said = picture_words(picture)
        description = within(said, MEDIA_DESCRIPTION)
        words = markdown(text(description))
        yield Piece(
            Drawing(self._file_name(picture_name(picture)), picture.chart, description, words)
        )
        if description != said:
            yield from running(text(said))

    def _file(self, file: File) -> Iterator[Piece]:
        safe = self._file_name(file.name)
        if safe != file.name:
            yield from running(text(file.name))
        yield Piece(Attachment(safe, file.name, file.content))

    def _file_name(self, name: str) -> str:
        made = safe_name(name, self._names)
        self._names.add(made.lower())
        return made


def _with_button(said: list[Piece], button: Button) -> Iterator[Piece]:
    """The words with a button beside them, or beside the last of them where they are many."""
    if not said:
        yield Piece(ButtonRow((button,)))
        return
    kept = said[-1:] if units(together(said)) > _BESIDE else said
    yield from said[: len(said) - len(kept)]
    yield Piece(Beside(together(kept), button), kept[0].gap)


def _fields(fields: Fields) -> Iterator[Piece]:
    for row in fields.rows:
        yield from begun(running(named_row(row)), Gap.ITEM)


def _table(table: Table) -> Iterator[Piece]:
    """Every row as a short list, since a table would have to be scrolled sideways on a phone."""
    if not table.rows:
        yield from running(column_names(table.columns))
    for row in table.rows:
        cells = zip(table.columns, (bold(row[0]), *row[1:]) if row else row, strict=True)
        read = [piece for column, cell in cells for piece in running(named_cell(column, cell))]
        yield from begun(read, Gap.ITEM, "\n\n")


def _sources(sources: Sources) -> Iterator[Piece]:
    if sources.lines:
        yield Piece(Words(f"{_SMALL}**Sources**"))
    gap = Gap.NONE
    for line in sources.lines:
        yield from begun(running(source_words(line), _SMALL), gap)
        gap = Gap.ITEM
