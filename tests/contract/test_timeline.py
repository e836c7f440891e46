"""A timeline at every door: what is next, dates of one's own, a picture, a calendar."""

from icalendar import Calendar

from tests.contract.people import ADA
from tests.contract.visitor import Door, Seen, Visitor

SEASON = {**ADA, "season_stage": "2028_not_applied"}
MOCK = {"what": "mock interview", "when": "next friday 5pm"}


async def begun(door: Door) -> tuple[Visitor, Seen]:
    """Somebody who has told of themselves, and their timeline."""
    ada = await door.visitor("Ada")
    await ada.types("assess", **SEASON)
    return ada, await ada.types("timeline")


async def test_a_timeline_is_private_and_leads_from_what_is_next_to_the_whole(
    door: Door,
) -> None:
    ada = await door.visitor("Ada")
    before = await ada.types("timeline")
    assert before.private
    assert "Five questions" in before.text
    await ada.types("assess", **SEASON)
    first = await ada.types("timeline")
    assert first.private
    assert "What is next" in first.text
    assert "Remind me" in first.labels
    whole = await ada.presses(first, "Whole season")
    assert whole.private
    assert "Later" in whole.text
    assert "estimate" in whole.text


async def test_a_date_of_the_season_is_finished_and_put_back(door: Door) -> None:
    ada, first = await begun(door)
    one = await ada.presses(first, "Details")
    assert "Done" in one.labels
    done = await ada.presses(one, "Done")
    assert "Nothing more is sent about it" in done.text
    back = await ada.presses(done, "Put it back")
    assert "It is back" in back.text
    dropped = await ada.presses(back, "Not for me")
    assert "Put it back" in dropped.labels


async def test_a_date_is_typed_into_a_form_shown_in_full_kept_and_changed(door: Door) -> None:
    ada, first = await begun(door)
    form = await ada.presses(first, "Add a date")
    assert list(form.opened.filled) == ["what", "when"]
    echo = await ada.fills(form, **MOCK)
    assert "Friday 27 November 2026, 17:00" in echo.text
    assert echo.private
    kept = await ada.presses(echo, "Keep")
    assert "mock interview" in kept.text
    change = await ada.presses(kept, "Change")
    assert change.opened.filled["what"] == "mock interview"
    again = await ada.fills(change, when="1 December 2026")
    assert "Tuesday 1 December 2026" in again.text
    await ada.presses(again, "Keep")
    own = await ada.types("timeline", show="own")
    assert "Tuesday 1 December 2026" in own.text
    assert "27 November" not in own.text


async def test_a_date_that_is_given_with_the_command_is_understood_too(door: Door) -> None:
    ada, _ = await begun(door)
    echo = await ada.types("timeline", show="add", **MOCK)
    assert "Friday 27 November 2026, 17:00" in echo.text


async def test_an_unclear_date_comes_back_with_what_was_typed(door: Door) -> None:
    ada, first = await begun(door)
    form = await ada.presses(first, "Add a date")
    refused = await ada.fills(form, **{**MOCK, "when": "3/4/2027"})
    assert "3 April 2027 for others" in refused.text
    again = await ada.mends(refused)
    assert again.opened.filled == {**MOCK, "when": "3/4/2027"}
    echo = await ada.fills(again, when="3 April 2027")
    assert "Saturday 3 April 2027" in echo.text


async def test_what_was_proposed_outlives_a_restart(discord_door: Door) -> None:
    ada, _ = await begun(discord_door)
    echo = await ada.types("timeline", show="add", **MOCK)
    await discord_door.restart()
    kept = await ada.presses(echo, "Keep")
    assert "Kept." in kept.text


async def test_the_season_is_a_picture_with_the_same_in_words(door: Door) -> None:
    ada, first = await begun(door)
    [said] = (await ada.presses(first, "Picture")).pictures
    assert said.startswith("Your season 2028. Today is 22 November 2026.")


async def test_the_calendar_is_a_file_that_calendars_read(door: Door) -> None:
    ada, first = await begun(door)
    [content] = (await ada.presses(first, "Calendar file")).files.values()
    events = Calendar.from_ical(content).walk("VEVENT")
    assert len(events) > 5
    assert len({str(event["UID"]) for event in events}) == len(events)
