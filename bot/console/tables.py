"""Tables and fields as lines: side by side where there is room, one under the other where not."""

from rich.box import SIMPLE_HEAD
from rich.cells import set_cell_size
from rich.segment import Segment
from rich.table import Table as Drawn
from rich.text import Text as Styled

from bot.console.spans import Links, styled, words
from bot.console.wrapping import hanging, longest_word, measuring_console, set_in, wrapped
from core.dialogue.reply import Fields, Table

_GAP = 2


def fields_lines(fields: Fields, width: int, links: Links) -> list[Styled]:
    """One field a line; labels in a column of their own where they take a third at most."""
    labels = [words(row.label, "bold") for row in fields.rows]
    column = max((label.cell_len for label in labels), default=0) + _GAP
    aligned = column <= width // 3
    lines: list[Styled] = []
    for label, row in zip(labels, fields.rows, strict=True):
        value = styled(row.text, links)
        if aligned and longest_word(value) <= width - column:
            lines += hanging(set_cell_size(label.plain, column), value, width, "bold")
        else:
            lines += set_in(_labelled(label, value), width)
    return lines


def _labelled(label: Styled, value: Styled) -> Styled:
    return Styled.assemble((label.plain, "bold"), ": ", value)


def table_lines(table: Table, width: int, links: Links) -> list[Styled]:
    """The table in columns, or every row as ``label: value`` lines where it is too narrow."""
    columns = [words(column, "bold") for column in table.columns]
    rows = [[styled(cell, links) for cell in row] for row in table.rows]
    across = [[column, *cells] for column, *cells in zip(columns, *rows, strict=True)]
    widths = _widths(across, width)
    if widths is None:
        return _stacked(columns, rows, width)
    drawn = Drawn(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, _GAP, 0, 0))
    for column, cells in zip(columns, widths, strict=True):
        drawn.add_column(column, width=cells, overflow="fold")
    for row in rows:
        drawn.add_row(*row)
    console = measuring_console()
    room = console.options.update(width=max(width, 1))
    return [_line(segments) for segments in console.render_lines(drawn, room, pad=False)]


def _line(segments: list[Segment]) -> Styled:
    line = Styled.assemble(*((segment.text, segment.style or "") for segment in segments))
    line.rstrip()
    return line


def _widths(columns: list[list[Styled]], width: int) -> list[int] | None:
    """A width for every column that cuts no word, the widest giving way first; or none."""
    least = [max(1, *(longest_word(cell) for cell in cells)) for cells in columns]
    room = width - (_GAP + 1) * len(columns)
    if sum(least) > room:
        return None
    given = [
        max(1, *(line.cell_len for cell in cells for line in cell.split("\n", allow_blank=True)))
        for cells in columns
    ]
    while sum(given) > room:
        slack = [cells if cells > few else 0 for cells, few in zip(given, least, strict=True)]
        given[slack.index(max(slack))] -= 1
    return given


def _stacked(columns: list[Styled], rows: list[list[Styled]], width: int) -> list[Styled]:
    lines: list[Styled] = []
    if not rows:
        return [line for column in columns for line in wrapped(column, width)]
    for row in rows:
        if lines:
            lines.append(Styled())
        for column, cell in zip(columns, row, strict=True):
            lines += set_in(_labelled(column, cell), width)
    return lines
