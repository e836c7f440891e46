"""A Step 2 CK score in two sentences, for the bottom line: where it stands, what it means."""

from dataclasses import dataclass

from core.assessment.case import Case
from core.assessment.conditions.words import MATCHED_AMONG, SPECIALTIES
from core.assessment.result import Standing
from core.terms import Band, Position, Topic

_STATISTIC = {"median": "median", "mean": "average"}
_BEST_FIRST = {band: place for place, band in enumerate(Band)}
_MEANING = {
    Band.AT_OR_ABOVE_MATCHED: "Your score is not what stands in the way; the rest of the file "
    "decides.",
    Band.BELOW_MATCHED: "the rest of the file decides.",
    Band.NOT_LOW: "the rest of the file decides.",
    Band.MILDLY_LOW: "So people who know your work have to say more than the number does, with a "
    "second plan beside this one.",
    Band.MODERATELY_LOW: "So radiology alone would be a heavy bet: pair it with a second field you "
    "would be glad to work in.",
    Band.SIGNIFICANTLY_LOW: "So plan in years and not in one season, with a second field you would "
    "be glad to work in.",
}
_PAIRED = frozenset({Band.MILDLY_LOW, Band.MODERATELY_LOW, Band.SIGNIFICANTLY_LOW})
_NO_LOW_WORD = frozenset({Band.BELOW_MATCHED, Band.NOT_LOW})


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
        return ScoreSaid(
            f"A score of {score} has been a pass on some test days and a fail on others, so I "
            "cannot read it yet.",
            "Tell me next what your report prints, or the day of the test.",
        )
    read = [standing for standing in standings if standing.band in _MEANING]
    if not read:
        return ScoreSaid(
            f"Your {score} is a pass, and how it reads depends on the year of the test.",
            "Tell me next the day you took it.",
        )
    weakest = max((standing.band for standing in read), key=_BEST_FIRST.__getitem__)
    opening = f"Your {score} is a pass"
    if case.fails.known:
        attempts = "a failed attempt" if case.fails.known == 1 else "failed attempts"
        opening += f", with {attempts} on record"
    elif _BEST_FIRST[weakest] >= _BEST_FIRST[Band.MILDLY_LOW]:
        opening += ", and nobody can take that away"
    places: list[str] = []
    for standing in read:
        if words := _place(case, standing, again=bool(places)):
            places.append(words)
    said = f"{opening}. "
    if places:
        said += f"It is {' and '.join(places)}. "
    if weakest in _NO_LOW_WORD:
        differ = any(standing.disputed or standing.guide_words for standing in read)
        said += (
            "Guides differ on calling that low, and " if differ else "No guide calls that low, and "
        )
    speaks_of = Topic.SECOND_FIELD if weakest in _PAIRED else None
    return ScoreSaid(said + _MEANING[weakest], speaks_of=speaks_of)


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
    return f"{_points(standing.from_centre)} the {_STATISTIC[standing.centre_statistic]} of {who}"


def _points(distance: int) -> str:
    if distance == 0:
        return "level with"
    unit = "point" if abs(distance) == 1 else "points"
    return f"{abs(distance)} {unit} {'above' if distance > 0 else 'under'}"
