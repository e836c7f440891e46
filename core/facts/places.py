"""Places people name: the states and territories of the United States, and countries.

The lists come from pycountry, read when they are first asked for.
"""

import unicodedata
from functools import cache
from importlib import resources
from typing import NamedTuple

from pydantic import TypeAdapter

from core.facts.reading import read_yaml

# Uninhabited: no school, no program and nobody's ties.
_NOBODY_LIVES_THERE = frozenset({"UM"})


class Place(NamedTuple):
    """A place: its two-letter code and its name."""

    code: str
    name: str


@cache
def states() -> tuple[Place, ...]:
    """States, the District of Columbia and territories, by name; codes as in addresses."""
    import pycountry

    held = (
        Place(found.code.removeprefix("US-"), _said(found.name))
        for found in pycountry.subdivisions
        if found.country_code == "US"
    )
    return tuple(
        sorted(
            (place for place in held if place.code not in _NOBODY_LIVES_THERE),
            key=lambda place: place.name,
        )
    )


@cache
def countries() -> tuple[Place, ...]:
    """Countries and territories of ISO 3166, by the name in common use."""
    import pycountry

    held = (
        Place(found.alpha_2, getattr(found, "common_name", found.name))
        for found in pycountry.countries
    )
    return tuple(sorted(held, key=lambda place: place.name))


def state(text: str) -> str | None:
    """The code of a state or territory named or abbreviated, ``None`` if there is none such."""
    return _state_codes().get(_folded(text))


def country(text: str) -> str | None:
    """The ISO 3166 code of a country named or abbreviated, ``None`` if there is none such."""
    return _country_codes().get(_folded(text))


@cache
def _state_codes() -> dict[str, str]:
    codes = {_folded(place.name): place.code for place in states()}
    codes |= {_folded(place.code): place.code for place in states()}
    return codes | _aliases()["states"]


@cache
def _country_codes() -> dict[str, str]:
    import pycountry

    codes: dict[str, str] = {}
    for found in pycountry.countries:
        for name in ("official_name", "common_name", "name", "alpha_3", "alpha_2"):
            if said := getattr(found, name, None):
                codes[_folded(said)] = found.alpha_2
    return codes | _aliases()["countries"]


_ALIASES = TypeAdapter(dict[str, dict[str, str]])


@cache
def _aliases() -> dict[str, dict[str, str]]:
    """Names in use that the lists do not have, folded."""
    held = read_yaml(resources.files("core.facts") / "places.yaml", _ALIASES, named="places.yaml")
    return {
        kind: {_folded(name): code for name, code in names.items()} for kind, names in held.items()
    }


def _said(name: str) -> str:
    """``Virgin Islands, U.S.`` as people say it: ``U.S. Virgin Islands``."""
    rest, comma, first = name.partition(", ")
    return f"{first} {rest}" if comma else name


def _folded(text: str) -> str:
    """Text without case, accents, dots and surplus spaces, for looking up."""
    bare = unicodedata.normalize("NFKD", text.casefold()).replace("&", " and ")
    kept = (mark for mark in bare if not unicodedata.combining(mark) and mark != ".")
    return " ".join("".join(kept).replace("-", " ").split()).removeprefix("the ")
