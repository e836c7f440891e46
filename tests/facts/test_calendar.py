from datetime import UTC, date, datetime
from itertools import pairwise

import pytest

from core.facts.catalogue import Facts
from core.facts.seasons import Milestone
from core.terms import MilestoneName, Strength


def _milestone(facts: Facts, season: int, name: MilestoneName) -> Milestone:
    held = facts.calendar.season(season)
    assert held is not None
    milestone = held.milestone(name)
    assert milestone is not None
    return milestone


@pytest.mark.parametrize(
    ("name", "instant"),
    [
        (MilestoneName.ERAS_OPENS, datetime(2026, 6, 3, 13, tzinfo=UTC)),
        (MilestoneName.SUBMIT, datetime(2026, 9, 2, 13, tzinfo=UTC)),
        (MilestoneName.NRMP_OPENS, datetime(2026, 9, 15, 16, tzinfo=UTC)),
        (MilestoneName.REVIEW, datetime(2026, 9, 23, 13, tzinfo=UTC)),
        (MilestoneName.NRMP_STANDARD_DEADLINE, datetime(2027, 1, 30, 4, 59, tzinfo=UTC)),
        (MilestoneName.PATHWAYS_DEADLINE, datetime(2027, 2, 1, 4, 59, tzinfo=UTC)),
        (MilestoneName.RANKING_OPENS, datetime(2027, 2, 1, 17, tzinfo=UTC)),
        (MilestoneName.RANK_LIST_DEADLINE, datetime(2027, 3, 4, 2, tzinfo=UTC)),
        (MilestoneName.MATCH_WEEK, datetime(2027, 3, 15, 14, tzinfo=UTC)),
        (MilestoneName.NRMP_LATE_DEADLINE, datetime(2027, 3, 4, 2, tzinfo=UTC)),
        (MilestoneName.SOAP_APPLICATIONS, datetime(2027, 3, 15, 15, tzinfo=UTC)),
        (MilestoneName.SOAP_REVIEW, datetime(2027, 3, 16, 12, tzinfo=UTC)),
        (MilestoneName.SOAP_OFFERS, datetime(2027, 3, 18, 13, tzinfo=UTC)),
        (MilestoneName.SOAP_ROUND_2, datetime(2027, 3, 18, 16, tzinfo=UTC)),
        (MilestoneName.SOAP_ROUND_3, datetime(2027, 3, 18, 19, tzinfo=UTC)),
        (MilestoneName.SOAP_ROUND_4, datetime(2027, 3, 18, 22, tzinfo=UTC)),
        (MilestoneName.SOAP_ENDS, datetime(2027, 3, 19, 1, tzinfo=UTC)),
        (MilestoneName.MATCH_DAY, datetime(2027, 3, 19, 16, tzinfo=UTC)),
        (MilestoneName.SEASON_ENDS, datetime(2027, 5, 31, 21, tzinfo=UTC)),
    ],
)
def test_season_2027_stands_to_the_minute_across_the_clock_change(
    facts: Facts, name: MilestoneName, instant: datetime
) -> None:
    assert _milestone(facts, 2027, name).instant == instant


def test_the_rank_list_closes_at_nine_in_the_evening_eastern(facts: Facts) -> None:
    deadline = _milestone(facts, 2027, MilestoneName.RANK_LIST_DEADLINE)
    assert deadline.at == datetime(2027, 3, 3, 21)  # noqa: DTZ001 - a wall clock
    assert deadline.zone == "America/New_York"
    assert deadline.timed


def test_a_day_printed_without_its_hour_is_marked(facts: Facts) -> None:
    assert not _milestone(facts, 2027, MilestoneName.PATHWAYS_DEADLINE).timed
    assert not _milestone(facts, 2025, MilestoneName.MATCH_DAY).timed


@pytest.mark.parametrize("season", [2025, 2026, 2027, 2028])
def test_late_registration_ends_when_rank_lists_are_due(facts: Facts, season: int) -> None:
    late = _milestone(facts, season, MilestoneName.NRMP_LATE_DEADLINE)
    assert late.instant == _milestone(facts, season, MilestoneName.RANK_LIST_DEADLINE).instant


@pytest.mark.parametrize(
    ("season", "name", "first", "last"),
    [
        (2028, MilestoneName.VSLO_OPENS, date(2027, 2, 1), date(2027, 2, 28)),
        (2028, MilestoneName.IMG_TOKEN, date(2027, 6, 21), date(2027, 6, 30)),
        (2027, MilestoneName.MILITARY_RESULTS, date(2026, 12, 11), date(2026, 12, 20)),
    ],
)
def test_what_has_no_exact_day_is_held_as_the_days_it_may_fall_on(
    facts: Facts, season: int, name: MilestoneName, first: date, last: date
) -> None:
    held = _milestone(facts, season, name)
    assert (held.at.date(), held.last_day, held.timed) == (first, last, False)
    assert held.strength is Strength.ESTIMATE


def test_a_date_with_an_hour_has_no_span() -> None:
    known = {
        "name": "submit", "at": "2027-09-01T09:00", "until": "2027-09-03", "sources": ["x"],
        "strength": "official", "checked": "2026-11-22", "check_again": "2027-01-01",
    }  # fmt: skip
    with pytest.raises(ValueError, match="until is a day after that of at"):
        Milestone.model_validate(known)
    Milestone.model_validate(known | {"timed": False})
    with pytest.raises(ValueError, match="until is a day after that of at"):
        Milestone.model_validate(known | {"timed": False, "until": "2027-09-01"})


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        (MilestoneName.RANK_LIST_DEADLINE, date(2027, 2, 28)),
        (MilestoneName.MATCH_DAY, date(2027, 3, 15)),
        (MilestoneName.MATCH_DAY, date(2027, 3, 20)),
    ],
)
def test_wrong_days_of_2027_that_are_in_circulation_are_not_held(
    facts: Facts, name: MilestoneName, wrong: date
) -> None:
    assert _milestone(facts, 2027, name).at.date() != wrong


@pytest.mark.parametrize(
    ("name", "month", "day"),
    [
        (MilestoneName.REVIEW, 9, 15),
        (MilestoneName.REVIEW, 10, 1),
        (MilestoneName.NRMP_STANDARD_DEADLINE, 11, 30),
        (MilestoneName.RANKING_OPENS, 1, 15),
    ],
)
def test_no_season_has_a_day_of_the_rules_of_former_years(
    facts: Facts, name: MilestoneName, month: int, day: int
) -> None:
    for season in facts.calendar.seasons:
        held = _milestone(facts, season.season, name).at
        assert (held.month, held.day) != (month, day)


def test_the_results_of_match_week_come_at_ten_and_not_at_eleven(facts: Facts) -> None:
    for season in facts.calendar.seasons:
        begins = season.milestone(MilestoneName.MATCH_WEEK)
        assert begins is not None
        assert begins.at.hour == 10


def test_offers_of_soap_are_made_on_a_thursday(facts: Facts) -> None:
    rounds = {
        MilestoneName.SOAP_OFFERS,
        MilestoneName.SOAP_ROUND_2,
        MilestoneName.SOAP_ROUND_3,
        MilestoneName.SOAP_ROUND_4,
        MilestoneName.SOAP_ENDS,
    }
    weekdays = {
        one.at.weekday()
        for season in facts.calendar.seasons
        for one in season.milestones
        if one.name in rounds
    }
    assert weekdays == {3}


def test_no_fellowship_date_stands_in_a_season(facts: Facts) -> None:
    assert not any("efdo" in name or "fellowship" in name for name in MilestoneName)
    days = {one.at.date() for season in facts.calendar.seasons for one in season.milestones}
    assert not days & {date(2025, 11, 12), date(2025, 12, 3), date(2026, 11, 11), date(2026, 12, 2)}


def test_everything_about_season_2028_is_called_an_estimate(facts: Facts) -> None:
    season = facts.calendar.season(2028)
    assert season is not None
    assert {milestone.name for milestone in season.milestones} == set(MilestoneName)
    for milestone in season.milestones:
        assert milestone.strength is Strength.ESTIMATE
        assert milestone.note.startswith("estimate: ")


@pytest.mark.parametrize(
    ("name", "day"),
    [
        (MilestoneName.ERAS_OPENS, date(2027, 6, 2)),
        (MilestoneName.SUBMIT, date(2027, 9, 1)),
        (MilestoneName.REVIEW, date(2027, 9, 22)),
        (MilestoneName.NRMP_STANDARD_DEADLINE, date(2028, 1, 31)),
        (MilestoneName.RANK_LIST_DEADLINE, date(2028, 3, 1)),
        (MilestoneName.MATCH_WEEK, date(2028, 3, 13)),
        (MilestoneName.MATCH_DAY, date(2028, 3, 17)),
    ],
)
def test_season_2028_follows_the_pattern(facts: Facts, name: MilestoneName, day: date) -> None:
    assert _milestone(facts, 2028, name).at.date() == day


def test_the_estimated_days_fall_on_the_weekdays_of_every_other_season(facts: Facts) -> None:
    for name in (
        MilestoneName.ERAS_OPENS,
        MilestoneName.SUBMIT,
        MilestoneName.REVIEW,
        MilestoneName.RANK_LIST_DEADLINE,
        MilestoneName.MATCH_WEEK,
        MilestoneName.MATCH_DAY,
    ):
        weekdays = {
            _milestone(facts, season, name).at.weekday() for season in (2025, 2026, 2027, 2028)
        }
        assert len(weekdays) == 1, name


def test_the_running_season_is_looked_at_again_within_a_month(facts: Facts) -> None:
    running = facts.calendar.season(2027)
    assert running is not None
    for milestone in running.milestones:
        assert (milestone.check_again - milestone.checked).days <= 31


def test_a_season_nobody_holds_is_none(facts: Facts) -> None:
    assert facts.calendar.season(2040) is None
    oldest = facts.calendar.season(2025)
    assert oldest is not None
    assert oldest.milestone(MilestoneName.PATHWAYS_DEADLINE) is None


def test_seasons_follow_each_other_without_overlap(facts: Facts) -> None:
    for earlier, later in pairwise(facts.calendar.seasons):
        assert later.season == earlier.season + 1
        ends = earlier.milestone(MilestoneName.SEASON_ENDS)
        opens = later.milestone(MilestoneName.ERAS_OPENS)
        assert ends is not None
        assert opens is not None
        assert ends.instant < opens.instant


def test_margins_are_those_of_the_score_report(facts: Facts) -> None:
    margins, report = facts.calendar.margins, facts.examinations.reports[0]
    assert (margins.score_safe_weeks, margins.score_risky_weeks) == (8, 4)
    assert (report.allow_weeks, report.typical_weeks) == (8, 4)


def test_a_season_is_over_on_the_day_after_its_last(facts: Facts) -> None:
    season = facts.calendar.season(2027)
    assert season is not None
    assert not season.is_over(date(2027, 5, 31))
    assert season.is_over(date(2027, 6, 1))
    assert not season.model_copy(update={"milestones": ()}).is_over(date(2099, 1, 1))


def test_a_removed_server_is_kept_for_a_month(facts: Facts) -> None:
    assert facts.calendar.margins.server_retention_days == 30
