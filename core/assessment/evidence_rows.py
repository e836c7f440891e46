"""Published figures as rows of evidence: the words and intervals, worked out once per facts."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from core.assessment.citing import ByDay, Citations
from core.assessment.conditions.words import MATCHED_AMONG
from core.assessment.intervals import wilson
from core.assessment.result import Evidence
from core.facts.outcomes import (
    MatchCount,
    MatchRate,
    Outcome,
    Outcomes,
    OverallRate,
    RanksForNinety,
    RankSpread,
    ScoreSpread,
)
from core.facts.provenance import Dated
from core.terms import ApplicantType, Specialty

Audience = tuple[Specialty, ApplicantType]


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A row by day. ``low`` and ``high`` bound the Step 2 CK scores of a row that counts a band."""

    shown: ByDay[Evidence]
    low: int | None = None
    high: int | None = None

    def covers(self, score: int) -> bool:
        """Whether the row counts people of this score's band."""
        return (self.low is None or score >= self.low) and (self.high is None or score <= self.high)


@dataclass(frozen=True, slots=True)
class EvidenceRows:
    """The rows for one specialty and applicant type: counts by band from low to high, the rest."""

    bands: tuple[EvidenceRow, ...]
    others: tuple[EvidenceRow, ...]
    not_held: tuple[Evidence, ...]
    not_held_after_fail: tuple[Evidence, ...]


def evidence_rows(outcomes: Outcomes, citations: Citations) -> dict[Audience, EvidenceRows]:
    """Every row, for every specialty and applicant type, in the order it is shown."""
    rows = _Rows(citations)
    return {
        (specialty, applicant): EvidenceRows(
            bands=tuple(rows.bands(outcomes, specialty, applicant)),
            others=tuple(rows.others(outcomes, specialty, applicant)),
            not_held=tuple(_not_held(outcomes, specialty, applicant, after_fail=False)),
            not_held_after_fail=tuple(_not_held(outcomes, specialty, applicant, after_fail=True)),
        )
        for specialty in Specialty
        for applicant in ApplicantType
    }


class _Rows:
    def __init__(self, citations: Citations) -> None:
        self._citations = citations

    def bands(
        self, outcomes: Outcomes, specialty: Specialty, applicant: ApplicantType
    ) -> Iterator[EvidenceRow]:
        counts = [c for c in outcomes.counts if _is_banded(c)]
        for count in sorted(counts, key=lambda count: count.low or 0):
            if _is_for(count, specialty, applicant):
                yield replace(self._row(count, _count(count)), low=count.low, high=count.high)

    def others(
        self, outcomes: Outcomes, specialty: Specialty, applicant: ApplicantType
    ) -> Iterator[EvidenceRow]:
        counts = [count for count in outcomes.counts if not _is_banded(count)]
        tellers: tuple[tuple[tuple[Outcome, ...], Callable[..., Evidence]], ...] = (
            (tuple(counts), _count),
            (outcomes.spreads, _spread),
            (outcomes.ranks, _ranks),
            (outcomes.ranks_for_ninety, _ninety),
            (outcomes.rates, _rate),
        )
        for facts, tell in tellers:
            mine = [fact for fact in facts if _is_for(fact, specialty, applicant)]
            for fact in sorted(mine, key=lambda fact: fact.years, reverse=True):
                yield self._row(fact, tell(fact))
        for rate in outcomes.overall:
            if rate.applicant is applicant:
                yield self._row(rate, _overall(rate, specialty))

    def _row(self, fact: Dated, evidence: Evidence) -> EvidenceRow:
        return EvidenceRow(
            ByDay(
                (fact.check_again,),
                lambda day: replace(evidence, sources=self._citations.of(fact, day)),
            )
        )


def _is_banded(count: MatchCount) -> bool:
    return count.low is not None or count.high is not None


def _is_for(fact: Outcome, specialty: Specialty, applicant: ApplicantType) -> bool:
    return fact.specialty is specialty and applicant in fact.applicants


def band_words(low: int | None, high: int | None) -> str:
    """A band of scores in words."""
    if low is None:
        return f"of {high} or less"
    if high is None:
        return f"of {low} or more"
    return f"of {low} to {high}"


def _told(fact: Outcome, kind: str, text: str) -> Evidence:
    return Evidence(
        id=fact.id,
        kind=kind,
        specialty=fact.specialty,
        text=text,
        year=fact.years,
        population=fact.population,
        missing=fact.missing,
    )


def _count(fact: MatchCount) -> Evidence:
    n = fact.matched + fact.unmatched
    share = fact.matched / n
    low, high = wilson(fact.matched, n)
    who = fact.population
    if _is_banded(fact):
        who = f"{who} with a Step 2 CK {band_words(fact.low, fact.high)}"
    about = "" if fact.exact else "about "
    text = (
        f"{fact.years}: of {n:,} {who}, {about}{fact.matched:,} matched"
        f" ({100 * share:.0f} %; 95 % interval {100 * low:.0f} to {100 * high:.0f} %)."
    )
    return replace(
        _told(fact, "score_count" if _is_banded(fact) else "count", text),
        matched=fact.matched,
        unmatched=fact.unmatched,
        n=n,
        rate=round(100 * share, 1),
        low=round(100 * low, 1),
        high=round(100 * high, 1),
    )


def _rate(fact: MatchRate) -> Evidence:
    text = f"{fact.years}: {fact.percent:g} % of {fact.population} matched."
    return replace(_told(fact, "rate", text), rate=fact.percent)


def _spread(fact: ScoreSpread) -> Evidence:
    name = "middle" if fact.statistic == "quartiles" else "average"
    parts = [
        f"{fact.years}, {fact.population}: the {name} Step 2 CK of those who matched"
        f" was {fact.matched_centre}"
    ]
    if fact.matched_lower is not None and fact.matched_upper is not None:
        parts.append(f", half of them between {fact.matched_lower} and {fact.matched_upper}")
    if fact.matched_n is not None:
        parts.append(f" (n {fact.matched_n})")
    if fact.unmatched_centre is not None:
        parts.append(f"; of those who did not match it was {fact.unmatched_centre}")
        if fact.unmatched_lower is not None and fact.unmatched_upper is not None:
            parts.append(
                f", half of them between {fact.unmatched_lower} and {fact.unmatched_upper}"
            )
        if fact.unmatched_n is not None:
            parts.append(f" (n {fact.unmatched_n})")
    parts.append(".")
    if separates_nobody(fact):
        parts.append(
            " Among those who already had a rank, the score did not separate the two groups."
        )
    return replace(_told(fact, "spread", "".join(parts)), n=_sum(fact.matched_n, fact.unmatched_n))


def separates_nobody(fact: ScoreSpread) -> bool:
    """Whether it may be said that the score did not separate: beside quartiles of both groups."""
    quartiles = (
        fact.matched_lower,
        fact.matched_upper,
        fact.unmatched_lower,
        fact.unmatched_upper,
    )
    return fact.did_not_separate and None not in quartiles


def _sum(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


def _ranks(fact: RankSpread) -> Evidence:
    text = (
        f"{fact.years}, {fact.population}: those who matched had {fact.matched_median:g} programs"
        f" of the specialty in a row on their list (middle value; half of them"
        f" {fact.matched_lower:g} to {fact.matched_upper:g}; n {fact.matched_n}); those who did not"
        f" match had {fact.unmatched_median:g} ({fact.unmatched_lower:g} to"
        f" {fact.unmatched_upper:g}; n {fact.unmatched_n})."
    )
    return replace(_told(fact, "ranks", text), n=fact.matched_n + fact.unmatched_n)


def _ninety(fact: RanksForNinety) -> Evidence:
    text = (
        f"{fact.years}, {fact.population}: from {fact.ranks} programs in a row on the list,"
        " nine in ten matched."
    )
    return _told(fact, "ranks", text)


def _overall(fact: OverallRate, specialty: Specialty) -> Evidence:
    """Context: a rate over all specialties, which says nothing of radiology by itself."""
    who = "the applicants" if fact.active is None else f"{fact.active:,} applicants"
    text = (
        f"For context, over all specialties: {fact.percent:g} % of {who} of your kind matched"
        f" to a first-year position in {fact.year}. It is not a figure of radiology."
    )
    return Evidence(
        id=f"overall_{fact.applicant.value}_{fact.year}",
        kind="rate",
        specialty=specialty,
        text=text,
        year=str(fact.year),
        population="active applicants of this kind, over all specialties",
        missing="whoever applied and sent in no rank list is missing",
        n=fact.active,
        rate=fact.percent,
    )


def _not_held(
    outcomes: Outcomes, specialty: Specialty, applicant: ApplicantType, *, after_fail: bool
) -> Iterator[Evidence]:
    held = [
        fact
        for fact in outcomes.not_held
        if fact.specialty is specialty
        and applicant in fact.applicants
        and fact.after_fail is after_fail
    ]
    topic = "failed_step_" if after_fail else ""
    for number, fact in enumerate(held, start=1):
        yield Evidence(
            id=f"not_held_{topic}{specialty.value}_{applicant.value}_{number}",
            kind="not_held",
            specialty=specialty,
            text=f"For {MATCHED_AMONG[applicant]} we hold no figure on {fact.what}. One may be in"
            f" {fact.where}.",
            year="",
            population="",
            missing="",
            held=False,
            where=fact.where,
        )
