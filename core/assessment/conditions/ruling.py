"""What a condition becomes once compiled: a test, its reasons, and the answers it waits for."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import singledispatch
from operator import attrgetter

from core.assessment.case import Case
from core.assessment.result import Because
from core.profile.applicant import Profile
from core.terms import Band, Specialty

Answer = bool | None


class Judged:
    """A case with its bands, which is what conditions are asked about."""

    __slots__ = ("bands", "case", "profile")

    def __init__(self, case: Case, bands: dict[Specialty, Band]) -> None:
        self.case = case
        self.profile: Profile = case.profile
        self.bands = bands


Test = Callable[[Judged], Answer]
Reasons = Callable[[Judged], tuple[Because, ...]]
Waits = Callable[[Judged], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Ruling:
    """A compiled condition.

    ``reasons`` tells the answers it was judged by, whether it holds or not, because a
    negation holds for the reasons for which its part does not. ``waits`` names the unanswered
    fields it turns on; it is asked where the test is unknown.
    """

    test: Test
    reasons: Reasons
    waits: Waits

    def because(self, judged: Judged) -> tuple[Because, ...]:
        """The reasons, each told once."""
        return tuple(dict.fromkeys(self.reasons(judged)))

    def missing(self, judged: Judged) -> frozenset[str]:
        """The fields whose answer would decide it; none where it is known."""
        return self.waits(judged) if self.test(judged) is None else frozenset()


@singledispatch
def ruling_on(condition: object) -> Ruling:
    """Compile a condition; every kind of the schema is registered beside its like."""
    raise TypeError(f"no answer is defined for conditions of kind {type(condition).__name__}")


def unanswered(*fields: str) -> Waits:
    """Those of the fields that the profile leaves open."""
    alone = tuple((attrgetter(field), frozenset({field})) for field in fields)

    def waits(judged: Judged) -> frozenset[str]:
        profile, open_fields = judged.profile, _NONE
        for read, field in alone:
            if read(profile) in _UNANSWERED:
                open_fields = open_fields | field if open_fields else field
        return open_fields

    return waits


_UNANSWERED = (None, ())
_NONE: frozenset[str] = frozenset()


def nothing(judged: Judged) -> frozenset[str]:
    """No answer is waited for."""
    return _NONE
