"""The first sentences of a reading: what is true, what it means, and the next thing to do."""

from collections.abc import Collection
from dataclasses import dataclass

from core.assessment.case import Case
from core.assessment.phase import day_of, latest_safe_test
from core.assessment.result import Recommended, Standing
from core.assessment.score_in_words import score_in_words
from core.dialogue.text import day_in_words
from core.terms import Exam, ExamStatus, MilestoneName, Phase, Stage, Topic

_BEFORE_SUBMITTING = frozenset({Phase.BUILDING, Phase.STEP2, Phase.APPLYING})
_KINDS = (
    ("interviews_dr", "DR"),
    ("interviews_ir", "IR"),
    ("interviews_prelim", "preliminary or transitional"),
    ("interviews_second_field", "second-field"),
)


@dataclass(frozen=True, slots=True)
class BottomLine:
    """What is true and what it means (``says``), and the one thing to do next."""

    says: str
    next_step: str

    @property
    def text(self) -> str:
        """The sentences as they are read."""
        return f"{self.says} {self.next_step}"


def bottom_line(
    case: Case,
    standings: tuple[Standing, ...],
    stops: Collection[str],
    five: tuple[Recommended, ...],
) -> BottomLine:
    """The bottom line: what stops first, then the time of the year, then the score."""
    if "attempt_limit" in stops:
        return _attempts_used(case)
    if case.step2.passing is False:
        return _not_passing(case)
    if case.phase not in _BEFORE_SUBMITTING:
        return _IN_SEASON[case.phase](case)
    if case.profile.step1_result == "fail":
        return BottomLine(
            "Step 1 is not passed yet, so that retake is the plan now and most other things can "
            "wait.",
            "This month, build the study plan for it with your dean's office.",
        )
    if late := _late(case):
        return late
    if case.step2.score is None:
        return _no_score(case, five)
    said = score_in_words(case, standings)
    return BottomLine(said.says, said.asks or this_month(five, said.speaks_of))


def this_month(five: tuple[Recommended, ...], spoken_of: Topic | None = None) -> str:
    """The action that comes first, as a sentence: one of the topic spoken of where there is one."""
    if not five:
        return "This month, show your plan to a mentor or to your dean's office."
    first = next((action for action in five if action.topic is spoken_of), five[0])
    label = first.advice.label.rstrip(".?!")
    if label[1:2].islower():
        label = label[0].lower() + label[1:]
    return f"This month, {label}."


def _late(case: Case) -> BottomLine | None:
    """Programs have begun to read and nothing has been sent: that comes before any score."""
    review = day_of(case.calendar, MilestoneName.REVIEW)
    sent = case.profile.stage is not Stage.NOT_APPLIED
    if case.phase is not Phase.APPLYING or sent or review is None or case.today < review:
        return None
    return BottomLine(
        f"Programs opened files for season {case.season} on {day_in_words(review)}, and an "
        f"application sent now comes after they began to read. Season {case.season + 1} is the "
        "fuller chance.",
        "This month, weigh the two with your dean's office.",
    )


def _attempts_used(case: Case) -> BottomLine:
    most = case.facts.examinations.attempts.most_attempts
    return BottomLine(
        f"You have used the {most} attempts that the exam rules allow, and after that no Step can "
        "be taken again. That is hard news, and it says nothing about your worth.",
        "This month, take it to your dean's office: ask whether the record is right, and what else "
        "is open to you.",
    )


def _not_passing(case: Case) -> BottomLine:
    step2 = case.step2
    if case.profile.step2_result is not None:
        says = "Your Step 2 CK report prints a fail."
    elif step2.mark is not None:
        says = (
            f"That test date had a pass mark of {step2.mark.points} and your score is "
            f"{step2.score}, so this looks like a fail; please check what your report prints."
        )
    else:
        says = (
            f"A score of {step2.score} is under every pass mark we hold, so this looks like a "
            "fail; please check what your report prints."
        )
    attempts, rule = case.profile.step2_attempts, case.facts.examinations.attempts
    if attempts is not None and attempts < rule.most_attempts:
        left = rule.most_attempts - attempts
        says += " You have one attempt left." if left == 1 else " You have attempts left."
    return BottomLine(
        says,
        "The retake is the plan now and most other things can wait: this month, build it with your "
        "dean's office.",
    )


def _no_score(case: Case, five: tuple[Recommended, ...]) -> BottomLine:
    status = case.step2.status
    if status is ExamStatus.SCORED:
        return BottomLine(
            "Your Step 2 CK is a pass, and the score is what the rest of the reading turns on.",
            "Tell me the score next, and I can say where it stands.",
        )
    if status is None:
        return BottomLine(
            "I do not know your Step 2 CK yet, and much of the reading turns on it.",
            f"Tell me the score, or that there is none so far. {this_month(five)}",
        )
    if status is ExamStatus.AWAITING_SCORE:
        report = case.facts.examinations.report(Exam.STEP2_CK)
        within = f", usually within {report.typical_weeks} weeks" if report else ""
        return BottomLine(
            f"Step 2 CK is behind you and the score is on its way{within}. Rest first; the reading "
            "can wait for it.",
            this_month(five),
        )
    says = "Step 2 CK is still ahead of you, and it is the score programs look at first."
    safe = latest_safe_test(case.calendar, case.facts.calendar)
    if safe is not None and safe >= case.today:
        says += (
            f" For season {case.season}, a test by {day_in_words(safe)} leaves time for the report "
            "before programs open files."
        )
    return BottomLine(says, this_month(five))


def _interviewing(case: Case) -> BottomLine:
    counts = [(getattr(case.profile, field), name) for field, name in _KINDS]
    held = [f"{count} {name}" for count, name in counts if count]
    if not held and all(count is None for count, _ in counts):
        opening = (
            "Programs are reading files"
            if case.profile.stage is None
            else ("Your application is in")
        )
        return BottomLine(
            f"{opening}, and from here interviews count for more than your score.",
            f"Tell me how many you have of each kind. {_season_task(case)}",
        )
    if not held:
        return BottomLine(
            "You have no interview so far, and waiting is hard. From here interviews count for "
            "more than your score, and invitations can still come.",
            "This month, ask somebody who knows your work to write to a program for you.",
        )
    return BottomLine(
        f"You hold interviews: {', '.join(held)}. From here they count for more than your score, "
        "so keep every one, the preliminary ones too.",
        _season_task(case),
    )


def _season_task(case: Case) -> str:
    """The one date of the interview season that is still to be met, else practice."""
    deadline = day_of(case.calendar, MilestoneName.RANK_LIST_DEADLINE)
    waits = case.step2.status in {ExamStatus.NOT_TAKEN, ExamStatus.SCHEDULED}
    if waits and deadline is not None:
        return (
            "Step 2 CK is still ahead: its score should be there before rank lists close on "
            f"{day_in_words(deadline)}."
        )
    register = day_of(case.calendar, MilestoneName.NRMP_STANDARD_DEADLINE)
    if case.profile.nrmp_registered is not True and register and case.today <= register:
        return f"Register with NRMP by {day_in_words(register)}, if you have not yet."
    return "This month, practise aloud with somebody who will be frank with you."


def _ranking(case: Case) -> BottomLine:
    deadline = day_of(case.calendar, MilestoneName.RANK_LIST_DEADLINE)
    if deadline is not None and case.today > deadline:
        return BottomLine(
            "Rank lists are closed, and nothing about your score changes what happens now.",
            "Next, prepare quietly for Match Week: choose who will be beside you on Monday.",
        )
    by = f" by {day_in_words(deadline)}" if deadline else ""
    if case.is_img and case.step2.status is ExamStatus.NOT_TAKEN:
        return BottomLine(
            "NRMP withdraws an IMG whose exams ECFMG cannot confirm as passed when rank lists "
            "close, and Step 2 CK is not taken yet.",
            f"Next, settle with ECFMG and your dean's office{by} what can still "
            "be done, and which season to aim for.",
        )
    if case.profile.stage is Stage.RANKED:
        return BottomLine(
            "Your rank list is in, and from here the order of your own wishes is what counts.",
            f"Look once more that it is certified{by}, and then let it rest.",
        )
    return BottomLine(
        "Your rank list is the task now, and ranks count for more than your score. Rank the "
        "programs you would go to, in the order you want them.",
        f"Certify the list{by}, and look at the screen that says so.",
    )


def _match_week(case: Case) -> BottomLine:
    day = day_of(case.calendar, MilestoneName.MATCH_DAY)
    on = f" on {day_in_words(day)}" if day else ""
    return BottomLine(
        f"It is Match Week, with Match Day{on}. If Monday was not what you hoped, SOAP begins the "
        "same day, and programs make the first contact.",
        "Today, ask one person to sit beside you.",
    )


def _after(case: Case) -> BottomLine:
    if case.profile.stage is Stage.NOT_APPLIED:
        return BottomLine(
            f"Season {case.season} has closed, and another one can hold all that you have built.",
            "Next, tell me which season you mean to apply in, so that the dates fit.",
        )
    return BottomLine(
        f"Season {case.season} is over. If you matched, your program's paperwork is what comes "
        "next. If you did not, the next application begins with what held this one back.",
        "This month, ask your dean's office and one program that saw you for a frank word.",
    )


_IN_SEASON = {
    Phase.INTERVIEWING: _interviewing,
    Phase.RANKING: _ranking,
    Phase.MATCH_WEEK: _match_week,
    Phase.AFTER: _after,
}
