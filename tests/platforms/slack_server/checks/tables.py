"""Tables: in messages alone, one in each."""

from typing import Any

from tests.platforms.slack_server.checks.problems import Problems
from tests.platforms.slack_server.checks.rich_text import check_rich_text

ROWS = 100
COLUMNS = 20


def check_table(problems: Problems, table: Any) -> None:
    """A table with as many cells in each row."""
    if not problems.thing(table, ("rows",), ("block_id", "column_settings")):
        return
    widths: set[int] = set()
    for here, row in problems.at("rows").each(table["rows"], 1, ROWS):
        for cell_at, cell in here.each(row, 1, COLUMNS):
            _cell(cell_at, cell)
        widths.add(len(row) if isinstance(row, list) else 0)
    if len(widths) > 1:
        problems.at("rows").add("every row must have the same number of cells")
    if "column_settings" in table:
        _settings(problems.at("column_settings"), table["column_settings"])


def _cell(problems: Problems, cell: Any) -> None:
    kind = cell.get("type") if isinstance(cell, dict) else None
    if kind == "raw_text":
        if problems.thing(cell, ("text",)):
            problems.at("text").string(cell["text"], 10_000)
    elif kind == "rich_text":
        check_rich_text(problems, cell)
    else:
        problems.at("type").add("must be raw_text or rich_text")


def _settings(problems: Problems, settings: Any) -> None:
    for here, column in problems.each(settings, 0, COLUMNS):
        if column is not None and here.thing(column, (), ("align", "is_wrapped")):
            if "align" in column:
                here.at("align").one_of(column["align"], ("left", "center", "right"))
            here.flags(column, "is_wrapped")
