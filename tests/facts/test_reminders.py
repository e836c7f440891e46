"""How people are reminded is data, and data that is wrong is refused."""

from datetime import time

import pytest

from core.facts.broken import FactsBroken
from core.facts.catalogue import Facts
from core.facts.dated import dated_facts
from core.facts.load import load_facts
from core.facts.zones import called
from core.terms import Ladder, Strength
from tests.facts.conftest import Changed


def _refused(changed: Changed, old: str, new: str) -> str:
    with pytest.raises(FactsBroken) as refused:
        load_facts(changed("reminders.yaml", old, new))
    return str(refused.value)


def test_every_kind_that_is_reminded_of_has_a_ladder(facts: Facts) -> None:
    held = {rules.ladder: [rung.name for rung in rules.rungs] for rules in facts.reminders.ladders}
    assert held == {
        Ladder.IRREVERSIBLE: ["30d", "14d", "7d", "2d", "last"],
        Ladder.PERSON: ["ask", "6w", "3w", "10d"],
        Ladder.PREPARATION: ["start", "1w"],
        Ladder.OWN: ["7d", "1d", "day"],
    }
    assert facts.reminders.of(Ladder.NONE) is None
    assert [rules.ladder for rules in facts.reminders.ladders if rules.weekly] == [
        Ladder.PREPARATION
    ]


def test_limits_and_hours_are_those_that_were_decided(facts: Facts) -> None:
    limits, usual = facts.reminders.limits, facts.reminders.defaults
    assert (limits.most_a_day, limits.most_a_week, limits.urgent_hours) == (1, 3, 48)
    assert (usual.hour, usual.quiet_from, usual.quiet_to) == (time(8), time(22), time(7))
    assert facts.reminders.silence.ask_after == 3
    assert facts.reminders.snoozes.days("1w") == 7
    assert facts.reminders.snoozes.days("2w") is None


def test_all_of_it_is_called_our_own_policy_with_a_day_to_look_at_it_again(facts: Facts) -> None:
    found = [placed.fact for placed in dated_facts(facts) if placed.file == "reminders.yaml"]
    assert len(found) == 11
    for fact in found:
        assert fact.sources == ("reading_room_policy",)
        assert fact.strength is Strength.GUIDANCE


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ("{name: 14d, days: 14", "{name: 14d, days: 31", "its days do not fall"),
        ("{name: 14d,", "{name: 30d,", "30d twice"),
        ("ladder: own", "ladder: person", "person: is given twice"),
        ("{name: 14d, days: 14,", "{name: 14d,", "14d: there is no time"),
        ("{name: last, waking", "{name: last, days: 1, waking", "waking hours stand alone"),
        ("exam: step2_test", "exam: step9_test", "step9_test is no rule of the timeline"),
        ("        - step2_latest_safe\n", "", "step2_latest_safe is not among its rules"),
        ("        - step2_practice\n", "", "step2_practice is not among its rules"),
        ("id: 3d", "id: tomorrow", "tomorrow: is given twice"),
        ("most_a_day: 1", "most_a_day: 0", "most_a_day"),
    ],
)
def test_rules_that_contradict_themselves_are_refused(
    changed: Changed, old: str, new: str, wrong: str
) -> None:
    assert wrong in _refused(changed, old, new)


def test_a_zone_is_called_what_people_call_it() -> None:
    assert called("America/New_York") == "US Eastern time"
    assert called("America/Argentina/Buenos_Aires") == "Buenos Aires time"
    assert called("UTC") == "UTC"
