"""A reply as lines of rich text. Plain and coloured output are the same lines."""

from collections.abc import Iterator, Mapping
from itertools import count

from rich.text import Text as Styled

from bot.console.spans import Links, styled, words
from bot.console.tables import fields_lines, table_lines
from bot.console.wrapping import NARROWEST, hanging, rule, wrapped
from core.dialogue.buttons import pressed
from core.dialogue.line import write_line
from core.dialogue.reply import (
    Action,
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
from core.dialogue.visible_text import harmless_content

_Flowing = Heading | Paragraph | Items | Fields | Table | Picture | Actions | Sources


def layout(reply: Reply, width: int, links: Links, kept: Mapping[str, str]) -> list[Styled]:
    """The lines of a reply; one without a title begins with its first block.

    ``kept`` says by name where its pictures and files were put. A file that was put nowhere
    stands there in full, its lines as they are.
    """
    return _Layout(max(width, NARROWEST), links, kept).reply(reply)


class _Layout:
    """Lays out one reply; counts its buttons as it meets them."""

    def __init__(self, width: int, links: Links, kept: Mapping[str, str]) -> None:
        self._width = width
        self._links = links
        self._kept = kept
        self._numbers = count(1)

    def reply(self, reply: Reply) -> list[Styled]:
        lines: list[Styled] = []
        if reply.title:
            title = wrapped(styled(reply.title, self._links, "bold"), self._width)
            lines = [*title, rule(self._width, title, "\u2550")]
        before: Block | None = None
        for block in reply.blocks:
            if before is not None and not isinstance(before, Heading):
                lines.append(Styled())
            lines += self._file(block) if isinstance(block, File) else self._block(block)
            before = block
        return lines

    def _block(self, block: _Flowing) -> list[Styled]:
        lines = self._flowing(block)
        for line in lines:
            line.rstrip()
        return lines

    def _flowing(self, block: _Flowing) -> list[Styled]:
        match block:
            case Heading():
                heading = wrapped(styled(block.text, self._links, "bold cyan"), self._width)
                return [*heading, rule(self._width, heading, "\u2500")]
            case Paragraph():
                style = "dim" if block.quiet else ""
                return wrapped(styled(block.text, self._links, style), self._width)
            case Items():
                return list(self._items(block))
            case Fields():
                return fields_lines(block, self._width, self._links)
            case Table():
                return table_lines(block, self._width, self._links)
            case _:
                return self._attached(block)

    def _attached(self, block: Picture | Actions | Sources) -> list[Styled]:
        match block:
            case Picture():
                said = f"Picture: {block.alternative}"
                return wrapped(words(said), self._width) + self._place(block.name)
            case Actions():
                shown = [line for action in block.actions for line in self._action(action, "")]
                return shown + self._folded(block.more)
            case Sources():
                return list(self._sources(block))

    def _file(self, file: File) -> list[Styled]:
        """Where the file was put, or else its content, which nothing wraps or trims."""
        said = wrapped(words(f"File: {file.name} ({_size(file.content)})"), self._width)
        if place := self._place(file.name):
            return said + place
        content = harmless_content(file.content).removesuffix("\n")
        return said + [Styled(line) for line in content.split("\n")]

    def _place(self, name: str) -> list[Styled]:
        place = self._kept.get(name)
        return wrapped(words(f"Kept as {place}"), self._width) if place else []

    def _items(self, items: Items) -> Iterator[Styled]:
        last = len(str(len(items.items)))
        for number, item in enumerate(items.items, start=1):
            mark = f"{number:>{last}}  " if items.numbered else "\u2022 "
            yield from self._item(item, mark)

    def _item(self, item: Item, mark: str) -> Iterator[Styled]:
        margin = " " * len(mark)
        yield from hanging(mark, styled(item.text, self._links), self._width, "bold")
        if item.detail is not None:
            yield from hanging(margin, styled(item.detail, self._links), self._width)
        if item.action is not None:
            yield from self._action(item.action, margin)

    def _action(self, action: Action, margin: str) -> list[Styled]:
        """The button's number and label, and the line that does the same."""
        typed = Styled(style="dim").append_text(words(write_line(pressed(action))))
        said = Styled.assemble(words(action.label), "  ", typed)
        return hanging(f"{margin}[{next(self._numbers)}] ", said, self._width, "bold green")

    def _folded(self, more: tuple[Action, ...]) -> list[Styled]:
        """Buttons that may be folded away: in running text, each with its number and label."""
        if not more:
            return []
        said = Styled("More: ", style="bold")
        for place, action in enumerate(more):
            said.append_text(words(" \u00b7 " if place else ""))
            said.append_text(words(f"[{next(self._numbers)}]\u00a0{action.label}"))
        return wrapped(said, self._width)

    def _sources(self, sources: Sources) -> Iterator[Styled]:
        yield from wrapped(Styled("Sources", style="bold"), self._width)
        for source in sources.lines:
            said = styled(source.text, self._links, "dim")
            checked = f", checked {source.checked}" if source.checked else ""
            said.append_text(words(f" ({source.strength}{checked})"))
            yield from hanging("\u2022 ", said, self._width)


def _size(content: str) -> str:
    octets = len(content.encode("utf-8", "replace"))
    return f"{octets:,} bytes" if octets < 1000 else f"{octets / 1000:,.1f} kB"
