"""What is made of a timeline: own dates beside it, a picture, a digest of its rules."""

from dataclasses import replace
from datetime import date, time

from core.terms import Ladder, MilestoneState, Strength
from core.timeline.chart import season_chart
from core.timeline.digest import rules_digest
from core.timeline.local_time import LocalTime
from core.timeline.own import own_milestone
from tests.assessment.profiles import TODAY
from tests.timeline.planned import facts, timeline

OWN = own_milestone(
    "own-3", "Interview in Ohio", LocalTime(date(2026, 12, 3), time(9), "America/Chicago")
)
APPLICANT = timeline(season=2027, stage="interviewing", step2_ck=240, step2_result="pass")


def test_a_date_of_ones_own_is_open_and_without_a_rule() -> None:
    assert OWN.own
    assert (OWN.key, OWN.ladder, OWN.state) == ("own-3", Ladder.OWN, MilestoneState.OPEN)
    assert not APPLICANT.milestones[0].own


def test_the_picture_shows_spans_and_hard_deadlines_that_are_ahead() -> None:
    chart = season_chart(APPLICANT, (*APPLICANT.milestones, OWN), TODAY)
    assert chart is not None
    assert [bar.label for bar in chart.bars] == [
        "Interview offers: answer each within 48 hours",
        "Ready for SOAP, in case you need it",
    ]
    assert [(mark.label, mark.on, mark.fixed) for mark in chart.deadlines] == [
        ("NRMP registration at the standard fee", date(2027, 1, 29), True),
        ("Last moment to register with NRMP", date(2027, 3, 3), True),
        ("Rank list certified", date(2027, 3, 3), True),
        ("Interview in Ohio", date(2026, 12, 3), False),
    ]
    assert (chart.begins, chart.today, chart.ends) == (date(2026, 9, 23), TODAY, date(2027, 3, 12))


def test_what_is_done_or_dropped_is_not_drawn() -> None:
    dropped = [replace(one, state=MilestoneState.DROPPED) for one in APPLICANT.milestones]
    assert season_chart(APPLICANT, dropped, TODAY) is None


def test_estimates_are_marked_in_the_picture() -> None:
    plan = timeline(season=2028, stage="not_applied", step2_status="not_taken")
    chart = season_chart(plan, plan.milestones, TODAY)
    assert chart is not None
    assert all(mark.estimated for mark in chart.deadlines)
    assert len(chart.bars) <= 8


def test_the_digest_changes_with_a_date_a_rule_or_a_ladder_and_with_nothing_else() -> None:
    held = facts()
    before = rules_digest(held)
    assert before == rules_digest(replace(held, version="other"))
    assert len(before) == 16
    season = held.calendar.seasons[-1]
    milestone = season.milestones[0].model_copy(update={"strength": Strength.OFFICIAL})
    confirmed = season.model_copy(update={"milestones": (milestone, *season.milestones[1:])})
    calendar = held.calendar.model_copy(
        update={"seasons": (*held.calendar.seasons[:-1], confirmed)}
    )
    fewer = held.timeline.model_copy(update={"rules": held.timeline.rules[1:]})
    ladders = held.reminders.model_copy(update={"ladders": held.reminders.ladders[1:]})
    others = {
        rules_digest(replace(held, calendar=calendar)),
        rules_digest(replace(held, timeline=fewer)),
        rules_digest(replace(held, reminders=ladders)),
    }
    assert len(others | {before}) == 4
