"""A table as Slack's own, where it keeps within the limits of one."""

from bot.rendering.lines import lines
from bot.rendering.wording import bold
from bot.slack.composition import Json
from bot.slack.limits import SECTION_TEXT, TABLE_CHARACTERS, TABLE_COLUMNS, TABLE_ROWS
from bot.slack.parts import Grid
from bot.slack.rich_text import elements, words
from bot.slack.surfaces import characters
from core.dialogue.reply import Table
from core.dialogue.text import Text, text

_Cell = tuple[Json, ...]
_NOTHING: _Cell = (words("\u2013"),)
"""What an empty cell shows: Slack refuses one without words."""


def grid(table: Table) -> Grid | None:
    """The table with its head; ``None`` for one that is empty or too large."""
    if not table.rows or not table.columns:
        return None
    if len(table.columns) > TABLE_COLUMNS or len(table.rows) + 1 > TABLE_ROWS:
        return None
    head = tuple(_cell(bold(text(column))) for column in table.columns)
    made = Grid((head, *(tuple(map(_cell, row)) for row in table.rows)))
    takes = [characters(cell) for row in made.rows for cell in row]
    fits = max(takes) <= SECTION_TEXT and sum(takes) <= TABLE_CHARACTERS
    return made if fits else None


def _cell(said: Text) -> _Cell:
    """A cell's lines under one another."""
    cell: _Cell = ()
    for line in filter(None, map(elements, lines(said))):
        cell = (*cell, words("\n"), *line) if cell else line
    return cell or _NOTHING
