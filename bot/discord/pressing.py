"""Actions as buttons and menus: labels that fit, and identifiers that hold all the state."""

from dataclasses import dataclass, replace

from bot.discord.limits import (
    BUTTON_LABEL,
    OPTION_LABEL,
    ROW_BUTTONS,
    SELECT_OPTIONS,
)
from bot.discord.parts import Button, ButtonRow, Menu, Style
from bot.rendering.pressing import button_words, carried, rows, said_besides
from bot.rendering.shortening import within
from core.dialogue.identifier import write_identifier
from core.dialogue.reply import Action, Actions
from core.dialogue.text import Text

MENU = "menu"
"""The route of a menu's own identifier; what was chosen from it is a route of its own."""


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
        return tuple(said_besides(action, button)), button

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
            for line in said_besides(action, button)
        ]
        able = [button for button in buttons if button is not None]
        if able and not few and able[0].style == "secondary":
            able[0] = replace(able[0], style="primary")
        parts: list[ButtonRow | Menu] = [ButtonRow(row) for row in rows(able, ROW_BUTTONS)]
        able = [choice for choice in choices if choice is not None]
        parts += [self._menu(options) for options in rows(able, SELECT_OPTIONS)]
        return Pressable(tuple(said), tuple(parts))

    def _menu(self, choices: tuple[Button, ...]) -> Menu:
        self._menus += 1
        identifier = write_identifier(MENU, {"n": str(self._menus)}, owner=self._owner)
        return Menu(identifier, choices)

    def _button(self, action: Action, longest: int) -> Button | None:
        """The button; none where no identifier can carry what it asks."""
        identifier = carried(action, self._owner)
        if identifier is None:
            return None
        return Button(within(button_words(action), longest), identifier, _style(action))


def _style(action: Action) -> Style:
    return "danger" if action.destructive else "secondary"
