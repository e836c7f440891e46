"""A timeline as a calendar file: standards-conforming, and the same ids whenever it is made."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from core.terms import Ladder, MilestoneState, Strength
from core.timeline.calendar_file import calendar_file
from core.timeline.local_time import LocalTime
from core.timeline.result import PlannedMilestone

CHANGED = datetime(2026, 11, 24, 15, 30, 20, 5, tzinfo=UTC)
EASTERN, MOROCCO = "America/New_York", "Africa/Casablanca"
RANK = PlannedMilestone(
    key="rank_list@2027",
    rule="rank_list",
    title="Certify your rank list; check it, twice",
    at=LocalTime.read("2027-03-03T21:00", EASTERN),
    ladder=Ladder.IRREVERSIBLE,
    why="Saved is not certified.",
    todo="Open R3.",
    estimated=True,
    sources=("nrmp",),
    strength=Strength.ESTIMATE,
    checked=date(2026, 11, 22),
)
OWN = PlannedMilestone("own-1", "", "Mock interview", LocalTime.read("2027-01-12", ""), Ladder.OWN)


def made(*milestones: PlannedMilestone, identity: str = "me", **more: Any) -> str:
    given = {"name": "Timeline", "identity": identity, "changed_at": CHANGED}
    return calendar_file(
        milestones, cited=lambda one: f"{one.upper()} calendar", **{**given, **more}
    )


def events(written: str) -> list[Any]:
    return list(Calendar.from_ical(written).walk("VEVENT"))


def test_every_date_is_an_event_in_its_own_zone_with_why_and_where_from() -> None:
    rank, own = events(made(RANK, OWN))
    assert rank["SUMMARY"] == f"{RANK.title} (estimate)"
    assert (rank["STATUS"], own["STATUS"]) == ("TENTATIVE", "CONFIRMED")
    assert rank.decoded("DTSTART").isoformat() == "2027-03-03T21:00:00-05:00"
    assert rank["DTSTART"].params["TZID"] == EASTERN
    said = str(rank["DESCRIPTION"])
    assert said.splitlines()[:2] == [RANK.why, RANK.todo]
    assert "estimate" in said
    assert said.endswith("Source: NRMP calendar (checked 22 November 2026)")
    assert own["SUMMARY"] == "Mock interview"
    assert own.decoded("DTSTART") == date(2027, 1, 12)
    assert own.decoded("DTEND") == date(2027, 1, 13)
    assert "DESCRIPTION" not in own


def zone_lines(written: str) -> list[str]:
    lines = written.replace("\r\n ", "").split("\r\n")
    return lines[lines.index("BEGIN:VTIMEZONE") : lines.index("END:VTIMEZONE") + 1]


@pytest.mark.parametrize(
    "name",
    [EASTERN, "Europe/London", "Europe/Dublin", "Asia/Karachi", "Australia/Sydney", MOROCCO],
)
def test_the_zone_in_the_file_gives_others_the_same_instant_at_every_hour(name: str) -> None:
    written = made(replace(OWN, at=LocalTime.read("2027-03-15T10:00", name)))
    zone = tzical(io.StringIO("\r\n".join(zone_lines(written)))).get(name)
    at = datetime(2026, 10, 1, tzinfo=UTC)
    while at < datetime(2027, 10, 31, tzinfo=UTC):
        wall = at.astimezone(ZoneInfo(name))
        assert wall.replace(tzinfo=zone).astimezone(UTC) == at
        at += timedelta(hours=1)


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        (EASTERN, ["2026-03-08T07", "2026-11-01T06", "2027-03-14T07", "2027-11-07T06"]),
        ("Europe/London", ["2026-03-29T01", "2026-10-25T01", "2027-03-28T01", "2027-10-31T01"]),
        ("Asia/Karachi", []),
        (
            "Australia/Sydney",
            ["2026-04-04T16", "2026-10-03T16", "2027-04-03T16", "2027-10-02T16"],
        ),
        (MOROCCO, ["2026-02-15T02", "2026-03-22T02", "2027-02-07T02", "2027-03-14T02"]),
    ],
)
def test_a_change_of_clocks_is_told_by_the_clocks_before_it(name: str, changes: list[str]) -> None:
    written = made(replace(OWN, at=LocalTime.read("2027-03-15T10:00", name)))
    zone: Any
    [zone] = Calendar.from_ical(written).walk("VTIMEZONE")
    # The first says how clocks are set when the file begins.
    begins, *observed = zone.subcomponents
    assert begins.TZOFFSETFROM == begins.TZOFFSETTO
    told = [
        (one.DTSTART - one.TZOFFSETFROM).isoformat()[:13]
        for one in observed
        if one.DTSTART.year < 2028
    ]
    assert told == changes


def test_an_id_stays_when_a_date_moves_and_the_change_is_the_newer_one() -> None:
    [before] = events(made(RANK))
    moved = replace(RANK, at=LocalTime.read("2027-03-10T21:00", EASTERN))
    [after] = events(made(moved, changed_at=CHANGED + timedelta(seconds=1)))
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after.decoded("DTSTAMP") > before.decoded("DTSTAMP")
    assert after.decoded("LAST-MODIFIED") > before.decoded("LAST-MODIFIED")


def test_ids_of_two_people_differ_and_say_nothing_of_either() -> None:
    [mine], [theirs] = events(made(RANK)), events(made(RANK, identity="person-4711"))
    assert mine["UID"] != theirs["UID"]
    assert "4711" not in theirs["UID"]


@pytest.mark.parametrize(
    ("state", "status", "title"),
    [
        (MilestoneState.OPEN, "CONFIRMED", OWN.title),
        (MilestoneState.DONE, "CONFIRMED", f"Done: {OWN.title}"),
        (MilestoneState.DROPPED, "CANCELLED", OWN.title),
    ],
)
def test_what_is_dropped_is_cancelled(state: MilestoneState, status: str, title: str) -> None:
    [event] = events(made(replace(OWN, state=state)))
    assert (event["STATUS"], event["SUMMARY"]) == (status, title)


def test_a_date_that_was_published_since_is_firm_under_the_same_id() -> None:
    [before] = events(made(RANK))
    [after] = events(made(replace(RANK, estimated=False)))
    assert after["UID"] == before["UID"]
    assert (after["SUMMARY"], after["STATUS"]) == (RANK.title, "CONFIRMED")


def test_what_left_the_plan_is_cancelled_under_its_id() -> None:
    [before] = events(made(RANK))
    [after] = events(made(gone=[(RANK.key, RANK.at)]))
    assert after["UID"] == before["UID"]
    assert after["STATUS"] == "CANCELLED"


def test_an_hour_that_a_change_of_clocks_skips_is_one_that_there_is() -> None:
    [event] = events(made(replace(OWN, at=LocalTime.read("2027-03-14T02:30", EASTERN))))
    assert event.decoded("DTSTART").isoformat() == "2027-03-14T03:30:00-04:00"


def test_a_calendar_without_a_date_is_one_all_the_same() -> None:
    assert Calendar.from_ical(made())["VERSION"] == "2.0"


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C"])), st.text(max_size=300))
def test_whatever_a_title_holds_no_line_of_it_becomes_a_line_of_the_file(
    title: str, why: str
) -> None:
    written = made(replace(RANK, title=title, why=f"a\nBEGIN:VEVENT\r\n{why}".replace("\0", "")))
    assert len(events(written)) == 1
    assert all(len(line.encode()) <= 75 for line in written.split("\r\n"))
    assert written == made(
        replace(RANK, title=title, why=f"a\nBEGIN:VEVENT\r\n{why}".replace("\0", ""))
    )
    assert str(events(written)[0]["SUMMARY"]) == f"{title} (estimate)"
