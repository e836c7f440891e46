"""Dates that the operator has corrected stand in the calendar like any other, with their source."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from core.facts.catalogue import Facts
from core.facts.corrected import Correction, corrected
from core.facts.season_refusals import wrong_with
from core.facts.seasons import Milestone
from core.profile.questions.bank import question_bank
from core.terms import MilestoneName, Strength

TODAY = date(2026, 11, 24)
RANK, MATCH = MilestoneName.RANK_LIST_DEADLINE, MilestoneName.MATCH_DAY


def correction(season: int = 2027, **said: Any) -> Correction:
    known = {
        "name": RANK,
        "at": "2027-03-03T20:00",
        "sources": ("NRMP, 2027 calendar https://www.nrmp.org/calendar",),
        "strength": "official",
        "checked": "2026-11-24",
        "check_again": "2026-12-24",
    }
    return Correction(season=season, milestone=Milestone.model_validate(known | said))


def held(facts: Facts, season: int, name: MilestoneName) -> Milestone | None:
    found = facts.calendar.season(season)
    assert found is not None
    return found.milestone(name)


def test_a_corrected_date_stands_where_the_packages_stood(facts: Facts) -> None:
    now = held(corrected(facts, [correction()]), 2027, RANK)
    assert now is not None
    assert now.instant == datetime(2027, 3, 4, 1, tzinfo=UTC)
    assert (now.strength, now.checked) == (Strength.OFFICIAL, date(2026, 11, 24))
    before = held(facts, 2027, RANK)
    assert before is not None
    assert before.at.hour == 21


def test_everything_else_stays_as_it_is(facts: Facts) -> None:
    changed = corrected(facts, [correction()])
    for season in facts.calendar.seasons:
        for one in season.milestones:
            if (season.season, one.name) != (2027, RANK):
                assert held(changed, season.season, one.name) is one
    assert corrected(facts, []) is facts
    assert question_bank(facts.limits, changed.calendar) == question_bank(
        facts.limits, facts.calendar
    )


def test_a_date_that_was_not_held_is_added_in_its_place(facts: Facts) -> None:
    added = correction(2026, name=MilestoneName.SOAP_ENDS, at="2026-03-19T21:00")
    season = corrected(facts, [added]).calendar.season(2026)
    assert season is not None
    names = [one.name for one in season.milestones]
    assert names[names.index(MilestoneName.SOAP_ENDS) + 1] is MATCH


def test_the_words_of_a_source_become_one_that_replies_can_cite(facts: Facts) -> None:
    also = correction(name=MATCH, at="2027-03-19T12:00", sources=("a letter of the dean",))
    same = correction(name=MilestoneName.MATCH_WEEK, at="2027-03-15T10:00")
    changed = corrected(facts, [correction(), also, same])
    rank, match, week = (held(changed, 2027, one.name) for one in (correction(), also, same))
    assert rank is not None
    assert match is not None
    assert week is not None
    source = changed.sources[rank.sources[0]]
    assert (source.title, source.address) == (
        "NRMP, 2027 calendar",
        "https://www.nrmp.org/calendar",
    )
    assert changed.sources[match.sources[0]].title == "a letter of the dean"
    assert week.sources == rank.sources
    assert len(changed.sources) == len(facts.sources) + 2


def test_a_source_of_the_package_is_cited_by_its_id(facts: Facts) -> None:
    changed = corrected(facts, [correction(sources=("match_calendar_2027",))])
    now = held(changed, 2027, RANK)
    assert now is not None
    assert now.sources == ("match_calendar_2027",)
    assert changed.sources == facts.sources


def test_the_version_of_the_facts_is_the_day_of_the_newest_check(facts: Facts) -> None:
    assert corrected(facts, [correction(checked="2030-01-01")]).version == "2030-01-01"


def test_what_concerns_a_season_that_is_not_held_changes_no_date(facts: Facts) -> None:
    other = correction(2040, at="2040-03-01T21:00")
    assert corrected(facts, [other]).calendar == facts.calendar


def test_a_correction_that_makes_sense_is_not_refused(facts: Facts) -> None:
    assert wrong_with(facts, [correction()], TODAY) == ()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (correction(2040, at="2040-03-01T21:00"), "there is no season 2040, only 2025 to 2028"),
        (correction(strength="guidance"), "the strength is one of official"),
        (correction(checked="2026-11-25"), "cannot have been checked on a day to come"),
        (correction(check_again="2026-11-24"), "lies after the day it was checked"),
        (correction(sources=("x" * 301,)), "a source is one line of 3 to 300 characters"),
        (correction(sources=("ab",)), "a source is one line"),
        (correction(sources=("two\nlines",)), "a source is one line"),
        (correction(sources=("one of many",) * 6), "5 sources at most"),
        (correction(note="n" * 301), "a note is one line of 300 characters at most"),
        (correction(at="2028-03-03T21:00"), "outside the years 2026 and 2027"),
        (correction(at="2027-03-15T21:00"), "match_week lies before rank_list_deadline"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(
    facts: Facts, wrong: Correction, said: str
) -> None:
    refused = wrong_with(facts, [wrong], TODAY)
    assert any(said in sentence for sentence in refused)


def test_dates_that_move_together_are_judged_together(facts: Facts) -> None:
    week = correction(name=MilestoneName.MATCH_WEEK, at="2027-03-16T10:00")
    late = correction(at="2027-03-15T21:00")
    soap = correction(name=MilestoneName.SOAP_APPLICATIONS, at="2027-03-16T08:00")
    assert wrong_with(facts, [late], TODAY) != ()
    assert wrong_with(facts, [week], TODAY) != ()
    moved = correction(name=MilestoneName.SOAP_APPLICATIONS, at="2027-03-16T10:00")
    review = correction(name=MilestoneName.SOAP_REVIEW, at="2027-03-16T11:00")
    assert wrong_with(facts, [late, week, moved, review], TODAY) == ()
    assert wrong_with(facts, [late, week, soap, review], TODAY) != ()


def test_one_date_given_twice_is_refused(facts: Facts) -> None:
    twice = [correction(), correction(at="2027-03-02T21:00")]
    assert wrong_with(facts, twice, TODAY) == ("season 2027: a date is given twice",)


def test_an_hour_that_the_clocks_skip_is_no_date() -> None:
    with pytest.raises(ValueError, match="skip 2027-03-14 02:30"):
        correction(at="2027-03-14T02:30")
    assert correction(at="2027-11-07T01:30").milestone.instant.utcoffset() is not None
    assert not correction(at="2027-03-14T02:30", timed=False).milestone.timed
