"""Which reminders a plan gives, and when by the person's own clock."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.facts.reminders import ExamQuiet, ReminderRules
from core.reminders.hours import is_quiet_at
from core.reminders.occurrence import Occurrence, Sent
from core.reminders.preferences import Preferences
from core.reminders.schedule import occurrences
from core.reminders.wall_clock import instant_of
from core.terms import Ladder, MilestoneState
from core.timeline.result import PlannedMilestone
from tests.reminders.made import KARACHI, RULES, milestone, people, plans, preferences, utc

JULY = utc("2026-07-01")
moments = st.integers(0, 365 * 24 * 60).map(lambda minutes: JULY + timedelta(minutes=minutes))


def told(
    *plan: PlannedMilestone,
    to: Preferences | None = None,
    now: datetime = JULY,
    sent: tuple[Sent, ...] = (),
    kept: tuple[Occurrence, ...] = (),
) -> list[tuple[str, str]]:
    """Each reminder's rung and wall-clock time."""
    found = occurrences(plan, to or preferences(), RULES, now=now, sent=sent, kept=kept)
    return [(one.rung, one.wall.isoformat(timespec="minutes")) for one in found]


def test_what_is_irreversible_is_told_by_the_persons_days_and_a_whole_day_before() -> None:
    # 21:00 Eastern on 3 March is 07:00 on the 4th in Karachi.
    assert told(milestone("2027-03-03T21:00")) == [
        ("30d", "2027-02-02T08:00"),
        ("14d", "2027-02-18T08:00"),
        ("7d", "2027-02-25T08:00"),
        ("2d", "2027-03-02T08:00"),
        ("last", "2027-03-03T08:00"),
    ]


def test_the_last_one_leaves_ten_waking_hours_whatever_hour_was_chosen() -> None:
    # Ten waking hours before 07:00 on the 4th are noon on the 3rd.
    rank_list = milestone("2027-03-03T21:00")
    assert told(rank_list, to=preferences(hour="12:00"))[-1] == ("last", "2027-03-03T12:00")
    # At one minute past noon too few would be left.
    assert told(rank_list, to=preferences(hour="12:01"))[-1] == ("last", "2027-03-02T12:01")
    # In New York ten waking hours before nine are eleven in the morning.
    eastern = preferences("America/New_York", hour="11:00")
    assert told(rank_list, to=eastern)[-1] == ("last", "2027-03-03T11:00")
    later = preferences("America/New_York", hour="11:01")
    assert told(rank_list, to=later)[-1] == ("last", "2027-03-02T11:01")


def test_of_two_rungs_at_one_time_there_is_the_last() -> None:
    rungs = told(milestone("2027-03-03T21:00"), to=preferences(hour="20:00"))
    assert rungs[-2:] == [("7d", "2027-02-25T20:00"), ("last", "2027-03-02T20:00")]


def test_the_reminders_of_a_deadline_across_the_change_of_clocks_keep_the_persons_hour() -> None:
    monday = milestone("2027-03-15T10:00", key="match_week@2027")
    found = occurrences([monday], preferences("America/New_York"), RULES, now=JULY)
    due = {one.rung: one.due for one in found}
    assert due["7d"] == utc("2027-03-08T13:00")
    assert due["last"] == utc("2027-03-14T12:00")


def test_what_depends_on_a_person_is_told_when_it_can_be_asked_for_and_then_three_times() -> None:
    letter = milestone("2026-09-15", Ladder.PERSON, begins=date(2026, 7, 6))
    assert told(letter) == [
        ("ask", "2026-07-06T08:00"),
        ("6w", "2026-08-04T08:00"),
        ("3w", "2026-08-25T08:00"),
        ("10d", "2026-09-05T08:00"),
    ]
    assert told(replace(letter, begins=None))[0] == ("6w", "2026-08-04T08:00")


def test_preparation_stands_in_the_digest_alone() -> None:
    draft = milestone("2026-09-15", Ladder.PREPARATION, begins=date(2026, 8, 10))
    # Sundays: the first from the day it can be begun, and the last week's.
    assert told(draft) == [("start", "2026-08-16T08:00"), ("1w", "2026-09-13T08:00")]
    assert told(draft, to=preferences(digest_day=0)) == [
        ("start", "2026-08-10T08:00"),
        ("1w", "2026-09-14T08:00"),
    ]
    assert told(draft, to=preferences(digest_day=None)) == []


def test_the_digest_of_a_date_on_the_digests_own_day_is_a_week_before() -> None:
    sunday = milestone("2026-09-13", Ladder.PREPARATION)
    assert told(sunday)[-1] == ("1w", "2026-09-06T08:00")


def test_a_date_of_ones_own_is_told_a_week_before_a_day_before_and_on_the_day() -> None:
    exam = milestone("2026-09-15T14:00", Ladder.OWN, key="own-1", rule="", zone=KARACHI)
    assert told(exam) == [
        ("7d", "2026-09-08T08:00"),
        ("1d", "2026-09-14T08:00"),
        ("day", "2026-09-15T08:00"),
    ]
    early = replace(exam, at=milestone("2026-09-15T07:30", zone=KARACHI).at)
    assert [rung for rung, _ in told(early)] == ["7d", "1d"]


@pytest.mark.parametrize("state", [MilestoneState.DONE, MilestoneState.DROPPED])
def test_what_is_done_or_dropped_is_not_told_of(state: MilestoneState) -> None:
    assert told(milestone(state=state)) == []


def test_kinds_that_are_not_wanted_are_not_told_of_and_the_person_may_mute_any() -> None:
    both = milestone(), milestone("2026-09-15", Ladder.PERSON, key="letter@2027")
    assert {rung for rung, _ in told(*both, to=preferences(only_irreversible=True))} == {
        "30d", "14d", "7d", "2d", "last",
    }  # fmt: skip
    muted = preferences(muted=frozenset({Ladder.PERSON, Ladder.IRREVERSIBLE}))
    assert told(*both, to=muted) == []
    assert told(milestone(ladder=Ladder.NONE)) == []


def test_whoever_begins_within_a_ladder_is_told_from_the_next_rung_on() -> None:
    assert told(milestone(), now=utc("2027-02-20"))[0] == ("7d", "2027-02-25T08:00")


def test_whoever_begins_after_a_hard_dates_last_rung_is_told_at_once() -> None:
    late = utc("2027-03-03T12:00:20")
    (one,) = occurrences([milestone()], preferences(), RULES, now=late)
    assert (one.rung, one.due, one.urgent) == ("last", utc("2027-03-03T12:01"), True)
    soft = milestone(ladder=Ladder.PERSON)
    assert occurrences([soft], preferences(), RULES, now=late) == ()
    # In quiet hours that end with the deadline, nobody is woken.
    assert told(milestone(), now=utc("2027-03-03T18:00")) == []


@pytest.mark.parametrize(("at", "rung"), [("2026-09-15T08:00", "1d"), ("2026-09-15T08:30", "day")])
def test_an_own_date_added_past_its_whole_ladder_is_told_at_once(at: str, rung: str) -> None:
    own = milestone(at, Ladder.OWN, key="own-1", rule="", zone=KARACHI)
    added = utc("2026-09-14T18:00") if rung == "1d" else utc("2026-09-15T03:10:20")
    (one,) = occurrences([own], preferences(), RULES, now=added)
    # 23:00 is quiet, so that the first is told at 07:00 of its day.
    expected = utc("2026-09-15T02:00") if rung == "1d" else utc("2026-09-15T03:11")
    assert (one.rung, one.due, one.urgent) == (rung, expected, False)
    sent = Sent(one.identity, one.due)
    assert told(own, now=one.due + timedelta(minutes=5), sent=(sent,)) == []
    # Where quiet hours last until the date, nobody is woken.
    early = replace(own, at=milestone("2026-09-15T06:30", zone=KARACHI).at)
    assert told(early, now=utc("2026-09-14T18:00")) == []


def test_whoever_begins_after_a_preparation_could_be_begun_has_it_in_the_next_digest() -> None:
    mocks = milestone("2026-12-15", Ladder.PREPARATION, begins=date(2026, 9, 23))
    opted_in = utc("2026-11-24T12:00")
    assert told(mocks, now=opted_in) == [("start", "2026-11-29T08:00"), ("1w", "2026-12-13T08:00")]
    assert told(mocks, now=opted_in, to=preferences(digest_day=None)) == []
    assert told(mocks, now=utc("2026-11-29T03:00"))[0] == ("start", "2026-11-29T08:00")
    assert told(mocks, now=utc("2026-12-07T12:00")) == [("1w", "2026-12-13T08:00")]
    assert told(mocks, now=utc("2026-12-14T12:00")) == []


def test_what_could_be_begun_before_moves_with_the_day_of_the_digest() -> None:
    mocks = milestone("2026-12-15", Ladder.PREPARATION, begins=date(2026, 9, 23))
    opted_in = utc("2026-11-24T12:00")
    kept = occurrences([mocks], preferences(), RULES, now=opted_in)
    wednesdays = preferences(digest_day=2)
    assert told(mocks, now=opted_in, to=wednesdays, kept=kept) == [
        ("start", "2026-11-25T08:00"),
        ("1w", "2026-12-09T08:00"),
    ]
    assert told(mocks, now=opted_in, to=preferences(digest_day=None), kept=kept) == []


def test_a_preparation_that_moves_after_its_start_was_told_is_not_begun_twice() -> None:
    mocks = milestone("2026-12-20", Ladder.PREPARATION, begins=date(2026, 9, 23))
    start = Sent((mocks.key, "start", "2026-12-15"), utc("2026-10-04T03:00"))
    assert told(mocks, now=utc("2026-11-24T12:00"), sent=(start,)) == [("1w", "2026-12-13T08:00")]


def test_a_past_date_is_not_told_of() -> None:
    assert told(milestone(), now=utc("2027-03-04T02:00")) == []


def test_what_was_sent_is_not_sent_again() -> None:
    sent = Sent(("rank_list@2027", "30d", "2027-03-03T21:00"), utc("2027-02-02T03:00"))
    assert [rung for rung, _ in told(milestone(), now=utc("2027-02-02"), sent=(sent,))] == [
        "14d", "7d", "2d", "last",
    ]  # fmt: skip


def test_a_date_that_moves_has_reminders_anew_except_those_sent_not_long_ago() -> None:
    sent = Sent(("rank_list@2027", "7d", "2027-03-03T21:00"), utc("2027-02-25T03:00"))
    now = utc("2027-02-25T04:00")
    by_two_days = milestone("2027-03-05T21:00")
    assert [rung for rung, _ in told(by_two_days, now=now, sent=(sent,))] == ["2d", "last"]
    by_a_week = milestone("2027-03-10T21:00")
    assert [rung for rung, _ in told(by_a_week, now=now, sent=(sent,))] == ["7d", "2d", "last"]


def planned(plan: PlannedMilestone, rung: str, to: Preferences | None = None) -> Occurrence:
    found = occurrences([plan], to or preferences(), RULES, now=JULY)
    return next(one for one in found if one.rung == rung)


def test_what_is_overdue_stays_as_long_as_its_date_stands_and_is_open() -> None:
    overdue, now = planned(milestone(), "7d"), utc("2027-02-26T12:00")
    assert told(milestone(), now=now, kept=(overdue,))[0] == ("7d", "2027-02-25T08:00")
    moved = milestone("2027-03-10T21:00")
    assert told(moved, now=now, kept=(overdue,))[0] == ("7d", "2027-03-04T08:00")
    assert told(milestone(state=MilestoneState.DONE), now=now, kept=(overdue,)) == []


def test_an_overdue_last_rung_needs_no_other_at_once() -> None:
    overdue = planned(milestone(), "last")
    found = occurrences(
        [milestone()], preferences(), RULES, now=utc("2027-03-03T12:00"), kept=[overdue]
    )
    assert [(one.rung, one.due, one.urgent) for one in found] == [("last", overdue.due, True)]


def test_what_is_overdue_of_a_past_date_stays_while_something_can_be_done() -> None:
    overdue = planned(milestone(), "last")
    days_after, week_after = utc("2027-03-07"), utc("2027-03-20")
    assert told(milestone(), now=days_after, kept=(overdue,)) != []
    assert told(milestone(), now=week_after, kept=(overdue,)) == []
    still = milestone(still="Call the NRMP.")
    assert told(still, now=week_after, kept=(overdue,)) != []


def test_what_was_put_off_stays_at_the_time_the_person_chose() -> None:
    snooze = replace(planned(milestone(), "7d"), rung="snooze", wall=datetime(2027, 2, 28, 8))  # noqa: DTZ001
    snooze = replace(snooze, due=instant_of(snooze.wall, KARACHI))
    now = utc("2027-02-25T04:00")
    assert ("snooze", "2027-02-28T08:00") in told(milestone(), now=now, kept=(snooze,))
    elsewhere = preferences("America/Chicago")
    (found,) = [
        one
        for one in occurrences([milestone()], elsewhere, RULES, now=now, kept=[snooze])
        if one.rung == "snooze"
    ]
    assert (found.wall, found.due) == (snooze.wall, utc("2027-02-28T14:00"))
    nearer = milestone("2027-02-27T21:00")
    assert "snooze" not in dict(told(nearer, now=now, kept=(snooze,)))
    assert told(milestone(state=MilestoneState.DONE), now=now, kept=(snooze,)) == []


def test_what_belongs_to_no_date_stays() -> None:
    check = Occurrence("", "check", "", datetime(2027, 2, 28, 8), KARACHI, utc("2027-02-28T03:00"))  # noqa: DTZ001
    assert told(now=utc("2027-02-27"), kept=(check,)) == [("check", "2027-02-28T08:00")]


def test_another_zone_moves_what_is_to_come_to_the_same_hour_there() -> None:
    chicago = preferences("America/Chicago")
    here, there = (
        {one.rung: one for one in occurrences([milestone()], to, RULES, now=JULY)}
        for to in (preferences(), chicago)
    )
    assert there["7d"].wall == datetime(2027, 2, 24, 8)  # noqa: DTZ001
    assert there["7d"].due == utc("2027-02-24T14:00")
    assert {one.identity for one in here.values()} == {one.identity for one in there.values()}


def test_nobody_is_nudged_to_study_from_the_eve_of_the_exam_until_its_score_is_there() -> None:
    quiet = RULES.exam_quiet.model_copy(
        update={"exams": (ExamQuiet(exam="step2_test", study=("step2_questions",)),)}
    )
    with_exam: ReminderRules = RULES.model_copy(update={"exam_quiet": quiet})
    study = milestone(
        "2026-08-30", Ladder.PREPARATION, key="study@2027", rule="step2_questions", zone=KARACHI
    )
    exam = milestone("2026-08-17", Ladder.NONE, key="exam@2027", rule="step2_test", zone=KARACHI)
    person = preferences(digest_day=None, muted=frozenset())
    every_day = [replace(person, digest_day=weekday) for weekday in range(7)]
    walls = {
        one.wall.date()
        for to in every_day
        for one in occurrences([study, exam], to, with_exam, now=JULY)
    }
    assert walls
    assert max(walls) < date(2026, 8, 16)
    taken = replace(exam, state=MilestoneState.DONE)
    after = {
        one.wall.date()
        for to in every_day
        for one in occurrences([study, taken], to, with_exam, now=JULY)
    }
    assert after == walls
    # With the score the exam leaves the plan.
    without = {
        one.wall.date() for to in every_day for one in occurrences([study], to, with_exam, now=JULY)
    }
    assert max(without) > date(2026, 8, 16)


@settings(deadline=None)
@given(person=people(), plan=plans(), now=moments)
def test_every_reminder_is_to_come_before_its_date_and_never_in_quiet_hours(
    person: Preferences, plan: tuple[PlannedMilestone, ...], now: datetime
) -> None:
    by_key = {one.key: one for one in plan}
    found = occurrences(plan, person, RULES, now=now)
    assert len({one.identity for one in found}) == len(found)
    for one in found:
        assert now <= one.due < by_key[one.milestone_key].at.instant
        assert not is_quiet_at(one.due, person)
        assert one.zone == person.zone


@settings(deadline=None)
@given(person=people(), plan=plans(), now=moments)
def test_planning_again_with_what_was_planned_gives_the_same(
    person: Preferences, plan: tuple[PlannedMilestone, ...], now: datetime
) -> None:
    first = occurrences(plan, person, RULES, now=now)
    assert occurrences(plan, person, RULES, now=now, kept=first) == first


@settings(deadline=None)
@given(person=people(), plan=plans(), now=moments, minutes=st.integers(0, 60 * 24 * 40))
def test_planning_later_loses_nothing_that_was_due_in_between(
    person: Preferences, plan: tuple[PlannedMilestone, ...], now: datetime, minutes: int
) -> None:
    later = now + timedelta(minutes=minutes)
    first = occurrences(plan, person, RULES, now=now)
    again = occurrences(plan, person, RULES, now=later, kept=first)
    by_key = {one.key: one for one in plan}
    week = timedelta(days=RULES.lateness.pointless_after_days)
    expected = {
        one.identity for one in first if later - by_key[one.milestone_key].at.instant <= week
    }
    assert expected <= {one.identity for one in again}


@settings(deadline=None)
@given(person=people(), plan=plans(most=1), now=moments)
def test_of_what_is_irreversible_there_is_always_one_more_reminder_where_it_may_be_written(
    person: Preferences, plan: tuple[PlannedMilestone, ...], now: datetime
) -> None:
    hard = [replace(one, ladder=Ladder.IRREVERSIBLE) for one in plan]
    found = occurrences(hard, person, RULES, now=now)
    for one in hard:
        if one.at.instant - now > timedelta(hours=19):
            assert [each.rung for each in found][-1] == "last"


def test_another_hour_moves_what_is_to_come_but_for_times_that_the_person_named() -> None:
    now, evening = utc("2027-02-24T12:00"), preferences(hour="18:00")
    moved = replace(planned(milestone(), "7d"), rung="moved", due=utc("2027-02-25T03:00"))
    snooze = replace(planned(milestone(), "7d"), rung="snooze", due=utc("2027-02-25T03:00"))
    found = dict(told(milestone(), to=evening, now=now, kept=(moved, snooze)))
    assert found["moved"] == "2027-02-24T18:00"
    assert found["snooze"] == "2027-02-25T08:00"
