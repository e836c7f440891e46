"""Where in the year a person stands: which season they mean, and which phase of it."""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from core.facts.seasons import Calendar, Season
from core.profile.applicant import Profile
from core.terms import NOT_SCORED, ExamStatus, MilestoneName, Phase, Stage

_IN_THE_MATCH = frozenset({Stage.APPLIED, Stage.INTERVIEWING, Stage.RANKED})


def day_of(season: Season | None, name: MilestoneName) -> date | None:
    """The calendar day of a date of the season, in that date's own zone."""
    return season.day(name) if season else None


def season_meant(profile: Profile, calendar: Calendar, today: date) -> int:
    """The season the profile is about.

    The one named; otherwise the one that is running for somebody who has applied, and for
    everybody else the next one whose review by programs has not begun.
    """
    if profile.season is not None:
        return profile.season
    held = sorted(calendar.seasons, key=lambda season: season.season)
    if profile.stage in _IN_THE_MATCH:
        for season in held:
            submit, ends = (
                day_of(season, MilestoneName.SUBMIT),
                day_of(season, MilestoneName.SEASON_ENDS),
            )
            if submit and ends and submit <= today <= ends:
                return season.season
    for season in held:
        review = day_of(season, MilestoneName.REVIEW)
        if review and today < review:
            return season.season
    return _beyond(held, today)


def _beyond(held: list[Season], today: date) -> int:
    """The next season to apply in past all those held: review opens once a year, as it did."""
    for season in reversed(held):
        review = day_of(season, MilestoneName.REVIEW)
        if review:
            return season.season + relativedelta(today, review).years + 1
    return today.year + 1


def latest_safe_test(season: Season | None, calendar: Calendar) -> date | None:
    """The last test day whose score is surely there when programs open files."""
    review = day_of(season, MilestoneName.REVIEW)
    return review - timedelta(weeks=calendar.margins.score_safe_weeks) if review else None


def phase_of(
    profile: Profile,
    calendar: Calendar,
    season_number: int,
    today: date,
    *,
    step2_status: ExamStatus | None,
    not_passing: bool,
) -> Phase:
    """The phase of the season that ``today`` is for this person.

    A season without dates is far off, so building; one that is over is *after*. From review
    on, somebody who names the running season without a stage is taken to have applied.
    """
    season = calendar.season(season_number)
    if season is None:
        known = [held.season for held in calendar.seasons]
        return Phase.AFTER if known and season_number < min(known) else Phase.BUILDING
    match_day = day_of(season, MilestoneName.MATCH_DAY)
    if match_day and today > match_day:
        return Phase.AFTER
    review = day_of(season, MilestoneName.REVIEW)
    reviewing = review is not None and today >= review
    if profile.stage in _IN_THE_MATCH or (profile.stage is None and reviewing):
        return _in_the_match(profile, season, today)
    deadline = day_of(season, MilestoneName.RANK_LIST_DEADLINE)
    if deadline and today > deadline:
        return Phase.AFTER
    return _before_applying(
        season,
        calendar,
        today,
        step2_open=not_passing or step2_status in NOT_SCORED,
        not_passing=not_passing,
    )


def _in_the_match(profile: Profile, season: Season, today: date) -> Phase:
    week = day_of(season, MilestoneName.MATCH_WEEK)
    if week and today >= week:
        return Phase.MATCH_WEEK
    ranking = day_of(season, MilestoneName.RANKING_OPENS)
    if profile.stage is Stage.RANKED or (ranking and today >= ranking):
        return Phase.RANKING
    return Phase.INTERVIEWING


def _before_applying(
    season: Season, calendar: Calendar, today: date, *, step2_open: bool, not_passing: bool
) -> Phase:
    if not_passing:
        return Phase.STEP2
    opens = day_of(season, MilestoneName.ERAS_OPENS)
    if opens and today >= opens:
        return Phase.APPLYING
    safe = latest_safe_test(season, calendar)
    run_up = relativedelta(months=calendar.margins.step2_run_up_months)
    if step2_open and safe and today >= safe - run_up:
        return Phase.STEP2
    return Phase.BUILDING
