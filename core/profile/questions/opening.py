"""The first two pages: who the person is, where in the season, and the examinations."""

from core.dialogue.question import Choice, Kind, Question
from core.facts.limits import Limits
from core.facts.seasons import Calendar
from core.profile.questions.kinds import choice, choices, count, day, score, yes_no

STAGES = (
    ("not_applied", "not applied yet"),
    ("applied", "application sent"),
    ("interviewing", "interviews offered or held"),
    ("ranked", "rank list certified"),
)


def opening(limits: Limits, calendar: Calendar) -> tuple[Question, ...]:
    """The questions of the first page, five in all."""
    return (
        choice(
            "applicant",
            "Which kind of applicant are you?",
            "The published figures are counted by kind.",
            ("us_md_senior", "US MD, still enrolled"),
            ("us_md_graduate", "US MD, graduated"),
            ("us_do_senior", "US DO, still enrolled"),
            ("us_do_graduate", "US DO, graduated"),
            ("us_img", "US citizen at, or from, a school abroad"),
            ("non_us_img", "Not a US citizen, school abroad"),
            ("canadian", "Canadian school"),
            required=True,
        ),
        choices(
            "specialty",
            "Which specialty?",
            "Scores are read against the people who matched in it.",
            ("dr", "Diagnostic radiology (DR)"),
            ("ir", "Interventional radiology, integrated (IR)"),
            required=True,
        ),
        season_stage(calendar),
        score(
            "step2_ck",
            "Step 2 CK: score, or where you stand",
            "The one number that most programs look at first.",
            limits.step_score,
            ("not_taken", "not taken, no date yet"),
            ("scheduled", "scheduled"),
            ("awaiting_score", "taken, waiting for the score"),
        ),
        day("step2_date", "Step 2 CK: test date", "The pass mark and the average depend on it."),
    )


def season_stage(calendar: Calendar, *, first: int | None = None) -> Question:
    """Season and stage as one question; ``first`` leaves out seasons before it."""
    numbers = sorted(season.season for season in calendar.seasons)
    offered = [number for number in numbers if first is None or number >= first]
    later = (numbers[-1] if numbers else 0) + 1
    pairs = [
        Choice(f"{number}_{stage}", f"Residency from July {number}: {words}")
        for number in offered
        for stage, words in STAGES
    ]
    pairs.append(Choice(f"{later}_not_applied", f"Residency from July {later} or later"))
    return Question(
        "season_stage",
        "Which season, and how far are you in it?",
        "What still can be done depends on the time of year.",
        Kind.CHOICE,
        tuple(pairs),
    )


def seasons(limits: Limits, calendar: Calendar) -> tuple[Question, ...]:
    """Season and stage as two questions, for those who type them."""
    numbers = [season.season for season in calendar.seasons]
    return (
        Question(
            "season",
            "Season: the year residency would start",
            "Dates are planned back from it.",
            Kind.WHOLE,
            minimum=min(numbers),
            maximum=max(numbers) + limits.seasons_ahead,
        ),
        choice("stage", "How far are you in that season?", "It decides what comes next.", *STAGES),
    )


def results(limits: Limits) -> tuple[Question, ...]:
    """The questions of the second page."""
    return (
        choice(
            "step2_result",
            "Step 2 CK: result printed on your report",
            "What is printed counts, whatever a table says.",
            ("pass", "pass"),
            ("fail", "fail"),
        ),
        count(
            "failed_attempts",
            "Failed attempts at any Step, all together",
            "Programs ask, and the rules count them.",
            limits.attempts.highest * 3,
        ),
        choice(
            "step1_result",
            "Step 1",
            "A pass is asked for everywhere.",
            ("pass", "pass"),
            ("fail", "fail"),
            ("not_taken", "not taken yet"),
        ),
        day(
            "graduation_date",
            "Graduation date, past or expected",
            "Step 3, certification and some states count from it.",
        ),
        yes_no(
            "reapplicant",
            "Did you apply in an earlier season?",
            "A second application is read against the first.",
        ),
    )
