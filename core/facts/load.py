"""The facts of the package, read, checked and frozen."""

from collections.abc import Callable
from dataclasses import replace
from importlib import resources
from importlib.resources.abc import Traversable
from typing import TypeVar

from pydantic import TypeAdapter

from core.facts.application import Application
from core.facts.asks import Asks
from core.facts.bands import Bands
from core.facts.broken import FactsBroken
from core.facts.catalogue import Facts
from core.facts.dated import version_of
from core.facts.disagreements import Disagreement
from core.facts.examinations import Examinations
from core.facts.guidance import GuidanceEntry, Guide
from core.facts.limits import Limits
from core.facts.outcomes import Outcomes
from core.facts.provenance import Source
from core.facts.ranking import Ranking
from core.facts.reading import read_yaml
from core.facts.references import problems
from core.facts.reminders import ReminderRules
from core.facts.seasons import Calendar
from core.facts.support import Support
from core.facts.timeline import TimelineRules
from core.terms import Strength

T = TypeVar("T")
K = TypeVar("K")

_SOURCES = TypeAdapter(tuple[Source, ...])
_GUIDES = TypeAdapter(tuple[Guide, ...])
_GUIDANCE = TypeAdapter(tuple[GuidanceEntry, ...])
_DISAGREEMENTS = TypeAdapter(tuple[Disagreement, ...])
_EXAMINATIONS = TypeAdapter(Examinations)
_BANDS = TypeAdapter(Bands)
_CALENDAR = TypeAdapter(Calendar)
_TIMELINE = TypeAdapter(TimelineRules)
_OUTCOMES = TypeAdapter(Outcomes)
_APPLICATION = TypeAdapter(Application)
_SUPPORT = TypeAdapter(Support)
_LIMITS = TypeAdapter(Limits)
_RANKING = TypeAdapter(Ranking)
_ASKS = TypeAdapter(Asks)
_REMINDERS = TypeAdapter(ReminderRules)
_ABBREVIATIONS = TypeAdapter(dict[str, str])


def load_facts(root: Traversable | None = None) -> Facts:
    """Read and check every fact; ``root`` is another folder than the package's own.

    Raises :class:`FactsBroken` with the first thing that is wrong.
    """
    folder = resources.files("core.facts") if root is None else root

    def read(file: str, shape: TypeAdapter[T]) -> T:
        return read_yaml(folder / file, shape, named=file)

    guides = _by("guides.yaml", read("guides.yaml", _GUIDES), lambda guide: guide.id)
    cited = (*read("sources.yaml", _SOURCES), *map(_as_source, guides.values()))
    sources = _by("sources.yaml", cited, lambda source: source.id)
    facts = Facts(
        version="",
        sources=sources,
        guides=guides,
        guidance=_guidance(folder),
        disagreements=read("disagreements.yaml", _DISAGREEMENTS),
        examinations=read("examinations.yaml", _EXAMINATIONS),
        bands=read("bands.yaml", _BANDS),
        calendar=read("seasons.yaml", _CALENDAR),
        timeline=read("timeline.yaml", _TIMELINE),
        outcomes=read("outcomes.yaml", _OUTCOMES),
        application=read("application.yaml", _APPLICATION),
        support=read("support.yaml", _SUPPORT),
        limits=read("limits.yaml", _LIMITS),
        ranking=read("ranking.yaml", _RANKING),
        asks=read("asks.yaml", _ASKS),
        reminders=read("reminders.yaml", _REMINDERS),
        abbreviations=read("abbreviations.yaml", _ABBREVIATIONS),
    )
    for problem in problems(facts):
        raise FactsBroken(*problem)
    return replace(facts, version=version_of(facts))


def _guidance(folder: Traversable) -> tuple[GuidanceEntry, ...]:
    """The entries of every file of guidance, file by file in the order of their names."""
    files = [file for file in (folder / "guidance").iterdir() if file.name.endswith(".yaml")]
    held: dict[str, GuidanceEntry] = {}
    for file in sorted(files, key=lambda file: file.name):
        named = f"guidance/{file.name}"
        for entry in read_yaml(file, _GUIDANCE, named=named):
            if entry.id in held:
                raise FactsBroken(named, f"id {entry.id}", "is given twice")
            held[entry.id] = entry
    return tuple(held.values())


def _as_source(guide: Guide) -> Source:
    """A guide can be cited like any other publication."""
    return Source(
        id=guide.id,
        title=guide.title,
        publisher=guide.publisher,
        strength=Strength.GUIDANCE,
        note=f"written for {guide.written_for}",
    )


def _by(file: str, items: tuple[T, ...], key: Callable[[T], K]) -> dict[K, T]:
    held: dict[K, T] = {}
    for item in items:
        if key(item) in held:
            raise FactsBroken(file, f"id {key(item)}", "is given twice")
        held[key(item)] = item
    return held
