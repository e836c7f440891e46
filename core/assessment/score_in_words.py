"""A Step 2 CK score in two sentences, for the bottom line: where it stands, what it means."""

from dataclasses import dataclass

from core.assessment.banding import is_low_pass
from core.assessment.case import Case
from core.assessment.conditions.words import MATCHED_AMONG, SPECIALTIES, STATISTICS
from core.assessment.result import Standing
from core.terms import Band, Position, Specialty, Topic

_BEST_FIRST = {band: place for place, band in enumerate(Band)}
_REST = "the rest of the file decides"
_MEANING = {
    Band.AT_OR_ABOVE_MATCHED: f"Your score is not what stands in the way; {_REST}",
    Band.BELOW_MATCHED: _REST.capitalize(),
    Band.NOT_LOW: _REST.capitalize(),
    Band.MILDLY_LOW: "So people who know your work have to say more than the number does, with a "
    "second plan beside this one",
    Band.MODERATELY_LOW: "So radiology alone would be a heavy bet: pair it with a second field",
    Band.SIGNIFICANTLY_LOW: "So plan in years and not in one season, with a second field beside "
    "radiology",
}
_COUNTS_SAY_MORE = (
    "That may be called low, yet over half of those counted with such a score matched: let people "
    "who know your work speak, and keep a second plan"
)


@dataclass(frozen=True, slots=True)
class ScoreSaid:
    """The sentences, and the topic they send the reader to.

    ``asks`` is the next thing where an answer is needed before the rest.
    """

    says: str
    asks: str = ""
    speaks_of: Topic | None = None


def score_in_words(case: Case, standings: tuple[Standing, ...]) -> ScoreSaid:
    """Say a score that is there, for every specialty aimed at."""
    score = case.step2.score
    if case.step2.passing is None:
        return _unread(case, score)
    read = [standing for standing in standings if standing.band in _MEANING]
    if not read:
        return ScoreSaid(
            f"Your {score} is a pass, and how it reads depends on the year of the test.",
            "Tell me next the day you took it.",
        )
    base = _base(read)
    low = is_low_pass(case, base.band)
    ir_lower = any(
        is_low_pass(case, other.band) and _BEST_FIRST[other.band] > _BEST_FIRST[base.band]
        for other in read
    )
    said = f"{_opening(case, low=low)}. "
    if places := _places(case, [base] if ir_lower else read):
        said += f"It is {places}. "
    return ScoreSaid(
        f"{said}{_meaning(base, low=low)}{_ir_apart(low=low) if ir_lower else ''}.",
        speaks_of=Topic.SECOND_FIELD if low else None,
    )


def _unread(case: Case, score: int | None) -> ScoreSaid:
    if case.step2.before_marks:
        return ScoreSaid(
            f"We hold no pass mark for a test day that early, so I cannot read a {score} yet.",
            "Tell me next what your report prints.",
        )
    return ScoreSaid(
        f"A score of {score} has been a pass on some test days and a fail on others, so I "
        "cannot read it yet.",
        "Tell me next what your report prints, or the day of the test.",
    )


def _base(read: list[Standing]) -> Standing:
    """The standing that the meaning is taken from: DR's where it is aimed at, because it has far
    more positions and integrated IR stays open from there."""
    return next((one for one in read if one.specialty is Specialty.DR), read[0])


def _opening(case: Case, *, low: bool) -> str:
    opening = f"Your {case.step2.score} is a pass"
    if case.fails.known:
        attempts = "a failed attempt" if case.fails.known == 1 else "failed attempts"
        return f"{opening}, with {attempts} on record"
    return f"{opening}, and nobody can take that away" if low else opening


def _meaning(base: Standing, *, low: bool) -> str:
    """What the band means; a heavy word is not said where the counts speak against it."""
    if low and base.counts_say_more:
        return _COUNTS_SAY_MORE
    if base.guide_words and base.band in {Band.BELOW_MATCHED, Band.NOT_LOW}:
        return f"Guides differ on calling that low, and {_REST}"
    return _MEANING[base.band]


def _ir_apart(*, low: bool) -> str:
    """Integrated IR beside DR, where its guides read the score lower."""
    if low:
        return "; integrated IR reads it lower still, so DR comes first"
    return "; integrated IR reads it lower, so DR is the base of the plan"


def _places(case: Case, read: list[Standing]) -> str:
    places: list[str] = []
    for standing in read:
        if words := _place(case, standing, again=bool(places)):
            places.append(words)
    return " and ".join(places)


def _place(case: Case, standing: Standing, *, again: bool) -> str:
    """Where the score lies beside those who matched, or beside the national mean.

    Said ``again`` for a second specialty it is shorter: whom it compares with is known by then.
    """
    field, applicant = SPECIALTIES[standing.specialty], case.profile.applicant
    if standing.from_centre is None or standing.centre_statistic is None or applicant is None:
        if standing.from_mean is None or again:
            return ""
        return f"{_points(standing.from_mean)} the national average of US MD first-takers"
    matched = "those" if again else MATCHED_AMONG[applicant]
    who = f"{matched} who matched in {field} in {standing.centre_year}"
    if standing.position is Position.MIDDLE_HALF:
        return f"inside the middle half of {who}"
    return f"{_points(standing.from_centre)} the {STATISTICS[standing.centre_statistic]} of {who}"


def _points(distance: int) -> str:
    if distance == 0:
        return "level with"
    unit = "point" if abs(distance) == 1 else "points"
    return f"{abs(distance)} {unit} {'above' if distance > 0 else 'under'}"
