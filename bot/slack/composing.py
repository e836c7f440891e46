"""Parts as blocks of Block Kit."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import count

from bot.slack.composition import Json, plain_text
from bot.slack.parts import (
    Attachment,
    Button,
    Divider,
    Drawing,
    Grid,
    Menu,
    Part,
    Pressing,
    Prose,
    Quiet,
    Title,
    Words,
)
from bot.slack.requests import DIRECT
from bot.slack.rich_text import merged, words

_COLUMN = {"align": "left", "is_wrapped": True}


def composed(parts: Iterable[Part]) -> Iterator[Json]:
    """The blocks in order; what can be pressed is numbered, so that every id is there once."""
    presses, menus = count(1), count(1)
    for part in parts:
        match part:
            case Title():
                yield {"type": "header", "text": plain_text(part.words)}
            case Prose():
                yield _rich_text(part.lines)
            case Words():
                yield _rich_text((part,))
            case Quiet():
                yield {"type": "context", "elements": [plain_text(part.words)]}
            case Grid():
                yield _table(part)
            case Pressing():
                made = [_element(one, presses, menus) for one in part.elements]
                yield {"type": "actions", "elements": made}
            case Divider():
                yield {"type": "divider"}
            case Drawing() | Attachment():
                pass  # uploaded, and not among the blocks


def _rich_text(lines: Iterable[Words]) -> Json:
    return {"type": "rich_text", "elements": list(_sections(lines))}


def _sections(lines: Iterable[Words]) -> Iterator[Json]:
    """Lines as sections, and items that follow one another as one list."""
    together: list[Words] = []
    for line in _whole(lines):
        if together and not _follows(line, together[-1]):
            yield _section(together)
            together = []
        together.append(line)
    if together:
        yield _section(together)


def _whole(lines: Iterable[Words]) -> list[Words]:
    """The lines, each in one with all that goes on in it."""
    whole: list[Words] = []
    for line in lines:
        if line.joint is None or not whole:
            whole.append(line)
        else:
            said = (*whole[-1].elements, words(line.joint), *line.elements)
            whole[-1] = replace(whole[-1], elements=said)
    return whole


def _follows(line: Words, before: Words) -> bool:
    """Whether a line is the next item of the same list."""
    next_one = line.mark == "bullet" or line.number == before.number + 1
    return bool(line.mark) and line.mark == before.mark and next_one


def _section(lines: list[Words]) -> Json:
    """One line, or the items of one list."""
    said = [
        {"type": "rich_text_section", "elements": list(merged(line.elements))} for line in lines
    ]
    first = lines[0]
    if not first.mark:
        return said[0]
    offset = {"offset": first.number - 1} if first.number > 1 else {}
    return {"type": "rich_text_list", "style": first.mark, "elements": said, **offset}


def _table(grid: Grid) -> Json:
    rows = [[_rich_text((Words(cell),)) for cell in row] for row in grid.rows]
    settings = [_COLUMN for _ in grid.rows[0]]
    return {"type": "table", "rows": rows, "column_settings": settings}


def _element(element: Button | Menu, presses: "count[int]", menus: "count[int]") -> Json:
    if isinstance(element, Button):
        action = DIRECT if element.direct else f"press:{next(presses)}"
        made = {
            "type": "button",
            "action_id": action,
            "text": plain_text(element.label),
            "value": element.identifier,
        }
        return {**made, "style": element.style} if element.style else made
    return {
        "type": "static_select",
        "action_id": f"menu:{next(menus)}",
        "placeholder": plain_text("More"),
        "options": [
            {"text": plain_text(choice.label), "value": choice.identifier}
            for choice in element.choices
        ],
    }
