"""A reply is a document, not a message: blocks that every door renders within its own limits."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from core.dialogue.form import Form
from core.dialogue.request import Asked
from core.dialogue.text import Text


@dataclass(frozen=True, slots=True)
class Action:
    """A button: it runs ``command`` with ``arguments`` for the person who presses it.

    Arguments never hold an answer of a profile. Whether pressing changes anything is
    declared on the command; ``destructive`` marks what leads to something that cannot be undone.
    """

    label: str
    command: str
    arguments: Mapping[str, str] = field(default_factory=dict)
    destructive: bool = False
    kind: Literal["action"] = "action"


@dataclass(frozen=True, slots=True)
class Heading:
    """Opens a part of the reply."""

    text: Text
    kind: Literal["heading"] = "heading"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One idea in running text. A ``quiet`` one is small print."""

    text: Text
    quiet: bool = False
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a list, with an optional second line and an optional action at its end."""

    text: Text
    detail: Text | None = None
    action: Action | None = None


@dataclass(frozen=True, slots=True)
class Items:
    """A list; numbered where the order matters."""

    items: tuple[Item, ...]
    numbered: bool = False
    kind: Literal["items"] = "items"


@dataclass(frozen=True, slots=True)
class Row:
    """A name and what stands beside it."""

    label: str
    text: Text


@dataclass(frozen=True, slots=True)
class Fields:
    """Names with their values."""

    rows: tuple[Row, ...]
    kind: Literal["fields"] = "fields"


@dataclass(frozen=True, slots=True)
class Table:
    """A small table; every row has as many cells as there are columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class Range:
    """A labelled stretch of a scale with a centre mark: the lower quarter to the upper quarter."""

    label: str
    low: float
    centre: float
    high: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A labelled point of a scale."""

    label: str
    at: float


@dataclass(frozen=True, slots=True)
class ScaleChart:
    """One person's value on a scale, beside ranges and marks."""

    title: str
    axis: str
    ranges: tuple[Range, ...]
    marks: tuple[Mark, ...]
    own: Mark
    source: str
    kind: Literal["scale"] = "scale"


@dataclass(frozen=True, slots=True)
class Bar:
    """A labelled span of a season, from its first day to its last."""

    label: str
    begins: date
    ends: date
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class DayMark:
    """A labelled day of a season: ``fixed`` where nothing makes up for missing it."""

    label: str
    on: date
    estimated: bool = False
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class SeasonChart:
    """A season as one person has it: spans and deadlines by their days, with today marked.

    Everything lies within ``begins`` and ``ends``, save ``today``, which may lie outside.
    """

    title: str
    begins: date
    ends: date
    today: date
    bars: tuple[Bar, ...]
    deadlines: tuple[DayMark, ...]
    kind: Literal["season"] = "season"


Chart = ScaleChart | SeasonChart


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart, drawn by the door when it is shown, with a text that says the same."""

    name: str
    chart: Chart
    alternative: str
    kind: Literal["picture"] = "picture"


@dataclass(frozen=True, slots=True)
class File:
    """A file for the person, as text."""

    name: str
    media_type: str
    content: str
    kind: Literal["file"] = "file"


@dataclass(frozen=True, slots=True)
class Actions:
    """Buttons in a row; ``more`` are those a door may fold away."""

    actions: tuple[Action, ...]
    more: tuple[Action, ...] = ()
    kind: Literal["actions"] = "actions"


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One source as people see it: who says it, how firmly, and when it was last checked."""

    text: Text
    strength: str
    checked: str = ""


@dataclass(frozen=True, slots=True)
class Sources:
    """What the reply rests on."""

    lines: tuple[SourceLine, ...]
    kind: Literal["sources"] = "sources"


Block = Heading | Paragraph | Items | Fields | Table | Picture | File | Actions | Sources


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer. ``data`` is the same result as plain data, for programs.

    ``again`` is a request that draws the same answer later and changes nothing, without an
    answer of a profile in it; ``None`` where there is none. An ``urgent`` one is shown at once,
    also by a door that would lead on to something else.
    """

    title: Text
    blocks: tuple[Block, ...]
    data: Mapping[str, Any] = field(default_factory=dict)
    again: Asked | None = None
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """One answer that could not be taken: what was given, and what is accepted.

    ``label`` is how people read the field, where it is a question; ``hint`` is a sentence on
    what to do, where there is more to say than what is accepted.
    """

    field: str
    given: str
    accepted: str
    label: str = ""
    hint: Text = ()


@dataclass(frozen=True, slots=True)
class Sentence(Refusal):
    """A refusal that names no field: ``accepted`` is a whole sentence without its full stop."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was changed. ``given`` is everything that was typed, so that nothing is lost.

    ``fix`` opens the form with what was typed, where there is such a form. ``hand_back`` says
    that what was typed is kept nowhere, so that people are shown it, to copy.
    """

    refusals: tuple[Refusal, ...]
    given: Mapping[str, str] = field(default_factory=dict)
    command: str = ""
    fix: Action | None = None
    hand_back: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """Something broke on our side. The log carries the same ``reference``, and no more is shown.

    ``asked`` is what could not be done, so that what was typed can be sent again.
    """

    reference: str
    text: Text
    asked: Asked | None = None


Outcome = Reply | Form | Refused | Fault
