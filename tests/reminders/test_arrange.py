"""Reminders joined to messages within the limits, the same however often it is worked out."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from core.reminders.arrange import counted, messages
from core.reminders.hours import is_quiet_at, sending_instant, sending_wall
from core.reminders.occurrence import Message, Occurrence, Sent
from core.reminders.preferences import Preferences
from core.reminders.schedule import occurrences
from core.reminders.wall_clock import wall_of
from core.terms import Ladder
from core.timeline.result import PlannedMilestone
from tests.reminders.made import RULES, milestone, people, plans, preferences, utc

DAY = timedelta(days=1)
JULY = utc("2026-07-01")
PERSON = preferences()


def soft(day: date, name: str, *, until: date | None = None, **changed: object) -> Occurrence:
    """A reminder at the usual hour of a day."""
    one = Occurrence(
        milestone_key=name,
        rung="1d",
        target="",
        wall=sending_wall(day, PERSON),
        zone=PERSON.zone,
        due=sending_instant(day, PERSON),
        until=None if until is None else sending_instant(until, PERSON),
    )
    return replace(one, **changed)  # type: ignore[arg-type]


def hard(day: date, name: str, *, until: date | None = None) -> Occurrence:
    return soft(day, name, until=until or day + 7 * DAY, hard=True)


def arranged(*found: Occurrence, sent: tuple[date, ...] = ()) -> list[tuple[date, list[str]]]:
    """Each message's day, with the names of what it carries."""
    sent_at = [sending_instant(day, PERSON) for day in sent]
    made = messages(found, PERSON, RULES, sent_at=sent_at)
    return [
        (one.wall.date(), [carried.milestone_key for carried in one.occurrences]) for one in made
    ]


def march(day: int) -> date:
    return date(2027, 3, day)


def test_what_is_due_on_one_day_is_one_message() -> None:
    assert arranged(soft(march(1), "a"), soft(march(1), "b"), hard(march(1), "c")) == [
        (march(1), ["a", "b", "c"])
    ]


def test_a_fourth_message_within_seven_days_joins_the_one_before_it() -> None:
    days = [soft(march(day), name) for day, name in ((1, "a"), (3, "b"), (5, "c"), (7, "d"))]
    assert arranged(*days) == [
        (march(1), ["a"]),
        (march(3), ["b"]),
        (march(5), ["c", "d"]),
    ]


def test_the_eighth_day_is_another_week() -> None:
    days = [soft(march(day), name) for day, name in ((1, "a"), (3, "b"), (5, "c"), (8, "d"))]
    assert arranged(*days)[-1] == (march(8), ["d"])


def test_what_is_irreversible_takes_its_place_first() -> None:
    found = [soft(march(day), f"soft-{day}") for day in (1, 2, 3)]
    found += [hard(march(day), f"hard-{day}") for day in (4, 5)]
    assert arranged(*found) == [
        (march(1), ["soft-1", "soft-2", "soft-3"]),
        (march(4), ["hard-4"]),
        (march(5), ["hard-5"]),
    ]


def test_what_is_nearest_to_its_date_keeps_its_time_before_what_has_longer() -> None:
    found = [hard(march(day), f"month-{day}", until=march(day) + 30 * DAY) for day in (1, 2, 3)]
    found.append(hard(march(4), "two days", until=march(6)))
    assert arranged(*found) == [
        (march(1), ["month-1"]),
        (march(2), ["month-2", "month-3"]),
        (march(4), ["two days"]),
    ]


def test_what_is_irreversible_comes_rather_before_its_time_than_after_it() -> None:
    found = [hard(march(day), f"hard-{day}") for day in (1, 2, 3, 4)]
    assert arranged(*found)[-1] == (march(3), ["hard-3", "hard-4"])


def test_the_last_hours_before_a_hard_date_are_free_of_limits() -> None:
    found = [soft(march(day), f"soft-{day}") for day in (1, 3, 5)]
    urgent = replace(hard(march(7), "rank list", until=march(8)), urgent=True)
    evening = replace(
        urgent, milestone_key="at once", due=urgent.due + timedelta(hours=9, minutes=1)
    )
    assert [names for _, names in arranged(*found, urgent, evening)] == [
        ["soft-1"],
        ["soft-3"],
        ["soft-5"],
        ["rank list"],
        ["at once"],
    ]
    # What is due in their minute goes with them, and takes no place in the week.
    beside = [*found, soft(march(7), "beside"), soft(march(8), "after")]
    assert [names for _, names in arranged(*beside, urgent)][-2:] == [
        ["beside", "rank list"],
        ["after"],
    ]


def test_messages_count_unless_something_of_them_was_urgent() -> None:
    plan = [milestone(), milestone("2027-03-05", Ladder.OWN, key="own-1")]
    ladder = ("rank_list@2027", "2d", "2027-03-03T21:00")
    sent = [
        Sent(ladder, utc("2027-03-02T03:00")),
        Sent(("own-1", "1d", "2027-03-05"), utc("2027-03-02T03:00")),
        Sent(("rank_list@2027", "7d", "2027-03-03T21:00"), utc("2027-02-25T03:00")),
        Sent(("own-1", "7d", "2027-03-05"), utc("2027-02-26T03:00")),
        Sent(("gone", "7d", "2027-03-05"), utc("2027-02-27T03:00")),
    ]
    assert counted(sent, plan, RULES) == tuple(utc(f"2027-02-{day}T03:00") for day in (25, 26, 27))


def test_messages_that_went_out_count_and_nothing_joins_them() -> None:
    sent = (march(1), march(2), march(3))
    assert arranged(soft(march(4), "a", until=march(20)), sent=sent) == [(march(8), ["a"])]
    assert arranged(hard(march(4), "a", until=march(20)), sent=sent) == [(march(8), ["a"])]


def test_where_messages_that_went_out_fill_the_week_a_hard_date_waits_for_its_last_hours() -> None:
    sent = (march(1), march(2), march(3))
    assert arranged(hard(march(4), "a", until=march(7)), sent=sent) == [(march(5), ["a"])]


def test_where_nothing_is_left_before_a_date_its_reminder_keeps_its_time() -> None:
    sent = (march(1), march(2), march(3))
    assert arranged(soft(march(4), "a", until=march(5)), sent=sent) == [(march(4), ["a"])]


def test_what_has_no_time_left_goes_before_what_would_come_later() -> None:
    sent = (march(1), march(2), march(6))
    later = [soft(march(day), f"later-{day}", until=march(30)) for day in (12, 13, 14)]
    near = soft(march(7), "near", until=march(9))
    assert arranged(near, *later, sent=sent) == [
        (march(8), ["near"]),
        (march(12), ["later-12"]),
        (march(13), ["later-13", "later-14"]),
    ]


def test_what_was_put_off_comes_rather_later_than_before_the_day_that_was_chosen() -> None:
    found = [soft(march(day), f"soft-{day}") for day in (1, 2, 3)]
    snooze = soft(march(4), "put off", until=march(30), rung="snooze")
    assert arranged(*found, snooze)[-1] == (march(8), ["put off"])
    near = soft(march(4), "put off", until=march(5), rung="snooze")
    assert arranged(*found, near)[-1] == (march(3), ["soft-3", "put off"])


def test_what_was_put_off_takes_no_place_from_a_hard_date() -> None:
    put_off = replace(hard(march(5), "put off", until=march(30)), rung="snooze")
    month = hard(march(4), "month", until=march(4) + 30 * DAY)
    sent = (march(1), march(2))
    assert arranged(put_off, month, sent=sent) == [(march(4), ["month"]), (march(8), ["put off"])]


def test_two_messages_of_two_dates_on_one_day_are_one_though_the_hour_was_changed() -> None:
    early = soft(march(1), "overdue")
    early = replace(early, wall=early.wall - timedelta(hours=2), due=early.due - timedelta(hours=2))
    assert arranged(early, soft(march(1), "a")) == [(march(1), ["overdue", "a"])]


def planned(
    plan: tuple[PlannedMilestone, ...], person: Preferences
) -> tuple[tuple[Occurrence, ...], tuple[Message, ...]]:
    found = occurrences(plan, person, RULES, now=JULY)
    return found, messages(found, person, RULES)


def days_of(made: tuple[Message, ...], person: Preferences) -> list[tuple[date, bool]]:
    return [(wall_of(one.due, person.zone).date(), one.urgent) for one in made]


def over_the_limit(days: list[tuple[date, bool]]) -> list[date]:
    """Days that begin a day or a week with too many messages; urgent ones do not count."""
    limits = RULES.limits
    bound = [day for day, urgent in days if not urgent]
    wrong = []
    for first in bound:
        for length, most in ((1, limits.most_a_day), (7, limits.most_a_week)):
            if sum(first <= day < first + length * DAY for day in bound) > most:
                wrong.append(first)
    return wrong


@settings(deadline=None)
@given(person=people(), plan=plans())
def test_every_reminder_is_in_one_message_and_none_comes_in_quiet_hours(
    person: Preferences, plan: tuple[PlannedMilestone, ...]
) -> None:
    found, made = planned(plan, person)
    carried = Counter(one.identity for message in made for one in message.occurrences)
    assert carried == Counter(one.identity for one in found)
    for message in made:
        assert not is_quiet_at(message.due, person)
        assert wall_of(message.due, person.zone) >= message.wall


@settings(deadline=None)
@given(person=people(), plan=plans(most=20))
def test_no_day_and_no_seven_days_have_more_messages_than_the_limits_say(
    person: Preferences, plan: tuple[PlannedMilestone, ...]
) -> None:
    _, made = planned(plan, person)
    assert over_the_limit(days_of(made, person)) == []


@settings(deadline=None)
@given(person=people(), plan=plans(most=20))
def test_what_is_irreversible_never_comes_later_than_it_is_due_and_the_rest_before_its_date(
    person: Preferences, plan: tuple[PlannedMilestone, ...]
) -> None:
    _, made = planned(plan, person)
    for message in made:
        for one in message.occurrences:
            assert one.until is not None
            assert message.due <= one.due if one.hard else message.due < one.until
            if one.urgent:
                assert message.due == one.due


@settings(deadline=None)
@given(person=people(), plan=plans(most=20), seed=st.randoms(use_true_random=False))
def test_the_order_in_which_reminders_are_given_changes_nothing(
    person: Preferences, plan: tuple[PlannedMilestone, ...], seed: Random
) -> None:
    found, made = planned(plan, person)
    shuffled = list(found)
    seed.shuffle(shuffled)
    assert messages(shuffled, person, RULES) == made


@settings(deadline=None)
@given(person=people(), plan=plans(most=20), data=st.data())
def test_once_some_messages_went_out_the_rest_keep_within_the_limits_and_lose_nothing(
    person: Preferences, plan: tuple[PlannedMilestone, ...], data: st.DataObject
) -> None:
    _, made = planned(plan, person)
    gone = made[: data.draw(st.integers(0, len(made)))]
    left = [one for message in made[len(gone) :] for one in message.occurrences]
    went = [message.due for message in gone if not message.urgent]
    again = messages(left, person, RULES, sent_at=went)
    assert again == made[len(gone) :]


def test_a_busy_plan_is_arranged_quickly_enough_to_be_arranged_at_every_change() -> None:
    found = [soft(march(1) + day * DAY, f"a-{day}") for day in range(300)]
    made = messages(found, PERSON, RULES)
    assert len(made) == 129
    assert datetime.combine(march(1), PERSON.hour) == made[0].wall


def test_what_waits_for_a_later_message_is_due_with_it_and_survives_planning_anew() -> None:
    sent = [sending_instant(march(day), PERSON) for day in (1, 2, 3)]
    letter = milestone("2027-03-14", Ladder.PERSON, key="letter@2027", zone=PERSON.zone)
    now = sending_instant(march(3), PERSON) + timedelta(hours=1)
    found = occurrences([letter], PERSON, RULES, now=now)
    (made,) = messages(found, PERSON, RULES, sent_at=sent)
    # Ten days before it is the 4th, and the week is full until the 8th.
    assert (made.wall.date(), made.occurrences[0].due) == (march(8), made.due)
    later = sending_instant(march(6), PERSON)
    again = occurrences([letter], PERSON, RULES, now=later, kept=made.occurrences)
    assert messages(again, PERSON, RULES, sent_at=sent) == (made,)


def test_the_question_whether_reminders_are_useful_goes_alone_on_a_day_that_is_free() -> None:
    check = soft(march(1), "", rung="check")
    assert arranged(hard(march(1), "a"), soft(march(2), "b"), check) == [
        (march(1), ["a"]),
        (march(2), ["b"]),
        (march(3), [""]),
    ]
    full = [soft(march(day), f"soft-{day}") for day in (1, 2, 3)]
    assert arranged(*full, check)[-1] == (march(8), [""])
    # Three of every seven days for four weeks leave none free before they end.
    busy = [soft(march(1) + day * DAY, f"day-{day}") for day in range(28) if day % 7 in {0, 2, 4}]
    assert arranged(*busy, check)[-1] == (date(2027, 3, 29), [""])
