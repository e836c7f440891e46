"""The question bank: every question by name, and the pages on which they are asked."""

from dataclasses import dataclass

from core.dialogue.form import QUESTIONS_A_PAGE
from core.dialogue.question import Question
from core.facts.limits import Limits
from core.facts.seasons import Calendar
from core.profile.applicant import Profile
from core.profile.questions import exams, experience, opening, season, training
from core.terms import INTERNATIONAL, OSTEOPATHIC, ApplicantType, Phase

_IMG = INTERNATIONAL | {ApplicantType.CANADIAN}
_SENT = frozenset(
    {Phase.APPLYING, Phase.INTERVIEWING, Phase.RANKING, Phase.MATCH_WEEK, Phase.AFTER}
)
_ANSWERED = frozenset({Phase.INTERVIEWING, Phase.RANKING, Phase.MATCH_WEEK, Phase.AFTER})
_PREPARING = frozenset({Phase.BUILDING, Phase.STEP2, Phase.APPLYING, Phase.AFTER})


@dataclass(frozen=True, slots=True)
class Page:
    """Up to five questions with a title; asked where the reading could still change by them.

    ``applicants`` and ``phases`` narrow for whom and when; empty means always.
    """

    id: str
    title: str
    names: tuple[str, ...]
    applicants: frozenset[ApplicantType] = frozenset()
    phases: frozenset[Phase] = frozenset()
    after_fail: bool = False
    reapplicants: bool = False

    def __post_init__(self) -> None:
        if len(self.names) > QUESTIONS_A_PAGE:
            raise ValueError(f"page {self.id} asks more than {QUESTIONS_A_PAGE} questions")

    def concerns(self, profile: Profile, phase: Phase) -> bool:
        """Whether the page's questions could change this person's reading."""
        if self.applicants and profile.applicant not in self.applicants:
            return False
        if self.phases and phase not in self.phases:
            return False
        if self.reapplicants and not profile.reapplicant:
            return False
        return not self.after_fail or _may_have_failed(profile)


def _may_have_failed(profile: Profile) -> bool:
    return bool(
        profile.failed_attempts
        or profile.step1_result == "fail"
        or profile.step2_result == "fail"
        or profile.step2_ck is not None
        or profile.step3_status == "scheduled"
    )


@dataclass(frozen=True, slots=True)
class QuestionBank:
    """Every question by name, in order, and the pages."""

    questions: dict[str, Question]
    pages: tuple[Page, ...]

    def page(self, page_id: str) -> Page | None:
        """The page of that id."""
        for page in self.pages:
            if page.id == page_id:
                return page
        return None


def question_bank(limits: Limits, calendar: Calendar) -> QuestionBank:
    """Build the bank; bounds and seasons come from the facts."""
    grouped: tuple[tuple[str, str, tuple[Question, ...], dict[str, object]], ...] = (
        ("start", "You and your season", opening.opening(limits, calendar), {}),
        ("results", "Your examinations", opening.results(limits), {}),
        ("sittings", "Attempts and retakes", exams.sittings(limits), {"after_fail": True}),
        ("comlex", "COMLEX", exams.comlex(limits), {"applicants": OSTEOPATHIC}),
        (
            "international",
            "Certification, US work",
            training.international(limits),
            {"applicants": _IMG},
        ),
        ("interviews", "Interviews", season.interviews(limits), {"phases": _ANSWERED}),
        ("school", "Your school", training.school(limits), {"phases": _PREPARING}),
        (
            "letters",
            "Radiology letters",
            experience.letters(limits),
            {"phases": _PREPARING},
        ),
        ("rotations", "Rotations", experience.rotations(limits), {"phases": _PREPARING}),
        ("research", "Research", experience.research(limits), {"phases": _PREPARING}),
        ("plans", "Your plans", season.plans(limits), {}),
        ("path", "Your way so far", training.path(limits), {}),
        ("feedback", "Your last application", season.feedback(limits), {"reapplicants": True}),
        ("more_letters", "More letters", experience.more_letters(limits), {"phases": _PREPARING}),
        (
            "more_rotations",
            "More rotations",
            experience.more_rotations(limits),
            {"phases": _PREPARING},
        ),
        ("numbers", "Step 1 and Step 3", exams.numbers(limits), {}),
        ("applications", "Applications sent", season.applications(limits), {"phases": _SENT}),
        ("signals", "Signals", season.signals(limits), {"phases": _SENT}),
        ("practical", "Practical matters", season.practical(limits), {}),
    )
    questions = {question.name: question for _, _, group, _ in grouped for question in group}
    for question in opening.seasons(limits, calendar):
        questions[question.name] = question
    pages = tuple(
        Page(id_, title, tuple(question.name for question in group), **narrowed)  # type: ignore[arg-type]
        for id_, title, group, narrowed in grouped
    )
    return QuestionBank(questions, pages)
