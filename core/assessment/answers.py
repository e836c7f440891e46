"""The conditions of the facts, each numbered once and answered at most once about a person."""

from core.assessment.conditions import Answer, Judged, Ruling, ruling_on
from core.assessment.result import Because
from core.facts.conditions import Condition


class Numbers:
    """Every distinct condition with its number, in the order in which they were met."""

    __slots__ = ("_numbers",)

    def __init__(self) -> None:
        self._numbers: dict[Condition, int] = {}

    def of(self, condition: Condition) -> int:
        """The number of a condition; equal conditions share one."""
        return self._numbers.setdefault(condition, len(self._numbers))

    def rulings(self) -> tuple[Ruling, ...]:
        """Every condition compiled, by its number."""
        return tuple(ruling_on(condition) for condition in self._numbers)


class Answers(dict[int, Answer]):
    """The conditions of the facts by their number, answered about one person when first asked.

    A dictionary, because a reading asks a hundred times and most answers are known by then.
    """

    __slots__ = ("_because", "_missing", "_rulings", "judged")

    def __init__(self, rulings: tuple[Ruling, ...], judged: Judged) -> None:
        self.judged = judged
        self._rulings = rulings
        self._because: dict[int, tuple[Because, ...]] = {}
        self._missing: dict[int, frozenset[str]] = {}

    def __missing__(self, number: int) -> Answer:
        answer = self[number] = self._rulings[number].test(self.judged)
        return answer

    def because(self, number: int) -> tuple[Because, ...]:
        """The answers by which the condition was judged, as clauses that follow *because*."""
        told = self._because.get(number)
        if told is None:
            told = self._because[number] = self._rulings[number].because(self.judged)
        return told

    def missing(self, number: int) -> frozenset[str]:
        """The unanswered fields that would decide a condition; asked where it is unknown."""
        fields = self._missing.get(number)
        if fields is None:
            fields = self._missing[number] = self._rulings[number].waits(self.judged)
        return fields
