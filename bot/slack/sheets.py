"""A reply laid out on sheets, each of which fits into one message or view."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.rendering.lines import in_one_line
from bot.rendering.paging import filled
from bot.rendering.shortening import within
from bot.rendering.wording import NOTHING
from bot.slack.blocks import pieces
from bot.slack.composing import composed
from bot.slack.composition import Json
from bot.slack.filling import Filling
from bot.slack.parts import (
    Attachment,
    Button,
    Divider,
    Drawing,
    Part,
    Pressing,
    Prose,
    Quiet,
    Uploaded,
)
from bot.slack.pieces import Piece, quiet
from bot.slack.surfaces import Surface as Surface
from core.dialogue.identifier import DoesNotFitError, write_identifier
from core.dialogue.reply import Reply
from core.dialogue.request import Asked
from core.dialogue.text import plain, text

_LONGEST_TITLE = 200
_CONTINUE = 500
"""What the way to the next sheet takes at most, and the top of a later one without its title."""
_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})

_Parts = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What fits into one message or view.

    ``title`` is the reply's in one line, and ``text`` the same with Slack's signs escaped, which
    is all that a notification shows. ``files`` are uploaded after the message.
    """

    blocks: tuple[Json, ...] = field(repr=False)
    title: str = field(repr=False)
    files: tuple[Uploaded, ...] = ()

    @property
    def text(self) -> str:
        """What stands for the blocks where they are not shown."""
        return (self.title or NOTHING).translate(_ESCAPED)


@dataclass(frozen=True, slots=True)
class Laid:
    """A reply's sheets, one at least.

    Where it is ``turned``, every sheet but the last ends with a button that asks for the next,
    so that one is sent at a time; otherwise all are sent, one after the other.
    """

    sheets: tuple[Sheet, ...]
    turned: bool


def lay_out(reply: Reply, *, owner: str, surface: Surface, with_files: bool) -> Laid:
    """The reply on as many sheets as it needs, nothing of it left out.

    ``owner`` is Slack's id of the one person who may press; empty where anybody may. Pictures and
    files are uploaded where ``with_files``, which is for a direct message; elsewhere they are said
    in words, with a button that opens them there.
    """
    every = pieces(reply, owner=owner, surface=surface, with_files=with_files)
    every = every or list(quiet(text(NOTHING)))
    together = _sheets(every, Filling(surface), Filling(surface))
    title = within(in_one_line(plain(reply.title)), _LONGEST_TITLE)
    if len(together) > 1 and reply.again is not None:
        first = Filling(surface, (), 1, _CONTINUE)
        later = Filling(surface, (), 2, 2 * _CONTINUE + surface.size(title))
        turned = _sheets(every, first, later)
        pages = range(2, len(turned) + 1)
        try:
            ways = [_continue(reply.again, owner, page, len(turned)) for page in pages]
        except DoesNotFitError:
            pass
        else:
            bound = _bound(turned, ways, title, surface)
            return Laid(tuple(_sheet(parts, title) for parts in bound), turned=True)
    sheets = (_sheet(_divided(parts, surface), title) for parts in together)
    return Laid(tuple(sheets), turned=False)


def _sheets(every: list[Piece], first: Filling, later: Filling) -> list[_Parts]:
    return [message.parts for message in filled(every, first, later, Filling.add)]


def _sheet(parts: _Parts, title: str) -> Sheet:
    uploads = tuple(part for part in parts if isinstance(part, Drawing | Attachment))
    return Sheet(tuple(composed(parts)), title, uploads)


def _continue(again: Asked, owner: str, page: int, pages: int) -> Pressing:
    identifier = write_identifier(again.command, again.given, owner=owner, page=page)
    return Pressing((Button(f"Continue ({page} of {pages})", identifier, "primary"),))


def _bound(
    sheets: list[_Parts], ways: list[Pressing], title: str, surface: Surface
) -> Iterator[_Parts]:
    """The sheets with their place at the top and the way to the next at the end."""
    for place, parts in enumerate(sheets):
        top = f"{title} \u00b7 {place + 1} of {len(sheets)}" if title else ""
        yield (
            *((Quiet(top or f"{place + 1} of {len(sheets)}"),) if place else ()),
            *_divided(parts, surface),
            *ways[place : place + 1],
        )


def _divided(parts: _Parts, surface: Surface) -> _Parts:
    """A line across before the buttons at the end and what heads them, where there is room."""
    at = len(parts)
    while at and _is_row(parts[at - 1]):
        at -= 1
    if at < len(parts) and at and _is_heading(parts[at - 1]):
        at -= 1
    around = 3  # the top of a later sheet, the way on, and the line itself
    if at in (0, len(parts)) or len(parts) + around > surface.blocks:
        return parts
    return (*parts[:at], Divider(), *parts[at:])


def _is_heading(part: Part) -> bool:
    return isinstance(part, Prose) and all(
        element.get("style") == {"bold": True} for line in part.lines for element in line.elements
    )


def _is_row(part: Part) -> bool:
    return isinstance(part, Pressing) and not part.of_item
