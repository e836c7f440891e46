"""From anchors to dates: shifts, spans, other rules, and what is not held."""

from datetime import date, time
from typing import Any

from core.facts.seasons import Calendar, Season
from core.facts.timeline import TimelineRule
from core.timeline.anchors import Anchors, Dated
from core.timeline.local_time import LocalTime
from core.timeline.prepared import prepare_timeline
from tests.assessment.cases import case
from tests.assessment.profiles import held
from tests.timeline.planned import facts

ZONE = "America/New_York"
RULE: dict[str, Any] = {
    "id": "one",
    "title": "One",
    "why": "Why.",
    "todo": "Do.",
    "still": "Still.",
    "ladder": "none",
    "phases": ["building"],
    "sources": ["reading_room_policy"],
    "strength": "guidance",
    "checked": "2026-11-24",
    "check_again": "2027-06-01",
}


def rule(*at: dict[str, Any], **fields: Any) -> TimelineRule:
    return TimelineRule.model_validate({**RULE, "at": at, **fields})


def written(one: TimelineRule, *others: TimelineRule, season: int = 2027, **answers: Any) -> Any:
    anchors = Anchors(facts().calendar, {known.id: known for known in (one, *others)}, ZONE)
    dated = anchors.dated(one, one.at, season, case(**answers))
    return dated.at.written if dated else None


def test_a_milestone_without_a_shift_keeps_its_hour() -> None:
    assert written(rule({"milestone": "rank_list_deadline"})) == "2027-03-03T21:00"


def test_a_shifted_date_is_a_bare_day() -> None:
    assert written(rule({"milestone": "rank_list_deadline", "days": -1})) == "2027-03-02"


def test_a_bare_day_of_the_season_stays_one() -> None:
    assert written(rule({"milestone": "pathways_deadline"})) == "2027-01-31"


def test_months_and_years_keep_the_day_where_the_month_has_it() -> None:
    assert written(rule({"milestone": "season_ends", "months": -3})) == "2027-02-28"
    assert written(rule({"milestone": "season_ends", "years": -1, "days": 1})) == "2026-06-01"


def test_a_span_ends_on_its_last_day_and_is_counted_from_its_first() -> None:
    anchors = Anchors(facts().calendar, {}, ZONE)
    plain, before = (
        rule({"milestone": "vslo_opens"}),
        rule({"milestone": "vslo_opens", "weeks": -1}),
    )
    dated = anchors.dated(plain, plain.at, 2028, None)
    assert dated is not None
    assert (dated.from_day, dated.at.day) == (date(2027, 2, 1), date(2027, 2, 28))
    assert written(before, season=2028) == "2027-01-25"


def test_the_first_anchor_that_there_is_counts() -> None:
    both = rule({"milestone": "soap_round_2"}, {"milestone": "soap_offers"})
    assert written(both) == "2027-03-18T12:00"
    assert written(both, season=2026) == "2026-03-19"


def test_a_date_counted_from_another_rule_follows_it() -> None:
    first = rule({"personal": "step2_test"}, {"milestone": "review"})
    second = rule({"rule": "one", "weeks": 1}, id="two")
    assert written(second, first, season=2028) == "2027-09-29"
    taken: dict[str, Any] = {"step2_status": "scheduled", "step2_date": date(2027, 5, 1)}
    assert written(second, first, season=2028, **taken) == "2027-05-08"


def test_a_figure_may_be_a_parameter_and_count_back() -> None:
    named = rule({"milestone": "review", "weeks": "-weeks"}, parameters={"weeks": 8})
    assert written(named, season=2028) == "2027-07-28"


def test_a_calendar_day_lies_in_the_year_of_the_season_or_before() -> None:
    december = {"month": 12, "day": 15, "year": "before"}
    february = {"month": 2, "day": 15, "year": "of"}
    assert written(rule({"calendar": december})) == "2026-12-15"
    assert written(rule({"calendar": february})) == "2027-02-15"
    assert written(rule({"calendar": february}), season=2040) is None


def test_a_milestone_of_the_next_season_is_taken_from_there() -> None:
    assert written(rule({"milestone": "eras_opens", "seasons_later": 1})) == "2027-06-02T09:00"
    assert written(rule({"milestone": "eras_opens", "seasons_later": 1}), season=2028) is None


def test_a_season_or_date_that_is_not_held_gives_none() -> None:
    assert written(rule({"milestone": "review"}), season=2040) is None
    assert written(rule({"milestone": "soap_round_4"}), season=2026) is None
    empty = Calendar(
        seasons=(Season(season=2027, milestones=()),), margins=facts().calendar.margins
    )
    anchors, one = Anchors(empty, {}, ZONE), rule({"milestone": "review"})
    assert anchors.dated(one, one.at, 2027, None) is None


def test_an_exam_that_has_a_result_is_no_day_ahead() -> None:
    one = rule({"personal": "step2_test"})
    sat: dict[str, Any] = {"step2_ck": 250, "step2_date": date(2026, 5, 1)}
    assert written(one, **sat) is None
    assert written(one, step2_date=date(2027, 5, 1)) == "2027-05-01"
    planned: dict[str, Any] = {"step3_status": "scheduled", "step3_date": date(2027, 2, 1)}
    assert written(rule({"personal": "step3_test"}), **planned) == "2027-02-01"


def test_a_failed_step1_starts_no_clock() -> None:
    one = rule({"personal": "step1_passed", "years": 7})
    assert written(one, step1_result="fail", step1_date=date(2020, 2, 29)) is None
    assert written(one, step1_result="pass", step1_date=date(2020, 2, 29)) == "2027-02-28"


def test_a_beginning_that_is_not_before_its_date_is_none() -> None:
    ready = prepare_timeline(held()).rules[0]
    at, later = (Dated(LocalTime(date(2027, 5, day), None, ZONE)) for day in (3, 4))
    assert ready.milestone(2027, later, at).begins == date(2027, 5, 3)
    assert ready.milestone(2027, at, later).begins is None
    assert ready.milestone(2027, at, at).begins is None


def test_a_local_time_reads_what_it_wrote() -> None:
    for one in (
        LocalTime(date(2027, 1, 29), time(23, 59), ZONE),
        LocalTime(date(2027, 1, 31), None, ZONE),
    ):
        assert LocalTime.read(one.written, ZONE) == one
