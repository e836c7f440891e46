"""One message as it is filled, piece by piece, up to each of its limits."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.discord.limits import COMPONENTS, FILES, TEXT
from bot.discord.markdown import escaped
from bot.discord.parts import (
    Beside,
    Button,
    ButtonRow,
    Menu,
    Part,
    Words,
    characters,
    components,
    files,
)
from bot.discord.pieces import Piece


@dataclass(frozen=True, slots=True)
class Filling:
    """What is on a message so far, and what it takes; the container around it is counted."""

    parts: tuple[Part, ...] = ()
    components: int = 1
    characters: int = 0
    files: int = 0

    @property
    def fullness(self) -> float:
        """The share of the message that is taken, by the limit that is nearest; 1 is full."""
        return max(self.components / COMPONENTS, self.characters / TEXT, self.files / FILES)

    def add(self, piece: Piece) -> "Filling":
        """The message with one piece more, whether it fits or not.

        What can be pressed there already is left out: Discord refuses a message that has an
        identifier twice.
        """
        filled = self
        for one in _once(piece, self.parts):
            filled = filled._put(one)
        return filled

    def _put(self, piece: Piece) -> "Filling":
        last = self.parts[-1] if self.parts else None
        new = piece.part
        if isinstance(new, Words) and isinstance(last, Words):
            longer = Words(f"{last.markdown}{piece.joint}{new.markdown}")
            more = characters(longer) - characters(last)
            parts = (*self.parts[:-1], longer)
            return replace(self, parts=parts, characters=self.characters + more)
        if isinstance(new, Words):
            new = Words(piece.opening + new.markdown)
        return Filling(
            (*self.parts, new),
            self.components + components(new),
            self.characters + characters(new),
            self.files + files(new),
        )


def _once(piece: Piece, there: tuple[Part, ...]) -> Iterator[Piece]:
    """The piece without what can be pressed already; another label for the same is said."""
    match piece.part:
        case Beside(markdown, button):
            kept, said = _new((button,), _pressed(there))
            yield piece if kept else replace(piece, part=Words(markdown))
            yield from said
        case ButtonRow(buttons):
            kept, said = _new(buttons, _pressed(there))
            yield from said
            if kept:
                yield replace(piece, part=ButtonRow(kept))
        case Menu(identifier, choices):
            kept, said = _new(choices, _chosen(there))
            yield from said
            if kept:
                yield replace(piece, part=Menu(identifier, kept))
        case _:
            yield piece


def _pressed(there: tuple[Part, ...]) -> dict[str, str]:
    """The labels of buttons by their identifiers."""
    labels: dict[str, str] = {}
    for part in there:
        if isinstance(part, Beside):
            labels[part.button.identifier] = part.button.label
        elif isinstance(part, ButtonRow):
            labels |= {button.identifier: button.label for button in part.buttons}
    return labels


def _chosen(there: tuple[Part, ...]) -> dict[str, str]:
    """The labels of choices by their identifiers."""
    menus = (part for part in there if isinstance(part, Menu))
    return {choice.identifier: choice.label for menu in menus for choice in menu.choices}


def _new(
    buttons: tuple[Button, ...], there: dict[str, str]
) -> tuple[tuple[Button, ...], list[Piece]]:
    """Those that are not there yet, and in words the other labels of those that are."""
    kept: list[Button] = []
    said: list[Piece] = []
    for button in buttons:
        label = there.get(button.identifier)
        if label is None:
            there[button.identifier] = button.label
            kept.append(button)
        elif label != button.label:
            words = f"-# {escaped(button.label)}: the same as {escaped(label)}"
            said.append(Piece(Words(words)))
    return tuple(kept), said
