"""Time zones as people name them: the zones of the IANA database, by name, city or abbreviation."""

from functools import cache
from importlib import resources
from zoneinfo import available_timezones

from pydantic import TypeAdapter

from core.facts.provenance import Checked
from core.facts.reading import read_yaml


class _Held(Checked):
    """The areas whose zones are offered, other names with the zone that people mean, and words.

    ``called`` is what a zone is called where its city would say less.
    """

    areas: frozenset[str]
    names: dict[str, str]
    called: dict[str, str]


@cache
def zones() -> tuple[str, ...]:
    """Every zone by its IANA name (``America/Chicago``), and ``UTC``, in order."""
    areas = _held().areas
    named = {name for name in available_timezones() if name.partition("/")[0] in areas}
    return tuple(sorted({*named, "UTC"}))


def known_zone(name: str) -> bool:
    """Whether a name is one of the IANA database, whatever its area."""
    return name in _every_zone()


@cache
def _every_zone() -> frozenset[str]:
    return frozenset(available_timezones())


def zone(text: str) -> str | None:
    """The IANA name of a zone by its name, its city or what people call it.

    ``None`` for what is none, and for what could mean two, as ``IST``.
    """
    return _names().get(_folded(text))


def called(name: str) -> str:
    """A zone in words: ``US Eastern time``, ``Karachi time``."""
    said = _held().called.get(name) or name.rpartition("/")[2].replace("_", " ")
    return said if said == "UTC" else f"{said} time"


@cache
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    # Where two zones end in one city they are one zone under two names; of these the name with
    # more parts is the newer one. Whole names come last and always mean themselves.
    for name in sorted(zones(), key=lambda one: (one.count("/"), one)):
        names[_folded(name.rpartition("/")[2])] = name
    names |= {_folded(name): meant for name, meant in _held().names.items()}
    return names | {_folded(name): name for name in zones()}


@cache
def _held() -> _Held:
    file = resources.files("core.facts") / "zones.yaml"
    return read_yaml(file, TypeAdapter(_Held), named="zones.yaml")


def _folded(text: str) -> str:
    """Text without case, dots and differences of separators, for looking up."""
    return " ".join(text.casefold().replace(".", "").replace("_", " ").replace("-", " ").split())
