"""Words that people see for the identifiers of the core."""

from datetime import date

from core.assessment.result import Standing
from core.dialogue.text import day_in_words
from core.terms import Band, MilestoneName, Position, Specialty, Topic, Trend

SPECIALTY = {
    Specialty.DR: "diagnostic radiology",
    Specialty.IR: "interventional radiology",
}

TOPIC = {
    Topic.SCORES: "How scores are read",
    Topic.STEP2: "Step 2 CK",
    Topic.STEP3: "Step 3",
    Topic.CLINICAL: "Clinical work",
    Topic.ROTATIONS: "Rotations",
    Topic.US_EXPERIENCE: "US clinical experience",
    Topic.LETTERS: "Letters",
    Topic.RESEARCH: "Research",
    Topic.MENTORS: "Mentors",
    Topic.PROGRAMS: "Choosing programs",
    Topic.APPLICATIONS: "How many applications",
    Topic.SIGNALS: "Signals",
    Topic.SECOND_FIELD: "A second field",
    Topic.POSITIONS: "Kinds of position",
    Topic.STORY: "Telling your story",
    Topic.STATEMENT: "Personal statement",
    Topic.APPLICATION_FORM: "The ERAS application",
    Topic.INTERVIEWS: "Interviews",
    Topic.RANKING: "Rank list",
    Topic.AFTER_MATCH: "After the Match",
    Topic.REAPPLYING: "Applying again",
    Topic.WELLBEING: "Looking after yourself",
}

MILESTONE = {
    MilestoneName.VSLO_OPENS: "Most hosts of away rotations open in VSLO",
    MilestoneName.ERAS_OPENS: "The application opens",
    MilestoneName.IR_INDEPENDENT_MATCH_DAY: "Match Day of independent IR residencies",
    MilestoneName.IMG_TOKEN: "ECFMG gives out ERAS tokens to IMGs",
    MilestoneName.SUBMIT: "Applications can be submitted",
    MilestoneName.IMG_DOCUMENTS: "Advised day to have documents of IMGs uploaded",
    MilestoneName.NRMP_OPENS: "Registration for the Match opens",
    MilestoneName.REVIEW: "Programs begin to read applications",
    MilestoneName.MILITARY_RESULTS: "Results of the military match",
    MilestoneName.NRMP_STANDARD_DEADLINE: "Registration for the Match at the standard fee ends",
    MilestoneName.PATHWAYS_DEADLINE: "ECFMG Pathways applications close",
    MilestoneName.RANKING_OPENS: "Ranking opens",
    MilestoneName.NRMP_LATE_DEADLINE: "Late registration for the Match ends",
    MilestoneName.RANK_LIST_DEADLINE: "Rank lists are due",
    MilestoneName.MATCH_WEEK: "Match Week begins",
    MilestoneName.SOAP_APPLICATIONS: "SOAP applications can be sent",
    MilestoneName.SOAP_REVIEW: "Programs begin to read SOAP applications",
    MilestoneName.SOAP_OFFERS: "SOAP offers begin",
    MilestoneName.SOAP_ROUND_2: "Second round of SOAP offers",
    MilestoneName.SOAP_ROUND_3: "Third round of SOAP offers",
    MilestoneName.SOAP_ROUND_4: "Fourth round of SOAP offers",
    MilestoneName.SOAP_ENDS: "SOAP ends",
    MilestoneName.MATCH_DAY: "Match Day",
    MilestoneName.SEASON_ENDS: "The season ends",
}

_POSITION = {
    Position.ABOVE_CENTRE: "in the upper half of those who matched",
    Position.MIDDLE_HALF: "inside the middle half of those who matched",
    Position.UNDER_LOWER_QUARTER: "under the lower quarter of those who matched",
}

_STATISTIC = {"median": "median", "mean": "average"}

_TREND = {
    Trend.UP: "up from Step 1",
    Trend.LEVEL: "level with Step 1",
    Trend.DOWN: "down from Step 1",
}


def ordinal(number: int) -> str:
    """``1st``, ``2nd``, ``13th``."""
    if number % 100 in {11, 12, 13}:
        return f"{number}th"
    return f"{number}" + {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def listed(words: list[str] | tuple[str, ...], *, last: str = "and") -> str:
    """Words as a list in a sentence: ``a, b and c``."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def score_line(standing: Standing) -> str:
    """The score by itself, and the trend where there is one."""
    if standing.score is None:
        return "No Step 2 CK score yet."
    trend = _TREND.get(standing.trend)
    return f"Step 2 CK {standing.score}" + (f" · {trend}" if trend else "")


def nation_line(standing: Standing) -> str | None:
    """The score among US MD first-takers, whoever the person is: said after their own kind."""
    parts: list[str] = []
    if standing.score is None:
        return None
    if standing.percentile is not None:
        place = f"{ordinal(standing.percentile)} percentile"
        if standing.percentile == 0:
            place = f"under the {ordinal(1)} percentile"
        parts.append(f"{place} of US MD first-takers")
    if standing.from_mean:
        side = "above" if standing.from_mean > 0 else "under"
        parts.append(f"{abs(standing.from_mean)} {side} their average of {standing.mean}")
    return " · ".join(parts) or None


def due_words(on: date, today: date, *, estimated: bool) -> str:
    """A best day as people read it; one that has passed is no reproach and no date."""
    if on < today:
        return "as soon as you can"
    return f"by {'about ' if estimated else ''}{day_in_words(on)}"


def position_line(standing: Standing) -> str | None:
    """Where the score lies among those who matched, as far as that is held."""
    parts: list[str] = []
    if standing.band is Band.NOT_PASSING:
        return None
    if standing.from_centre is not None:
        side = "above" if standing.from_centre > 0 else "under"
        distance = f"{abs(standing.from_centre)} {side}" if standing.from_centre else "level with"
        statistic = _STATISTIC[standing.centre_statistic or "median"]
        parts.append(
            f"{distance} the {statistic} of people like you who matched"
            f" in {standing.centre_year} ({standing.centre})"
        )
    if standing.position in _POSITION:
        parts.append(_POSITION[standing.position])
    return " · ".join(parts) or None
