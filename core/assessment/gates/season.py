"""Gates of the calendar: a score that comes late, a season that has begun or ended."""

from datetime import date, timedelta

from core.assessment.case import Case
from core.assessment.gates.drawing import (
    day_words,
    milestone,
    season_unsaid,
    status_unsaid,
)
from core.assessment.grounds import Grounds
from core.assessment.result import Gate
from core.dialogue.text import day_in_words
from core.facts.seasons import Milestone
from core.terms import NOT_SCORED, GateLevel, MilestoneName, Phase, Stage


def step2_score_in_time(case: Case, grounds: Grounds) -> Gate | None:
    """A test day so late that the score may not be there when it is needed.

    Before review the score is needed when programs open files; from then on by the rank-list
    deadline.
    """
    tested, needed = case.profile.step2_date, _needed(case)
    if tested is None or needed is None or case.step2.status not in NOT_SCORED:
        return None
    margins, day = case.facts.calendar.margins, needed.at.date()
    safe = day - timedelta(weeks=margins.score_safe_weeks)
    risky = day - timedelta(weeks=margins.score_risky_weeks)
    if tested <= safe:
        return None
    return Gate(
        id="step2_score_too_late" if tested > risky else "step2_score_at_risk",
        level=GateLevel.SETTLE,
        text=" ".join((_lateness(case, needed, tested > risky), _what_to_do(case, needed, safe))),
        sources=grounds.citations.all_of(case.today, grounds.report, needed, margins),
        missing=season_unsaid(case) or status_unsaid(case),
        on=safe if safe >= case.today else day,
    )


def _needed(case: Case) -> Milestone | None:
    review = milestone(case, MilestoneName.REVIEW)
    if review is None or case.today < review.at.date():
        return review
    deadline = milestone(case, MilestoneName.RANK_LIST_DEADLINE)
    return deadline if deadline and case.today <= deadline.at.date() else None


def _lateness(case: Case, needed: Milestone, late: bool) -> str:
    tested = case.profile.step2_date
    verb = "was" if tested is not None and tested <= case.today else "is"
    event = (
        "programs open files" if needed.name is MilestoneName.REVIEW else "the rank-list deadline"
    )
    arrives = (
        f"the score most likely comes after {event}"
        if late
        else f"the score may come after {event}"
    )
    on = day_in_words(tested) if tested is not None else ""
    return f"Your Step 2 CK {verb} on {on}, so {arrives} on {day_words(needed)}."


def _what_to_do(case: Case, needed: Milestone, safe: date) -> str:
    report_weeks = case.facts.calendar.margins.score_safe_weeks
    if needed.name is MilestoneName.RANK_LIST_DEADLINE and case.is_img:
        consequence = (
            "For an IMG that matters most: without passed exams that ECFMG has confirmed by then,"
            " NRMP withdraws the applicant."
        )
    elif needed.name is MilestoneName.RANK_LIST_DEADLINE:
        consequence = "Programs then rank you without it."
    else:
        consequence = "Some programs read a file again when the score arrives, others do not."
    tested = case.profile.step2_date
    if tested is not None and tested > case.today and safe >= case.today:
        return (
            f"{consequence} A test up to {day_in_words(safe)} leaves the {report_weeks} weeks"
            " that a report can take; ask your dean's office whether an earlier day is wise."
        )
    return (
        f"{consequence} A report can take {report_weeks} weeks: tell the programs when yours is"
        " due, and talk with your dean's office about this season and the next."
    )


def decide_with_score(case: Case, grounds: Grounds) -> Gate | None:
    """The day by which the score is in hand when signals and applications become final."""
    submit = milestone(case, MilestoneName.SUBMIT)
    open_exam = case.step2.passing is False or case.step2.status in NOT_SCORED
    if submit is None or not open_exam:
        return None
    margins = case.facts.calendar.margins
    day = submit.at.date() - timedelta(weeks=margins.score_safe_weeks)
    if case.today > day:
        return None
    fail_by_mark = case.step2.passing is False and case.profile.step2_result is None
    return Gate(
        id="decide_with_score",
        level=GateLevel.KNOW,
        text=(
            f"Signals and a submitted application are final, and both open on {day_words(submit)}."
            f" A test up to {day_in_words(day)} lets you decide with your score in hand."
        ),
        sources=grounds.citations.all_of(case.today, submit, grounds.report, margins),
        missing=season_unsaid(case)
        or status_unsaid(case)
        or ("step2_result" if fail_by_mark else None),
        on=day,
    )


def season_late(case: Case, grounds: Grounds) -> Gate | None:
    """Programs have begun to read, and the person has not applied."""
    review = milestone(case, MilestoneName.REVIEW)
    if (
        case.profile.stage is not Stage.NOT_APPLIED
        or review is None
        or case.today < review.at.date()
        or case.phase is Phase.AFTER
    ):
        return None
    following = case.facts.calendar.season(case.season + 1)
    submit = following.milestone(MilestoneName.SUBMIT) if following else None
    then = f", which can be submitted from {day_words(submit)}" if submit else ""
    return Gate(
        id="season_late",
        level=GateLevel.SETTLE,
        text=(
            f"Programs opened files for season {case.season} on {day_words(review)}, so an"
            " application sent now arrives after they began to read. Before you pay for it, weigh"
            f" it with your dean's office against a complete one for season {case.season + 1}"
            f"{then}."
        ),
        sources=grounds.citations.all_of(case.today, review, submit),
        missing=season_unsaid(case),
        on=submit.at.date() if submit else None,
    )


def season_over(case: Case, grounds: Grounds) -> Gate | None:
    """The season meant has ended for this person."""
    if case.phase is not Phase.AFTER:
        return None
    match_day = milestone(case, MilestoneName.MATCH_DAY)
    deadline = milestone(case, MilestoneName.RANK_LIST_DEADLINE)
    ended = next(
        (held for held in (match_day, deadline) if held and case.today > held.at.date()), None
    )
    when = {
        MilestoneName.MATCH_DAY: "Match Day was",
        MilestoneName.RANK_LIST_DEADLINE: "the rank-list deadline was",
    }
    how = f": {when[ended.name]} {day_words(ended)}" if ended else ""
    return Gate(
        id="season_over",
        level=GateLevel.STOP,
        text=(
            f"Season {case.season} has ended{how}. If you are looking for a place, name the next"
            " season and the plan begins from there."
        ),
        sources=grounds.citations.all_of(case.today, ended),
        missing=season_unsaid(case),
    )
