"""What cannot be true together: each rule names the field, and what would be accepted there."""

from collections.abc import Callable, Iterator
from datetime import date

from core.facts.catalogue import Facts
from core.facts.examinations import Examinations
from core.profile.applicant import Profile
from core.terms import GRADUATES, SENIORS, Exam, ExamStatus, MilestoneName, Result, Stage

Impossible = tuple[str, str]
Rule = Callable[[Profile, Facts, date], Iterator[Impossible]]


def impossible(profile: Profile, facts: Facts, today: date) -> tuple[Impossible, ...]:
    """Every contradiction of a profile, as field and what is accepted there."""
    return tuple(found for rule in RULES for found in rule(profile, facts, today))


def _asked_first(profile: Profile, facts: Facts, today: date) -> Iterator[Impossible]:
    if profile.applicant is None:
        yield "applicant", "one kind of applicant; a reading needs it"
    if not profile.specialty:
        yield "specialty", "dr, ir, or dr,ir; a reading needs it"


def _dates_in_reach(profile: Profile, facts: Facts, today: date) -> Iterator[Impossible]:
    earliest = facts.limits.earliest_year
    latest = today.year + facts.limits.seasons_ahead + 1
    for name, value in profile:
        if isinstance(value, date) and not earliest <= value.year <= latest:
            yield name, f"a day from {earliest} to {latest}"


def _stage_in_time(profile: Profile, facts: Facts, today: date) -> Iterator[Impossible]:
    """Nobody has applied before applications open, nor ranked before ranking opens."""
    season = facts.calendar.season(profile.season) if profile.season else None
    if season is None or profile.stage in {None, Stage.NOT_APPLIED}:
        return
    opens, ranking = (
        season.day(name) for name in (MilestoneName.ERAS_OPENS, MilestoneName.RANKING_OPENS)
    )
    if opens and today < opens:
        yield "stage", f"not_applied, because season {season.season} opens on {opens}"
    elif profile.stage is Stage.RANKED and ranking and today < ranking:
        yield "stage", f"applied or interviewing, because ranking opens on {ranking}"


def _step2_dates(profile: Profile, facts: Facts, today: date) -> Iterator[Impossible]:
    tested, status = profile.step2_date, profile.step2_status
    scored = profile.step2_ck is not None or profile.step2_result is not None
    if tested is None:
        return
    if scored and tested > today:
        yield "step2_date", f"a day up to today ({today}), because a score or result is given"
    elif status is ExamStatus.NOT_TAKEN and tested <= today:
        yield "step2_date", "a day still to come, because Step 2 CK is said not to be taken"
    elif status is ExamStatus.AWAITING_SCORE and tested > today:
        yield "step2_date", f"a day up to today ({today}), because the exam is said to be taken"


def _step2_result(profile: Profile, facts: Facts, today: date) -> Iterator[Impossible]:
    open_status = profile.step2_status not in {None, ExamStatus.SCORED}
    if profile.step2_result is not None and profile.step2_ck is None and open_status:
        yield "step2_result", "unknown, because Step 2 CK is said to have no score yet"


def _step1(profile: Profile, facts: Facts, today: date) -> Iterator[Impossible]:
    taken = profile.step1_result in {"pass", "fail"} or profile.step1_score is not None
    if taken and profile.step1_date is not None and profile.step1_date > today:
        yield "step1_date", f"a day up to today ({today}), because a result is given"
    if profile.step1_result == "not_taken" and profile.step1_score is not None:
        yield "step1_result", "pass or fail, because a Step 1 score is given"


def _attempts(profile: Profile, facts: Facts, today: date) -> Iterator[Impossible]:
    results = (
        ("step1_attempts", profile.step1_attempts, profile.step1_result in {"pass", "fail"}),
        (
            "step2_attempts",
            profile.step2_attempts,
            profile.step2_ck is not None or profile.step2_result is not None,
        ),
        ("step3_attempts", profile.step3_attempts, profile.step3_status in {"passed", "failed"}),
    )
    untouched = (
        ("step1_attempts", profile.step1_attempts, profile.step1_result == "not_taken"),
        ("step2_attempts", profile.step2_attempts, profile.step2_status is ExamStatus.NOT_TAKEN),
        ("step3_attempts", profile.step3_attempts, profile.step3_status == "not_taken"),
    )
    for name, attempts, never in untouched:
        if attempts and never:
            yield name, "0, because the exam is said not to be taken"
    for name, attempts, has_result in results:
        if attempts == 0 and has_result:
            yield name, "1 or more, because a result is given"
    given = _fails_given(profile)
    if profile.failed_attempts is not None and profile.failed_attempts < given:
        yield (
            "failed_attempts",
            f"{given} or more, because your results and attempts come to that many fails",
        )
    sittings, fails = profile.comlex_attempts, profile.comlex_fails
    if sittings is not None and fails is not None and fails > sittings:
        yield "comlex_fails", f"{sittings} or fewer, the number of sittings"


def _fails_given(profile: Profile) -> int:
    """The fewest fails that results and sittings leave open: every sitting but the latest is one.

    The latest one is a fail where it is said to be; a passed exam is not sat again, except to
    meet a time limit, and whoever is planning that has not sat it yet.
    """
    step2_fails = profile.step2_result is Result.FAIL
    return sum(
        max((attempts or 0) - (not failed), int(failed))
        for attempts, failed in (
            (profile.step1_attempts, profile.step1_result == "fail"),
            (profile.step2_attempts, step2_fails),
            (profile.step3_attempts, profile.step3_status == "failed"),
        )
    )


def _step3(profile: Profile, facts: Facts, today: date) -> Iterator[Impossible]:
    """Step 3 cannot have been sat before the degree and both Steps (FSMB eligibility)."""
    rule = facts.examinations.step3
    if profile.step3_status not in {"passed", "failed"}:
        planned = profile.step3_date
        if profile.step3_status == "scheduled" and planned is not None and planned < today:
            yield (
                "step3_date",
                f"a day from today ({today}) on, or step3_status as passed or failed",
            )
        if profile.step3_status == "not_taken" and profile.step3_score is not None:
            yield "step3_status", "passed or failed, because a Step 3 score is given"
        return
    sat = profile.step3_date or today
    if profile.step3_date is not None and profile.step3_date > today:
        yield "step3_date", f"a day up to today ({today}), because a result is given"
    if rule.needs_degree and profile.graduation_date is not None and profile.graduation_date > sat:
        yield (
            "step3_status",
            (
                "scheduled or not_taken, because Step 3 is open after graduation"
                f" ({profile.graduation_date})"
            ),
        )
    if rule.needs_both_steps and (
        profile.step1_result in {"fail", "not_taken"}
        or profile.step2_status is ExamStatus.NOT_TAKEN
        or profile.step2_result is Result.FAIL
    ):
        yield (
            "step3_status",
            ("scheduled or not_taken, because Step 3 needs Step 1 and Step 2 CK passed first"),
        )


def _degree(profile: Profile, facts: Facts, today: date) -> Iterator[Impossible]:
    graduation = profile.graduation_date
    if graduation is None:
        return
    if profile.applicant in SENIORS and graduation <= today:
        yield "graduation_date", "a day still to come, or applicant as a graduate"
    if profile.applicant in SENIORS and profile.season is not None:
        latest = profile.season + facts.limits.seasons_ahead
        if graduation.year > latest:
            yield "graduation_date", f"a day up to {latest}, or a later season"
    if profile.applicant in GRADUATES and graduation > today:
        yield "graduation_date", f"a day up to today ({today}), or applicant as a senior"


def _certificate(profile: Profile, facts: Facts, today: date) -> Iterator[Impossible]:
    if profile.ecfmg != "certified":
        return
    if profile.step2_status is ExamStatus.NOT_TAKEN or _fails_step2(profile, facts.examinations):
        yield "ecfmg", "in_progress or not_started, because certification needs Step 2 CK passed"
    elif profile.step1_result in {"fail", "not_taken"}:
        yield "ecfmg", "in_progress or not_started, because certification needs Step 1 passed"


def _fails_step2(profile: Profile, examinations: Examinations) -> bool:
    if profile.step2_result is not None:
        return profile.step2_result is Result.FAIL
    if profile.step2_ck is None or profile.step2_date is None:
        return False
    mark = examinations.pass_mark(Exam.STEP2_CK, profile.step2_date)
    return mark is not None and profile.step2_ck < mark.points


def _research(profile: Profile, facts: Facts, today: date) -> Iterator[Impossible]:
    parts = (profile.research_projects, profile.research_abstracts, profile.research_papers)
    if profile.research_radiology is None or None in parts:
        return
    total = sum(part for part in parts if part is not None)
    if profile.research_radiology > total:
        yield "research_radiology", f"{total} or fewer, the number of all pieces"


def _none_with_others(profile: Profile, facts: Facts, today: date) -> Iterator[Impossible]:
    for name, alone in (("second_field", "none"), ("feedback", "no_feedback")):
        chosen = getattr(profile, name)
        if alone in chosen and len(chosen) > 1:
            yield name, f"{alone} by itself, or the others without it"


RULES: tuple[Rule, ...] = (
    _asked_first,
    _dates_in_reach,
    _stage_in_time,
    _step2_dates,
    _step2_result,
    _step1,
    _attempts,
    _step3,
    _degree,
    _certificate,
    _research,
    _none_with_others,
)
