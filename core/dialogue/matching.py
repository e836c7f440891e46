"""Which of a question's choices a half-typed word may mean, the likeliest first."""

import unicodedata
from collections.abc import Sequence

from rapidfuzz import fuzz

from core.dialogue.question import Choice, Kind, Question

_YES_NO = (Choice("yes", "yes"), Choice("no", "no"))
_ALIKE = 75.0
"""How like a name a slip of the finger still is, of 100."""
_FEWEST_ALIKE = 3
"""Characters; fewer are like too much."""


def offered(question: Question) -> tuple[Choice, ...]:
    """Every answer that can be offered by name."""
    if question.kind is Kind.YES_NO:
        return _YES_NO
    return tuple(question.known()) if question.known else question.choices


def matching(question: Question, choices: Sequence[Choice], typed: str) -> list[Choice]:
    """The choices that may be meant: all of them where nothing is typed yet.

    First what the text names outright, then what begins with it, then what contains it; only
    where there is none, what is like it. The order of the choices decides between equals.
    """
    wanted = folded(typed)
    if not wanted:
        return list(choices)
    alias = question.aliases(typed) if question.aliases else None
    ranks = [(_rank(choice, wanted, alias), choice) for choice in choices]
    near = [(rank, choice) for rank, choice in ranks if rank is not None]
    if not near:
        alike = [(-_likeness(choice, wanted), choice) for choice in choices]
        near = [pair for pair in alike if pair[0] <= -_ALIKE]
    return [choice for _, choice in sorted(near, key=lambda pair: pair[0])]


def named(question: Question, choices: Sequence[Choice], typed: str) -> Choice | None:
    """The choice that the text names outright, by value, by its words or by another spelling."""
    wanted = folded(typed)
    alias = question.aliases(typed) if question.aliases else None
    for choice in choices:
        if choice.value == alias or wanted in _names(choice):
            return choice
    return None


def folded(text: str) -> str:
    """Text without case, accents and differences of separators, for looking up."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(mark for mark in bare if not unicodedata.combining(mark))
    return " ".join(kept.replace("_", " ").replace("-", " ").split())


def _names(choice: Choice) -> tuple[str, str]:
    return folded(choice.value), folded(choice.label)


def _rank(choice: Choice, wanted: str, alias: str | None) -> float | None:
    names = _names(choice)
    if choice.value == alias or wanted in names:
        return 0
    if any(name.startswith(wanted) for name in names):
        return 1
    return 2 if any(wanted in name for name in names) else None


def _likeness(choice: Choice, wanted: str) -> float:
    """From 0 to 100; a part of a longer name may be meant, but no short name in a longer word."""
    if len(wanted) < _FEWEST_ALIKE:
        return 0
    return max(
        (fuzz.partial_ratio if len(name) > len(wanted) else fuzz.ratio)(wanted, name)
        for name in _names(choice)
    )
