"""What a reply's smaller parts say, in the same words on every platform."""

from core.dialogue.reply import Picture, Row, SourceLine
from core.dialogue.text import Plain, Strong, Text, text
from core.dialogue.visible_text import harmless

NOTHING = "There is nothing to show."
"""What an empty reply says."""


def named_row(row: Row) -> Text:
    """A name in bold and what stands beside it."""
    name = (Strong(_naming(row.label)), Plain(" ")) if row.label.strip() else ()
    return (*name, *row.text)


def named_cell(column: str, cell: Text) -> Text:
    """A cell of a table that is written as a list, after the name of its column."""
    name = (Plain(f"{_naming(column)} "),) if column.strip() else ()
    return (*name, *cell)


def _naming(label: str) -> str:
    """A label before its value; a question already ends in its own mark."""
    named = label.rstrip()
    return named if named.endswith((":", "?")) else f"{named}:"


def bold(words: Text) -> Text:
    """The text with its plain words in bold."""
    return tuple(Strong(span.text) if isinstance(span, Plain) else span for span in words)


def column_names(columns: tuple[str, ...]) -> Text:
    """The head of a table that has no rows."""
    return text(" \u00b7 ".join(columns))


def source_words(line: SourceLine) -> Text:
    """A source, how firm it is and when it was checked."""
    checked = f", checked {line.checked}" if line.checked else ""
    return (*line.text, Plain(f" ({line.strength}{checked})"))


def picture_words(picture: Picture) -> str:
    """What a picture says in words; never empty."""
    spoken = picture.alternative if picture.alternative.strip() else picture.chart.title
    return harmless(spoken).strip() or "A picture"


def picture_name(picture: Picture) -> str:
    """The picture's name with the ending of its format."""
    return picture.name if picture.name.endswith(".png") else f"{picture.name}.png"
