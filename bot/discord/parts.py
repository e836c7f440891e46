"""What a message is made of, as plain values, and how much of a message each takes."""

from dataclasses import dataclass
from typing import Literal

from bot.discord.limits import units
from core.dialogue.reply import Chart

TOO_LARGE_ROOM = 400
"""Units kept free for a file, for the sentence in place of one that is too large."""

Style = Literal["primary", "secondary", "danger"]


@dataclass(frozen=True, slots=True)
class Words:
    """Running text as markdown."""

    markdown: str


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press. The label fits; the identifier is all the state there is."""

    label: str
    identifier: str
    style: Style = "secondary"


@dataclass(frozen=True, slots=True)
class Beside:
    """Words with a button at their side."""

    markdown: str
    button: Button


@dataclass(frozen=True, slots=True)
class ButtonRow:
    """Buttons side by side."""

    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Menu:
    """Buttons folded away into a select; each choice's identifier is its value."""

    identifier: str
    choices: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture, drawn when the message is built, with what it says in words."""

    file_name: str
    chart: Chart
    description: str
    in_words: str
    """The description as markdown, for a picture that cannot be sent."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file's content, and the name that it has for people and in the message."""

    file_name: str
    name: str
    content: str


@dataclass(frozen=True, slots=True)
class Divider:
    """A line across."""


Part = Words | Beside | ButtonRow | Menu | Drawing | Attachment | Divider


def components(part: Part) -> int:
    """How many components the part is, those inside it counted too."""
    match part:
        case Beside():
            return 3
        case ButtonRow():
            return 1 + len(part.buttons)
        case Menu():
            return 2
        case _:
            return 1


def characters(part: Part) -> int:
    """How many units of text the part takes at most."""
    match part:
        case Words() | Beside():
            return units(part.markdown)
        case Drawing():
            return units(part.in_words)
        case Attachment():
            return TOO_LARGE_ROOM
        case _:
            return 0


def files(part: Part) -> int:
    """How many files the part sends."""
    return int(isinstance(part, Drawing | Attachment))
