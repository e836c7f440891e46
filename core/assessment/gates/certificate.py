"""Gates of ECFMG certification: needed, its seven-year clock, its expiry."""

from datetime import date

from dateutil.relativedelta import relativedelta

from core.assessment.case import Case
from core.assessment.gates.drawing import (
    day_words,
    future,
    milestone,
    printed_unsaid,
    season_unsaid,
    status_unsaid,
)
from core.assessment.grounds import Grounds
from core.assessment.phase import day_of
from core.assessment.result import Gate
from core.dialogue.text import day_in_words
from core.terms import NOT_SCORED, ApplicantType, GateLevel, MilestoneName


def ecfmg_needed(case: Case, grounds: Grounds) -> Gate | None:
    """An international graduate who has said that the certificate is not there yet."""
    if not case.is_img or case.profile.ecfmg not in {"in_progress", "not_started"}:
        return None
    rule = case.facts.examinations.ecfmg
    deadline = milestone(case, MilestoneName.RANK_LIST_DEADLINE)
    pathways = milestone(case, MilestoneName.PATHWAYS_DEADLINE)
    deadline = deadline if deadline and future(deadline.at.date(), case) else None
    pathways = pathways if pathways and future(pathways.at.date(), case) else None
    canadian = (
        f" Canadian graduates count as IMGs since"
        f" {day_in_words(rule.canadian_graduates_are_imgs_after)}."
        if case.profile.applicant is ApplicantType.CANADIAN
        else ""
    )
    by = (
        f"has to be in place by {day_words(deadline)}, when rank lists close"
        if deadline
        else "has to be in place before a residency can begin"
    )
    until = f"; applications for a Pathway close on {day_words(pathways)}" if pathways else ""
    return Gate(
        id="ecfmg_needed",
        level=GateLevel.SETTLE,
        text=(
            f"ECFMG certification {by}{until}.{canadian} Look up which of its steps are open, and"
            " begin the slowest one this month."
        ),
        sources=grounds.citations.all_of(case.today, deadline, pathways, rule),
        on=deadline.at.date() if deadline else None,
    )


def ecfmg_time_limit(case: Case, grounds: Grounds) -> Gate | None:
    """Step 1 and Step 2 CK further apart than the certificate allows, or about to be."""
    profile, rule = case.profile, case.facts.examinations.ecfmg
    if (
        not case.is_img
        or profile.ecfmg == "certified"
        or profile.step1_result != "pass"
        or profile.step1_date is None
    ):
        return None
    last_day = profile.step1_date + relativedelta(years=rule.exams_within_years)
    second = _second_exam(case)
    if second is None:
        runs_out, missing = _runs_out(case, last_day)
        if not runs_out:
            return None
    elif second <= last_day:
        return None
    else:
        missing = None
    years = f"{rule.exams_within_years} years"
    true = (
        f"More than {years} lie between your Step 1 and your Step 2 CK."
        if second is not None
        else f"The {years} from your Step 1 end on {day_in_words(last_day)}."
    )
    return Gate(
        id="ecfmg_time_limit",
        level=GateLevel.SETTLE,
        text=(
            f"{true} ECFMG asks for both exams within {years}. Ask ECFMG in writing what holds for"
            " you, before you pay for anything that rests on it."
        ),
        sources=grounds.citations.of(rule, case.today),
        missing=("ecfmg" if profile.ecfmg is None else None) or missing,
        on=None if second is not None else last_day,
    )


def _second_exam(case: Case) -> date | None:
    """The day of Step 2 CK, sat or set; ``None`` where it is failed or without a day."""
    return None if case.step2.passing is False else case.profile.step2_date


def _runs_out(case: Case, last_day: date) -> tuple[bool, str | None]:
    """Whether the years end before the season does while Step 2 CK is still to be passed."""
    open_exam = case.step2.passing is False or case.step2.status in NOT_SCORED
    ends = day_of(case.calendar, MilestoneName.SEASON_ENDS)
    soon = last_day < case.today or (ends is not None and last_day <= ends)
    by_mark = printed_unsaid(case) if case.step2.passing is False else None
    no_day = "step2_date" if case.step2.passing is not False else None
    missing = season_unsaid(case) or by_mark or status_unsaid(case) or no_day
    return open_exam and soon, missing


def ecfmg_certificate_expires(case: Case, grounds: Grounds) -> Gate | None:
    """An international graduate's certificate that ends: to settle where the season outlasts it."""
    profile, rule = case.profile, case.facts.examinations.ecfmg
    expires = profile.ecfmg_expires
    if expires is None or case.is_img is False:
        return None
    ends = milestone(case, MilestoneName.SEASON_ENDS)
    soon = expires <= max(case.today, ends.at.date() if ends else case.today)
    verb = "ended" if expires < case.today else "ends"
    return Gate(
        id="ecfmg_certificate_expires",
        level=GateLevel.SETTLE if soon else GateLevel.KNOW,
        text=(
            f"Your ECFMG certificate {verb} on {day_in_words(expires)}. One that came through a"
            " Pathway stays valid once training has begun, as far as we know: ask ECFMG what"
            " renewing yours takes."
        ),
        sources=grounds.citations.all_of(case.today, rule, ends if soon else None),
        missing="graduation_date" if case.is_img is None else None,
        on=expires,
    )
