"""One applicant on one day before the facts: the answers, and what follows from them alone."""

from dataclasses import dataclass
from datetime import date

from core.assessment.phase import phase_of, season_meant
from core.assessment.score import Reading, read_step2
from core.facts.catalogue import Facts
from core.facts.seasons import Season
from core.profile.applicant import Profile
from core.terms import GRADUATES, SENIORS, ApplicantType, Exam, ExamStatus, Phase, Record


@dataclass(frozen=True, slots=True)
class Fails:
    """Failed attempts that the answers imply: at least ``known``, and no more if ``complete``.

    ``by_exam`` holds what is known of each examination and ``settled`` those of which nothing
    more can come. ``printed`` is false where a failed attempt rests on the pass mark of the
    test day and no result as printed is known.
    """

    by_exam: dict[Exam, int]
    settled: frozenset[Exam]
    known: int
    complete: bool
    printed: bool

    @property
    def record(self) -> Record:
        """The examination record as a whole."""
        if self.known > 1:
            return Record.SEVERAL_FAILS
        if self.known == 1:
            return Record.ONE_FAIL
        return Record.CLEAN if self.complete else Record.UNKNOWN


@dataclass(frozen=True, slots=True)
class Case:
    """What every part of the assessment is worked out from.

    ``season`` is the number of the season meant and ``calendar`` its dates where held;
    ``graduated`` and ``is_img`` are ``None`` where the answers do not say. ``is_img`` counts
    Canadian graduates as international ones since their schools' accreditation ended.
    """

    profile: Profile
    facts: Facts
    today: date
    season: int
    calendar: Season | None
    phase: Phase
    step2: Reading
    fails: Fails
    graduated: bool | None
    is_img: bool | None


def case_of(profile: Profile, facts: Facts, today: date) -> Case:
    """Work out what follows from the answers, once, for every part of the assessment."""
    season = season_meant(profile, facts.calendar, today)
    step2 = read_step2(profile, facts, today)
    return Case(
        profile=profile,
        facts=facts,
        today=today,
        season=season,
        calendar=facts.calendar.season(season),
        phase=phase_of(
            profile,
            facts.calendar,
            season,
            today,
            step2_status=step2.status,
            not_passing=step2.passing is False,
        ),
        step2=step2,
        fails=_fails(profile, step2),
        graduated=_graduated(profile, today),
        is_img=_is_img(profile, facts),
    )


def _graduated(profile: Profile, today: date) -> bool | None:
    if profile.graduation_date is not None:
        return profile.graduation_date <= today
    if profile.applicant in GRADUATES:
        return True
    if profile.applicant in SENIORS:
        return False
    return None


def _is_img(profile: Profile, facts: Facts) -> bool | None:
    if profile.applicant is not ApplicantType.CANADIAN:
        return profile.is_img
    if profile.graduation_date is None:
        return None
    return profile.graduation_date > facts.examinations.ecfmg.canadian_graduates_are_imgs_after


def _fails(profile: Profile, step2: Reading) -> Fails:
    parts = {
        Exam.STEP1: _failed(
            profile.step1_attempts,
            passed={"pass": True, "fail": False}.get(profile.step1_result or ""),
            never_sat=profile.step1_result == "not_taken",
        ),
        Exam.STEP2_CK: _failed(
            profile.step2_attempts,
            passed=step2.passing,
            never_sat=step2.status is ExamStatus.NOT_TAKEN,
            latest_open=step2.status is ExamStatus.AWAITING_SCORE,
            latest_to_come=step2.status is ExamStatus.SCHEDULED,
        ),
        Exam.STEP3: _failed(
            profile.step3_attempts,
            passed={"passed": True, "failed": False}.get(profile.step3_status or ""),
            never_sat=profile.step3_status == "not_taken",
            latest_to_come=profile.step3_status == "scheduled",
        ),
    }
    implied = sum(known for known, _ in parts.values())
    stated = profile.failed_attempts
    return Fails(
        by_exam={exam: known for exam, (known, _) in parts.items()},
        settled=frozenset(exam for exam, (_, complete) in parts.items() if complete),
        known=max(implied, stated or 0),
        complete=stated is not None or all(complete for _, complete in parts.values()),
        printed=step2.passing is not False or profile.step2_result is not None,
    )


def _failed(
    attempts: int | None,
    *,
    passed: bool | None,
    never_sat: bool,
    latest_open: bool = False,
    latest_to_come: bool = False,
) -> tuple[int, bool]:
    """The fewest failed attempts, and whether there can be no more.

    A sitting whose score is awaited is not a failed one; a sitting still to come is not
    counted among the attempts.
    """
    if attempts is None:
        return (1 if passed is False else 0), never_sat
    if passed is False or latest_to_come:
        return attempts, True
    return max(attempts - 1, 0), passed is True or latest_open or attempts == 0
