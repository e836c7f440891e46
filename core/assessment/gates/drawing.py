"""What gates are drawn from: the shape of one, days in words, and which answers are stated."""

from collections.abc import Callable
from datetime import date

from core.assessment.case import Case
from core.assessment.conditions.words import counted
from core.assessment.grounds import Grounds
from core.assessment.result import Gate
from core.dialogue.text import day_in_words
from core.facts.seasons import Milestone
from core.terms import NOT_SCORED, Exam, ExamStatus, MilestoneName, Strength

Draw = Callable[[Case, Grounds], Gate | None]


def milestone(case: Case, name: MilestoneName) -> Milestone | None:
    """A date of the season meant, where it is held."""
    return case.calendar.milestone(name) if case.calendar else None


def day_words(held: Milestone) -> str:
    """The day of a milestone; an estimate says so."""
    words = day_in_words(held.at.date())
    return f"{words} (an estimate)" if held.strength is Strength.ESTIMATE else words


def season_unsaid(case: Case) -> str | None:
    """The question about the season, where the season is one we took."""
    return "season" if case.profile.season is None else None


def printed_unsaid(case: Case) -> str | None:
    """The question about the printed result, where the pass mark of the test day stands for it."""
    return "step2_result" if case.profile.step2_result is None else None


def status_unsaid(case: Case) -> str | None:
    """The question about the exam's status, where a past test day stands for it."""
    unsaid = case.profile.step2_status is None and case.step2.status is ExamStatus.AWAITING_SCORE
    return "step2_status" if unsaid else None


def passed(case: Case, exam: Exam) -> bool | None:
    """Whether an examination is passed, where the answers say."""
    if exam is Exam.STEP1:
        return {"pass": True, "fail": False, "not_taken": False}.get(
            case.profile.step1_result or ""
        )
    if exam is Exam.STEP2_CK:
        return False if case.step2.status in NOT_SCORED else case.step2.passing
    return {"passed": True, "failed": False, "not_taken": False, "scheduled": False}.get(
        case.profile.step3_status or ""
    )


def future(day: date, case: Case) -> bool:
    """Whether a day is still to come, today included."""
    return day >= case.today


def attempts_words(number: int) -> str:
    """A number of attempts in words."""
    return counted(number, "attempt", "attempts")
