"""Every dated fact of the catalogue, with the file it stands in and a name for it."""

from collections.abc import Iterator
from dataclasses import fields
from typing import NamedTuple

from pydantic import BaseModel

from core.facts.catalogue import Facts
from core.facts.provenance import Dated

_FILES = {"calendar": "seasons.yaml"}

# The keys that tell one fact from its neighbours, in the order in which they are read out.
_NAMES = (
    "id",
    "season",
    "specialty",
    "specialties",
    "applicants",
    "applicant",
    "exam",
    "country",
    "ladder",
    "name",
    "track",
    "tested_from",
    "year_starts",
    "edition",
    "year",
)


class Placed(NamedTuple):
    """A dated fact, its file and its name there."""

    file: str
    name: str
    fact: Dated


def dated_facts(facts: Facts) -> Iterator[Placed]:
    """Every dated fact, file by file."""
    for field in fields(facts):
        value = getattr(facts, field.name)
        file = _FILES.get(field.name, f"{field.name}.yaml")
        if isinstance(value, BaseModel):
            yield from _within(file, "", value)


def version_of(facts: Facts) -> str:
    """The day of the newest check of any fact, as 2026-11-22."""
    return max(placed.fact.checked for placed in dated_facts(facts)).isoformat()


def _within(file: str, name: str, model: BaseModel) -> Iterator[Placed]:
    if isinstance(model, Dated):
        yield Placed(file, name, model)
    for key in type(model).model_fields:
        value = getattr(model, key)
        if isinstance(value, BaseModel):
            yield from _within(file, _joined(name, key), value)
        elif isinstance(value, tuple):
            for item in value:
                if isinstance(item, BaseModel):
                    yield from _within(file, _joined(name, key, _called(item)), item)


def _called(item: BaseModel) -> str:
    said = (getattr(item, key, None) for key in _NAMES)
    return _joined(*(_plain(value) for value in said if value is not None and value != ()))


def _plain(value: object) -> str:
    return "/".join(str(part) for part in value) if isinstance(value, tuple) else str(value)


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)
