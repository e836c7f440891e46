"""Pieces in as many messages as they need, each ended at the best place there is."""

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeVar

from bot.rendering.running import Gap

_LEAST = 1 / 3
"""How full a message is at least before a better place to end it is preferred to a later one."""


class Placed(Protocol):
    """A piece of a reply."""

    @property
    def gap(self) -> Gap:
        """What lies before the piece."""


class Filled(Protocol):
    """What is on a message so far."""

    @property
    def fullness(self) -> float:
        """The share of the message that is taken, by the limit that is nearest; 1 is full."""


P = TypeVar("P", bound=Placed)
F = TypeVar("F", bound=Filled)
Add = Callable[[F, P], F]
"""A message with one piece more, whether it fits or not."""


def filled(every: Sequence[P], first: F, later: F, add: Add[F, P]) -> Iterator[F]:
    """The pieces in messages; ``first`` and ``later`` are what is taken of them beforehand."""
    start, empty = 0, first
    while start < len(every):
        rest = every[start:]
        messages = _growing(rest, empty, add)
        taken = _end(rest, messages)
        yield messages[taken - 1]
        start, empty = start + taken, later


def _growing(every: Sequence[P], empty: F, add: Add[F, P]) -> list[F]:
    """A message after each piece that fits, and after the first in any case."""
    messages = [add(empty, every[0])]
    for piece in every[1:]:
        more = add(messages[-1], piece)
        if more.fullness > 1:
            break
        messages.append(more)
    return messages


def _end(every: Sequence[P], messages: Sequence[F]) -> int:
    """How many of the pieces to keep: all, or up to the best place to end."""
    if len(messages) == len(every):
        return len(every)
    places = range(1, len(messages) + 1)
    enough = [n for n in places if messages[n - 1].fullness >= _LEAST]
    if not any(every[n].gap for n in enough):
        enough = list(places)
    return max(enough, key=lambda n: (every[n].gap, n))
