"""What a message or view is made of, as plain values that become blocks when it is full."""

from dataclasses import dataclass, field
from typing import Literal

from bot.slack.composition import Json
from core.dialogue.reply import Chart

Style = Literal["", "primary", "danger"]
Mark = Literal["", "bullet", "ordered"]


@dataclass(frozen=True, slots=True)
class Title:
    """Plain words in large letters."""

    words: str


@dataclass(frozen=True, slots=True)
class Words:
    """A line of rich text or a stretch of one; with a mark it is an item of a list.

    ``joint`` stands between it and words before it in the same line or item; it is ``None`` where
    a line or item begins. ``number`` is the number of an item where items are ordered.
    """

    elements: tuple[Json, ...] = field(repr=False)
    mark: Mark = ""
    number: int = 0
    joint: str | None = None


@dataclass(frozen=True, slots=True)
class Prose:
    """Rich text that stands together."""

    lines: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Quiet:
    """Plain words in small print."""

    words: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of rich text, its head first; every row has as many cells."""

    rows: tuple[tuple[tuple[Json, ...], ...], ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press. The label fits; the identifier is all the state there is.

    ``direct`` asks for the same answer in the direct message with the bot.
    """

    label: str
    identifier: str
    style: Style = ""
    direct: bool = False


@dataclass(frozen=True, slots=True)
class Menu:
    """Buttons folded away into a menu; no two of them do the same."""

    choices: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Pressing:
    """Buttons and menus in a row; ``of_item`` where they belong to the line before them."""

    elements: tuple[Button | Menu, ...]
    of_item: bool = False


@dataclass(frozen=True, slots=True)
class Divider:
    """A line across."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture to be drawn and uploaded, with its alternative text, which fits."""

    file_name: str
    chart: Chart = field(repr=False)
    description: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file to be uploaded, and the name that it has for people."""

    file_name: str
    name: str
    content: str = field(repr=False)


Uploaded = Drawing | Attachment
Part = Title | Words | Prose | Quiet | Grid | Pressing | Divider | Drawing | Attachment
