"""Sources as people see them: each once, with how firmly it is known."""

from collections.abc import Iterable

from core.assessment.result import Cited
from core.dialogue.reply import SourceLine, Sources
from core.dialogue.strengths import STRENGTH
from core.dialogue.text import Link, day_in_words, text


def sources(cited: Iterable[Cited]) -> Sources:
    """The sources of a reply, each once with all its sections, in the order of first citing."""
    sections: dict[str, list[str]] = {}
    first: dict[str, Cited] = {}
    for source in cited:
        first.setdefault(source.id, source)
        named = sections.setdefault(source.id, [])
        if source.section and source.section not in named:
            named.append(source.section)
    return Sources(tuple(_line(source, sections[name]) for name, source in first.items()))


def _line(source: Cited, sections: list[str]) -> SourceLine:
    title = source.title if source.address is None else Link(source.title, source.address)
    named = "; ".join(f"\u201c{section}\u201d" for section in sections)
    checked = "" if source.checked is None else day_in_words(source.checked)
    if source.stale:
        checked += ", due to be checked again"
    return SourceLine(
        text(title, f": {named}" if named else ""), STRENGTH[source.strength], checked
    )
