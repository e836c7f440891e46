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
        (MilestoneName.SOAP_OFFERS, datetime(2027, 3, 18, 13, tzinfo=UTC)),
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
