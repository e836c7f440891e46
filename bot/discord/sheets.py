"""A reply laid out on sheets, each of which fits into one message."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.discord.blocks import pieces
from bot.discord.filling import Filling
from bot.discord.limits import COMPONENTS, units
from bot.discord.markdown import markdown
from bot.discord.parts import Button, ButtonRow, Divider, Menu, Part, Words, components
from bot.discord.pieces import Piece
from bot.rendering.paging import filled
from bot.rendering.wording import NOTHING
from core.dialogue.identifier import DoesNotFitError, write_identifier
from core.dialogue.reply import Reply
from core.dialogue.request import Asked

_SMALL = "-# "
_LONGEST_TITLE = 200
_LONGEST_PLACE = "9999 of 9999"
_CONTINUE = 2  # a row and its button
_AROUND = 1 + 1 + _CONTINUE  # the container, a later sheet's top, and the way on

_Parts = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What fits into one message, as plain values in reading order."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Laid:
    """A reply's sheets, one at least.

    Where it is ``turned``, every sheet but the last ends with a button that asks for the next,
    so that one is sent at a time; otherwise all are sent, one after the other.
    """

    sheets: tuple[Sheet, ...]
    turned: bool


def lay_out(reply: Reply, owner: str = "") -> Laid:
    """The reply on as many sheets as it needs, nothing of it left out.

    ``owner`` is the platform's id of the one person who may press; empty where anybody may.
    """
    every = pieces(reply, owner) or [Piece(Words(NOTHING))]
    together = _sheets(every, Filling(), Filling())
    if len(together) > 1 and reply.again is not None:
        top = _top(reply)
        first = Filling(components=1 + _CONTINUE)
        later = Filling((), 2 + _CONTINUE, units(f"{_SMALL}{top}{_LONGEST_PLACE}\n"))
        turned = _sheets(every, first, later)
        pages = range(2, len(turned) + 1)
        try:
            buttons = [_continue(reply.again, owner, page, len(turned)) for page in pages]
        except DoesNotFitError:
            pass
        else:
            return Laid(tuple(_bound(turned, buttons, top)), turned=True)
    return Laid(tuple(Sheet(_divided(parts)) for parts in together), turned=False)


def _top(reply: Reply) -> str:
    """What a later sheet says at its top: what it belongs to."""
    title = markdown(reply.title).replace("\n", " ")
    return f"{title} \u00b7 " if title and units(title) <= _LONGEST_TITLE else ""


def _continue(again: Asked, owner: str, page: int, pages: int) -> ButtonRow:
    identifier = write_identifier(again.command, again.given, owner=owner, page=page)
    return ButtonRow((Button(f"Continue ({page} of {pages})", identifier, "primary"),))


def _bound(sheets: list[_Parts], buttons: list[ButtonRow], top: str) -> Iterator[Sheet]:
    """The sheets with their place at the top and the way to the next at the end."""
    for place, parts in enumerate(sheets):
        parts = _divided(parts)
        if place:
            parts = _under(f"{_SMALL}{top}{place + 1} of {len(sheets)}", parts)
        yield Sheet((*parts, *buttons[place : place + 1]))


def _under(top: str, parts: _Parts) -> _Parts:
    first, *others = parts
    if isinstance(first, Words):
        return (Words(f"{top}\n{first.markdown}"), *others)
    return (Words(top), *parts)


def _divided(parts: _Parts) -> _Parts:
    """A line across before the buttons at the end, where there is room for it."""
    at = len(parts)
    while at and isinstance(parts[at - 1], ButtonRow | Menu):
        at -= 1
    if at in (0, len(parts)) or sum(map(components, parts)) + _AROUND >= COMPONENTS:
        return parts
    return (*parts[:at], Divider(), *parts[at:])


def _sheets(every: list[Piece], first: Filling, later: Filling) -> list[_Parts]:
    return [message.parts for message in filled(every, first, later, Filling.add)]
