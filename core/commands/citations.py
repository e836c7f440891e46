"""Sources as people see them: each once, with how firmly it is known."""

from collections.abc import Iterable

from core.assessment.result import Cited
from core.commands.words import STRENGTH
from core.dialogue.reply import SourceLine, Sources
from core.dialogue.text import Link, day_in_words, text


def sources(cited: Iterable[Cited]) -> Sources:
    """The sources of a reply, each once, in the order in which they were first cited."""
    seen: dict[tuple[str, str], Cited] = {}
    for source in cited:
        seen.setdefault((source.id, source.section), source)
    return Sources(tuple(_line(source) for source in seen.values()))


def _line(source: Cited) -> SourceLine:
    title = source.title if source.address is None else Link(source.title, source.address)
    section = f", \u201c{source.section}\u201d" if source.section else ""
    checked = ""
    if source.checked is not None:
        checked = f"checked {day_in_words(source.checked)}"
        if source.stale:
            checked += ", due to be checked again"
    return SourceLine(text(title, section), STRENGTH[source.strength], checked)
