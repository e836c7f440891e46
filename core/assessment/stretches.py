"""Stretches of the score scale that facts speak of, in points or counted from the mean."""

from collections.abc import Sequence
from typing import Protocol


class Stretch(Protocol):
    """Bounds of a stretch, both included; ``None`` is open. Relative ones count from the mean."""

    @property
    def low(self) -> int | None:
        """Lowest score, in points."""

    @property
    def high(self) -> int | None:
        """Highest score, in points."""

    @property
    def low_from_mean(self) -> int | None:
        """Lowest score, in points from the mean."""

    @property
    def high_from_mean(self) -> int | None:
        """Highest score, in points from the mean."""


def lies_in(stretch: Stretch, score: int, means: Sequence[int]) -> bool:
    """Whether the score surely lies in the stretch: whatever mean of these holds."""
    if stretch.low is not None and score < stretch.low:
        return False
    if stretch.high is not None and score > stretch.high:
        return False
    low, high = stretch.low_from_mean, stretch.high_from_mean
    if low is None and high is None:
        return True
    return bool(means) and all(
        (low is None or score >= mean + low) and (high is None or score <= mean + high)
        for mean in means
    )


def breadth(stretch: Stretch, means: Sequence[int], lowest: int, highest: int) -> int:
    """How many points a stretch covers between the ends of the scale; relative ones at the
    lowest of the means."""
    mean = min(means, default=highest)
    lows = (stretch.low, None if stretch.low_from_mean is None else mean + stretch.low_from_mean)
    highs = (
        stretch.high,
        None if stretch.high_from_mean is None else mean + stretch.high_from_mean,
    )
    low = max((bound for bound in lows if bound is not None), default=lowest)
    high = min((bound for bound in highs if bound is not None), default=highest)
    return high - low
