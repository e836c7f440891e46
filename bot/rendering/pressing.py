"""What is the same of a button everywhere: its words, what it carries, what is said besides."""

from collections.abc import Iterator, Sequence
from typing import Protocol, TypeVar

from bot.rendering.lengths import units
from bot.rendering.lines import in_one_line
from core.dialogue.buttons import pressed
from core.dialogue.identifier import DoesNotFitError, write_identifier
from core.dialogue.line import write_line
from core.dialogue.reply import Action
from core.dialogue.text import Code, Plain, Text

_T = TypeVar("_T")


class Labelled(Protocol):
    """A button as it is shown."""

    @property
    def label(self) -> str:
        """Its words, which fit."""


def button_words(action: Action) -> str:
    """The words of a button, in one line; a button without words has its command's name."""
    return in_one_line(action.label) or f"/{action.command}"


def carried(action: Action, owner: str) -> str | None:
    """The identifier that a button carries; none where none can hold what it asks."""
    try:
        return write_identifier(action.command, action.arguments, owner=owner)
    except DoesNotFitError:
        return None


def said_besides(action: Action, button: Labelled | None) -> Iterator[Text]:
    """A label that was shortened in full; for what has no button, the line to type."""
    words = button_words(action)
    if button is None:
        yield Plain(f"{words}: "), Code(in_one_line(write_line(pressed(action))))
    elif units(button.label) < units(words):
        yield (Plain(words),)


def rows(of: Sequence[_T], most: int) -> Iterator[tuple[_T, ...]]:
    """What is in one order, in rows of at most so many."""
    for start in range(0, len(of), most):
        yield tuple(of[start : start + most])
