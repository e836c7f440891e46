"""Actions as buttons and menus: labels that fit, and identifiers that hold all the state."""

from dataclasses import dataclass, replace

from bot.rendering.pressing import button_words, carried, rows, said_besides
from bot.rendering.shortening import within
from bot.slack.limits import ACTION_ELEMENTS, BUTTON_TEXT, OPTION_TEXT, SELECT_OPTIONS
from bot.slack.parts import Button, Menu, Pressing, Style
from core.dialogue.reply import Action, Actions
from core.dialogue.text import Plain, Text

_FEW = 5
"""As many as are not folded away where no button stands before them."""


@dataclass(frozen=True, slots=True)
class Pressable:
    """What of some actions can be pressed, and what has to be said of them in words."""

    said: tuple[Text, ...]
    rows: tuple[Pressing, ...]


def beside(action: Action, owner: str) -> tuple[tuple[Text, ...], Button | None]:
    """A button that belongs to a line, and what has to be said of it in words."""
    button = _button(action, owner, BUTTON_TEXT)
    return tuple(said_besides(action, button)), button


def below(actions: Actions, owner: str) -> Pressable:
    """Rows of buttons, the first of them the main one, and menus for what may be folded."""
    plain, folded = actions.actions, actions.more
    few = not plain and len(folded) <= _FEW
    if few:
        plain, folded = folded, ()
    buttons = [_button(action, owner, BUTTON_TEXT) for action in plain]
    choices = [_button(action, owner, OPTION_TEXT) for action in folded]
    said = [
        line
        for action, button in zip((*plain, *folded), (*buttons, *choices), strict=True)
        for line in said_besides(action, button)
    ]
    able = list(dict.fromkeys(button for button in buttons if button is not None))
    if able and not few and not able[0].style:
        able[0] = replace(able[0], style="primary")
    kept: dict[str, Button] = {}
    for choice in (choice for choice in choices if choice is not None):
        there = kept.setdefault(choice.identifier, choice)
        if there.label != choice.label:
            said.append((Plain(f"{choice.label}: the same as {there.label}"),))
    elements: list[Button | Menu] = [*able]
    elements += [Menu(options) for options in rows([*kept.values()], SELECT_OPTIONS)]
    return Pressable(tuple(said), tuple(map(Pressing, rows(elements, ACTION_ELEMENTS))))


def _button(action: Action, owner: str, longest: int) -> Button | None:
    """The button; none where no identifier can carry what it asks."""
    identifier = carried(action, owner)
    if identifier is None:
        return None
    return Button(within(button_words(action), longest), identifier, _style(action))


def _style(action: Action) -> Style:
    return "danger" if action.destructive else ""
