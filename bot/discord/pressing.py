"""Actions as buttons and menus: labels that fit, and identifiers that hold all the state."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from bot.discord.limits import (
    BUTTON_LABEL,
    OPTION_LABEL,
    ROW_BUTTONS,
    SELECT_OPTIONS,
    units,
)
from bot.discord.parts import Button, ButtonRow, Menu, Style
from bot.rendering.shortening import within
from bot.rendering.wording import button_words, line_to_type
from core.dialogue.identifier import DoesNotFitError, write_identifier
from core.dialogue.reply import Action, Actions
from core.dialogue.text import Plain, Text

MENU = "menu"
"""The route of a menu's own identifier; what was chosen from it is a route of its own."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Pressable:
    """What of some actions can be pressed, and what has to be said of them in words."""

    said: tuple[Text, ...]
    parts: tuple[ButtonRow | Menu, ...]


class Presses:
    """Makes what can be pressed in one reply, by the one person who may, if it has an owner."""

    def __init__(self, owner: str) -> None:
        self._owner = owner
        self._menus = 0

    def beside(self, action: Action) -> tuple[tuple[Text, ...], Button | None]:
        """A button at the side of something, and what has to be said of it in words."""
        button = self._button(action, BUTTON_LABEL)
        return tuple(_said(action, button)), button

    def below(self, actions: Actions) -> Pressable:
        """Rows of buttons, the first of them the main one, and menus for what may be folded."""
        plain, folded = actions.actions, actions.more
        few = not plain and len(folded) <= ROW_BUTTONS
        if few:
            plain, folded = folded, ()
        buttons = [self._button(action, BUTTON_LABEL) for action in plain]
        choices = [self._button(action, OPTION_LABEL) for action in folded]
        said = [
            line
            for action, button in zip((*plain, *folded), (*buttons, *choices), strict=True)
            for line in _said(action, button)
        ]
        able = [button for button in buttons if button is not None]
        if able and not few and able[0].style == "secondary":
            able[0] = replace(able[0], style="primary")
        rows = [ButtonRow(tuple(row)) for row in _slices(able, ROW_BUTTONS)]
        able = [choice for choice in choices if choice is not None]
        menus = [self._menu(tuple(options)) for options in _slices(able, SELECT_OPTIONS)]
        return Pressable(tuple(said), (*rows, *menus))

    def _menu(self, choices: tuple[Button, ...]) -> Menu:
        self._menus += 1
        identifier = write_identifier(MENU, {"n": str(self._menus)}, owner=self._owner)
        return Menu(identifier, choices)

    def _button(self, action: Action, longest: int) -> Button | None:
        """The button; none where no identifier can carry what it asks."""
        try:
            identifier = write_identifier(action.command, action.arguments, owner=self._owner)
        except DoesNotFitError:
            return None
        return Button(within(button_words(action), longest), identifier, _style(action))


def _style(action: Action) -> Style:
    return "danger" if action.destructive else "secondary"


def _said(action: Action, button: Button | None) -> Iterator[Text]:
    """A label that was shortened in full; for what no button can carry, the line to type."""
    words = button_words(action)
    if button is None:
        yield line_to_type(action)
    elif units(button.label) < units(words):
        yield (Plain(words),)


def _slices(of: Sequence[_T], size: int) -> Iterator[Sequence[_T]]:
    for start in range(0, len(of), size):
        yield of[start : start + size]
