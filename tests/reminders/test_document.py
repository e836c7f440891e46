"""How a message reads, and what its buttons ask."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from core.dialogue.buttons import buttons
from core.dialogue.identifier import LONGEST_IDENTIFIER, write_identifier
from core.dialogue.reply import Actions, Fields, Heading, Item, Items, Paragraph, Reply, Sources
from core.dialogue.text import plain
from core.facts.catalogue import Facts
from core.reminders.arrange import messages
from core.reminders.carried import (
    Carried,
    CarriedKind,
    CarriedUnreadable,
    read_carried,
)
from core.reminders.carrying import (
    carried_check,
    carried_dates,
    carried_item,
    carried_welcome,
)
from core.reminders.document import item_reply, reminder_reply
from core.reminders.occurrence import Occurrence
from core.reminders.preferences import Preferences
from core.reminders.schedule import occurrences
from core.reminders.wall_clock import instant_of
from core.terms import Ladder
from core.timeline.local_time import LocalTime
from core.timeline.result import PlannedMilestone
from tests.reminders.made import EASTERN, KARACHI, RULES, milestone, preferences, utc

NRMP = milestone(
    "2027-01-29T23:59",
    key="nrmp_standard@2027",
    title="NRMP registration at the standard fee",
    why="Without it there is no rank list and no SOAP.",
    todo="It takes ten minutes.",
)
LATEST_ID = 2**53


def occurrence(
    of: PlannedMilestone, wall: str, rung: str = "7d", zone: str = KARACHI
) -> Occurrence:
    at = datetime.fromisoformat(wall)
    return Occurrence(of.key, rung, of.at.written, at, zone, instant_of(at, zone))


def carried(
    facts: Facts,
    *plan: PlannedMilestone,
    wall: str = "2027-01-23T08:00",
    now: str = "",
    kind: CarriedKind = CarriedKind.REMINDER,
    to: Preferences | None = None,
    moved_from: LocalTime | None = None,
    moved_why: str = "",
) -> Carried:
    person = to or preferences()
    found = [occurrence(one, wall, zone=person.zone) for one in plan]
    at = utc(now) if now else found[0].due
    items = [
        carried_item(
            one, when, facts, due=when.due, now=at, moved_from=moved_from, moved_why=moved_why
        )
        for one, when in zip(plan, found, strict=True)
    ]
    return carried_dates(kind, items, person, facts, now=at)


def words(reply: Reply) -> list[str]:
    said = [plain(reply.title)]
    for block in reply.blocks:
        match block:
            case Paragraph() | Heading():
                said.append(plain(block.text))
            case Items():
                said += [_line(item) for item in block.items]
            case Sources():
                said += [f"{plain(one.text)}, {one.strength}, {one.checked}" for one in block.lines]
            case Actions() | Fields():
                pass
    return said


def _line(item: Item) -> str:
    return plain(item.text) + (f" | {plain(item.detail)}" if item.detail else "")


def test_a_reminder_says_what_and_when_in_both_zones_why_what_to_do_and_from_whom(
    facts: Facts,
) -> None:
    reply = reminder_reply(carried(facts, NRMP), 7)
    title = facts.sources["match_calendar_2027"].title
    assert words(reply) == [
        "In 7 days: National Resident Matching Program (NRMP) registration at the standard fee",
        "Friday 29 January 2027, 23:59 US Eastern time; for you Saturday 30 January 2027, 09:59",
        "Without it there is no rank list and no Supplemental Offer and Acceptance Program (SOAP).",
        "It takes ten minutes.",
        f"{title}, second-hand, 22 November 2026",
    ]
    assert [(one.label, dict(one.arguments)) for one in buttons(reply)] == [
        ("Done", {"delivery": "7", "item": "1", "do": "done"}),
        ("Not for me", {"delivery": "7", "item": "1", "do": "drop"}),
        (
            "Snooze until tomorrow",
            {"delivery": "7", "item": "1", "do": "snooze", "until": "tomorrow"},
        ),
        ("Snooze for 3 days", {"delivery": "7", "item": "1", "do": "snooze", "until": "3d"}),
        ("Snooze for a week", {"delivery": "7", "item": "1", "do": "snooze", "until": "1w"}),
        (
            "Snooze until a day I pick",
            {"delivery": "7", "item": "1", "do": "snooze", "until": "pick"},
        ),
    ]


@pytest.mark.parametrize(
    ("wall", "title"),
    [
        ("2027-01-28T08:00", "In 2 days: A"),
        ("2027-01-29T08:00", "Tomorrow: A"),
        ("2027-01-30T08:00", "Today: A"),
    ],
)
def test_the_days_ahead_are_those_of_the_persons_calendar(
    facts: Facts, wall: str, title: str
) -> None:
    reply = reminder_reply(carried(facts, replace(NRMP, title="A"), wall=wall), 7)
    assert plain(reply.title) == title


def test_a_person_whose_clocks_show_the_same_reads_one_time(facts: Facts) -> None:
    eastern = reminder_reply(carried(facts, NRMP, to=preferences(EASTERN)), 7)
    assert words(eastern)[1] == "Friday 29 January 2027, 23:59"
    toronto = reminder_reply(carried(facts, NRMP, to=preferences("America/Toronto")), 7)
    assert words(toronto)[1] == "Friday 29 January 2027, 23:59 US Eastern time"


def test_a_day_without_an_hour_is_a_day_and_where_it_ends_elsewhere_that_is_said(
    facts: Facts,
) -> None:
    day = replace(NRMP, at=LocalTime.read("2027-01-31", EASTERN))
    assert words(reminder_reply(carried(facts, day), 7))[1] == (
        "Sunday 31 January 2027; that day ends for you on Monday 1 February 2027, 09:59"
    )
    own = replace(NRMP, at=LocalTime.read("2027-01-31", KARACHI))
    assert words(reminder_reply(carried(facts, own), 7))[1] == "Sunday 31 January 2027"


def test_an_estimate_says_so_in_one_date_and_among_several(facts: Facts) -> None:
    guess = replace(NRMP, estimated=True)
    assert (
        "an estimate: nobody has published this date yet"
        in words(reminder_reply(carried(facts, guess), 7))[1]
    )
    both = reminder_reply(carried(facts, guess, replace(NRMP, key="b", title="B")), 7)
    assert ", an estimate." in " ".join(words(both))


def test_a_late_reminder_says_when_it_was_due(facts: Facts) -> None:
    late = carried(facts, NRMP, now="2027-01-23T04:01")
    assert "This was due Saturday 23 January 2027, 08:00, and could not be sent then." in words(
        reminder_reply(late, 7)
    )
    # An hour is no lateness that anybody minds.
    assert late.items[0].was_due
    assert not carried(facts, NRMP, now="2027-01-23T04:00").items[0].was_due


def test_a_reminder_of_a_past_date_says_what_can_still_be_done(facts: Facts) -> None:
    past = replace(NRMP, still="Register late, at a higher fee, until 3 March.")
    said = words(reminder_reply(carried(facts, past, now="2027-01-30T06:00"), 7))
    assert said[0].startswith("Past: ")
    assert "Register late, at a higher fee, until 3 March." in said
    assert "It takes ten minutes." not in said


def test_a_reminder_of_a_past_date_that_is_over_asks_for_nothing(facts: Facts) -> None:
    said = words(reminder_reply(carried(facts, NRMP, now="2027-01-30T06:00"), 7))
    assert said[0].startswith("Past: ")
    assert "It takes ten minutes." not in said


def test_what_people_call_their_dates_stays_as_they_typed_it(facts: Facts) -> None:
    own = replace(NRMP, key="own-1", rule="", title="SOAP talk by NRMP", why="", todo="")
    single = words(reminder_reply(carried(facts, own), 7))
    assert single[0] == "In 7 days: SOAP talk by NRMP"
    several = words(reminder_reply(carried(facts, own, NRMP), 7))
    assert "SOAP talk by NRMP" in "".join(several)
    assert "registration at the standard fee" in "".join(several)
    answered = words(reminder_reply(carried(facts, own, NRMP), 7, settled={1: "Done", 2: "Done"}))
    assert "SOAP talk by NRMP: Done" in answered


def test_a_moved_date_says_from_where_to_where_and_why(facts: Facts) -> None:
    moved = carried(
        facts,
        NRMP,
        kind=CarriedKind.MOVED,
        moved_from=LocalTime.read("2027-01-31T23:59", EASTERN),
        moved_why="The NRMP has published its calendar.",
    )
    assert (
        "This date has moved. It was Sunday 31 January 2027, 23:59 US Eastern time; for you "
        "Monday 1 February 2027, 09:59. The NRMP has published its calendar."
    ) in [
        said.replace("National Resident Matching Program (NRMP)", "NRMP")
        for said in words(reminder_reply(moved, 7))
    ]


def test_the_title_says_that_a_date_moved(facts: Facts) -> None:
    moved = carried(
        facts,
        replace(NRMP, title="A"),
        kind=CarriedKind.MOVED,
        moved_from=LocalTime.read("2027-01-31T23:59", EASTERN),
    )
    assert plain(reminder_reply(moved, 7).title) == "Moved: A (in 7 days now)"


def test_a_message_that_may_be_there_already_says_so(facts: Facts) -> None:
    assert words(reminder_reply(carried(facts, NRMP), 7, maybe_again=True))[1].startswith(
        "You may have this message already"
    )


def digest(facts: Facts) -> Carried:
    other = milestone("2027-02-05", key="statement@2027", title="Statement", zone=KARACHI)
    return carried(facts, other, NRMP, kind=CarriedKind.DIGEST)


def test_a_digest_lists_dates_in_order_each_with_its_own_done_and_a_way_to_the_rest(
    facts: Facts,
) -> None:
    reply = reminder_reply(digest(facts), 9)
    said = words(reply)
    assert said[0] == "Your week: 2 dates"
    assert [line.split(" | ")[0] for line in said[1:3]] == [
        "In 7 days: National Resident Matching Program (NRMP) registration at the standard fee",
        "In 13 days: Statement",
    ]
    assert [(one.label, one.arguments["item"], one.arguments["do"]) for one in buttons(reply)] == [
        ("Done", "1", "done"),
        ("Done", "2", "done"),
        ("Snooze or more: NRMP registration at the standard fee", "1", "show"),
        ("Snooze or more: Statement", "2", "show"),
    ]
    alone = item_reply(digest(facts), 9, 2)
    assert plain(alone.title) == "In 13 days: Statement"
    assert {one.arguments["item"] for one in buttons(alone)} == {"2"}
    assert {one.arguments["do"] for one in buttons(alone)} == {"done", "drop", "snooze"}
    with pytest.raises(IndexError):
        item_reply(digest(facts), 9, 3)


def test_what_was_answered_has_no_buttons_any_more(facts: Facts) -> None:
    one = reminder_reply(carried(facts, NRMP), 7, settled={1: "Done"})
    assert buttons(one) == ()
    assert "Done" in words(one)
    several = reminder_reply(digest(facts), 9, settled={2: "Not for you"})
    assert {action.arguments["item"] for action in buttons(several)} == {"1"}
    assert "Statement: Not for you" in words(several)


def test_two_reminders_of_one_date_are_one_line(facts: Facts) -> None:
    assert len(carried(facts, NRMP, NRMP).items) == 1


def test_several_late_ones_are_one_message_that_says_so(facts: Facts) -> None:
    other = milestone("2027-02-05", key="statement@2027", title="Statement")
    late = carried(facts, NRMP, other, now="2027-01-25T04:00")
    reply = reminder_reply(late, 9)
    assert plain(reply.title) == "2 reminders that are late"
    assert sum("was due Saturday 23 January 2027, 08:00" in said for said in words(reply)) == 2


def test_the_first_message_shows_what_comes_how_often_and_how_to_stop(facts: Facts) -> None:
    plan = [NRMP, milestone(), milestone("2027-02-20", Ladder.PERSON, key="letter", title="Letter")]
    person = preferences()
    now = utc("2026-12-20")
    made = messages(occurrences(plan, person, RULES, now=now), person, RULES)
    welcome = carried_welcome(made, {one.key: one for one in plan}, person, facts, now=now)
    assert len(welcome.coming) == 5
    reply = reminder_reply(welcome, 3)
    said = words(reply)
    assert said[0] == "Your reminders will come here"
    assert "at most one message a day and three a week" in said[1]
    assert said[2].startswith("I write at 08:00, Karachi time, and never between 22:00 and 07:00,")
    assert said[4].startswith(
        "National Resident Matching Program (NRMP) registration at the standard fee | Friday 29 "
    )
    assert said[4].endswith("I write on Thursday 31 December 2026, 08:00.")
    assert [one.command for one in buttons(reply)] == ["timeline", "remind"]
    empty = carried_welcome((), {}, person, facts, now=now)
    assert any("Nothing is due for now" in said for said in words(reminder_reply(empty, 3)))
    late = preferences(hour="23:30", quiet="22:00-06:30")
    whole = " ".join(words(reminder_reply(carried_welcome((), {}, late, facts, now=now), 3)))
    assert "I write at 06:30, Karachi time" in whole
    never_quiet = carried_welcome((), {}, preferences(quiet="00:00-00:00"), facts, now=now)
    assert "You have no quiet hours." in " ".join(words(reminder_reply(never_quiet, 3)))


def test_the_question_whether_reminders_are_useful_has_three_answers(facts: Facts) -> None:
    check = carried_check(preferences(), facts, now=utc("2027-01-01"))
    reply = reminder_reply(check, 4)
    assert "The last three had no answer, which is fine." in words(reply)[1]
    assert [one.arguments["do"] for one in buttons(reply)] == ["keep", "hard", "off"]
    answered = reminder_reply(check, 4, settled={0: "All reminders go on."})
    assert buttons(answered) == ()
    assert "All reminders go on." in words(answered)


def test_every_button_fits_into_an_identifier_with_its_owner(facts: Facts) -> None:
    made = (
        carried(facts, NRMP),
        digest(facts),
        carried_check(preferences(), facts, now=utc("2027-01-01")),
    )
    for one in made:
        for action in buttons(reminder_reply(one, LATEST_ID)):
            identifier = write_identifier(
                action.command, action.arguments, owner="1234567890123456789"
            )
            assert len(identifier) <= LONGEST_IDENTIFIER


def test_no_message_blames_hurries_or_congratulates(facts: Facts) -> None:
    replies = [
        reminder_reply(carried(facts, replace(NRMP, title="A", why="", todo="")), 1),
        reminder_reply(digest(facts), 1),
        reminder_reply(carried_check(preferences(), facts, now=utc("2027-01-01")), 1),
        reminder_reply(carried_welcome((), {}, preferences(), facts, now=utc("2027-01-01")), 1),
    ]
    said = " ".join(
        [text for reply in replies for text in words(reply)]
        + [one.label for reply in replies for one in buttons(reply)]
    ).lower()
    for word in ("only", "just", "too late", "forgot", "missed", "should", "congrat", "score"):
        assert f" {word}" not in f" {said}", word


@pytest.mark.parametrize("kind", list(CarriedKind))
def test_what_is_carried_survives_the_database(facts: Facts, kind: CarriedKind) -> None:
    moved = LocalTime.read("2027-01-31T23:59", EASTERN)
    whole = carried(
        facts, NRMP, milestone(), kind=kind, now="2027-01-24T04:00", moved_from=moved, moved_why="B"
    )
    assert read_carried(whole.written()) == whole


def test_a_row_of_a_newer_program_is_read_as_far_as_it_is_known(facts: Facts) -> None:
    raw = carried(facts, NRMP).written()
    newer = raw | {"version": 9, "colour": "green"}
    newer["items"] = [item | {"shape": "round"} for item in raw["items"]]
    assert read_carried(newer).items == read_carried(raw).items


def test_a_row_of_the_first_version_is_read_for_good() -> None:
    first = {
        "version": 1,
        "kind": "reminder",
        "zone": "Asia/Karachi",
        "today": "2027-01-23",
        "items": [
            {
                "key": "nrmp_standard@2027",
                "rung": "7d",
                "title": "NRMP registration",
                "at": "2027-01-29T23:59",
                "zone": "America/New_York",
                "strength": "second_hand",
                "checked": "2026-11-22",
            }
        ],
    }
    read = read_carried(first)
    assert read.today == date(2027, 1, 23)
    assert plain(reminder_reply(read, 1).title) == "In 7 days: NRMP registration"


@pytest.mark.parametrize("raw", [None, [], {"kind": "reminder"}, {"items": "My secret"}])
def test_what_is_no_message_is_refused_without_being_quoted(raw: object) -> None:
    with pytest.raises(CarriedUnreadable) as refused:
        read_carried(raw)
    assert str(refused.value) == "What is stored is no message."
    assert refused.value.__cause__ is None
