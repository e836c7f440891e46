"""How far a count of people can be trusted: the Wilson interval of a proportion."""

from math import sqrt
from statistics import NormalDist

# Two-sided 95 per cent, the level at which every interval here is given.
_Z = NormalDist().inv_cdf(0.975)


def wilson(matched: int, n: int) -> tuple[float, float]:
    """The 95 % Wilson score interval of ``matched`` among ``n`` people, as shares of one.

    Raises ``ValueError`` for nobody, of whom no share can be taken.
    """
    if n < 1:
        raise ValueError("an interval needs at least one person")
    share = matched / n
    centre = share + _Z**2 / (2 * n)
    half = _Z * sqrt(share * (1 - share) / n + _Z**2 / (4 * n**2))
    below, above = (centre - half) / (1 + _Z**2 / n), (centre + half) / (1 + _Z**2 / n)
    # Rounding must not push a bound past the share itself where nobody or everybody matched.
    return max(0.0, min(below, share)), min(1.0, max(above, share))
