"""Actions as buttons and menus: labels that fit, and identifiers that hold all the state."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from bot.rendering.shortening import within
from bot.rendering.wording import button_words, line_to_type
from bot.slack.limits import ACTION_ELEMENTS, BUTTON_TEXT, OPTION_TEXT, SELECT_OPTIONS, units
from bot.slack.parts import Button, Menu, Pressing, Style
from core.dialogue.identifier import DoesNotFitError, write_identifier
from core.dialogue.reply import Action, Actions
from core.dialogue.text import Plain, Text

_FEW = 5
"""As many as are not folded away where no button stands before them."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Pressable:
    """What of some actions can be pressed, and what has to be said of them in words."""

    said: tuple[Text, ...]
    rows: tuple[Pressing, ...]


def beside(action: Action, owner: str) -> tuple[tuple[Text, ...], Button | None]:
    """A button that belongs to a line, and what has to be said of it in words."""
    button = _button(action, owner, BUTTON_TEXT)
    return tuple(_said(action, button)), button


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
        for line in _said(action, button)
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
    elements += [Menu(tuple(options)) for options in _slices([*kept.values()], SELECT_OPTIONS)]
    rows = [Pressing(tuple(row)) for row in _slices(elements, ACTION_ELEMENTS)]
    return Pressable(tuple(said), tuple(rows))


def _button(action: Action, owner: str, longest: int) -> Button | None:
    """The button; none where no identifier can carry what it asks."""
    try:
        identifier = write_identifier(action.command, action.arguments, owner=owner)
    except DoesNotFitError:
        return None
    return Button(within(button_words(action), longest), identifier, _style(action))


def _style(action: Action) -> Style:
    return "danger" if action.destructive else ""


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
