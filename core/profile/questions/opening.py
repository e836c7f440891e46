"""The first two pages: who the person is, where in the season, and the examinations."""

from datetime import date

from core.dialogue.question import Choice, Kind, Question
from core.facts.limits import Limits
from core.facts.seasons import Calendar, Season
from core.profile.questions.kinds import choice, choices, count, day, score, yes_no
from core.terms import MilestoneName

NOT_APPLIED = "not_applied"
STAGES = (
    (NOT_APPLIED, "not applied yet"),
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


def season_stage(calendar: Calendar, today: date | None = None) -> Question:
    """Season and stage as one question.

    With ``today`` a season that is over is left out, and one for which applications cannot be
    sent yet is offered as not applied for alone.
    """
    held = sorted(calendar.seasons, key=lambda season: season.season)
    pairs = [
        Choice(f"{season.season}_{stage}", f"Residency from July {season.season}: {words}")
        for season in held
        if today is None or not season.is_over(today)
        for stage, words in STAGES
        if today is None or stage == NOT_APPLIED or _can_be_sent(season, today)
    ]
    later = (held[-1].season if held else 0) + 1
    pairs.append(Choice(f"{later}_{NOT_APPLIED}", f"Residency from July {later} or later"))
    return Question(
        "season_stage",
        "Which season, and how far are you in it?",
        "What still can be done depends on the time of year.",
        Kind.CHOICE,
        tuple(pairs),
    )


def _can_be_sent(season: Season, today: date) -> bool:
    submit = season.day(MilestoneName.SUBMIT)
    return submit is None or submit <= today


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
