"""A person's own page: where they stand, what is next, and what is theirs."""

from datetime import UTC, date, datetime

import pytest

from core.commands.desk import Desk
from core.commands.visit import Account, Where
from core.dialogue.buttons import buttons
from core.dialogue.reply import Heading, Items, Reply
from core.dialogue.request import Asked
from core.dialogue.text import Moment, plain
from tests.commands.conftest import Person

ADA = "/assess applicant:us_img specialty:dr step2_ck:219 step2_date:2026-06-01"


def under(reply: Reply, heading: str) -> list[str]:
    for place, block in enumerate(reply.blocks):
        if isinstance(block, Heading) and plain(block.text).startswith(heading):
            items = reply.blocks[place + 1]
            assert isinstance(items, Items)
            return [plain(item.text) for item in items.items]
    return []


async def test_somebody_unknown_is_welcomed_and_can_begin(person: Person) -> None:
    reply = await person.reply("/home")
    labels = [action.label for action in buttons(reply)]
    assert labels[0] == "Read my profile"
    assert "Privacy" in labels


async def test_where_somebody_stands_is_said_first_with_what_to_do(person: Person) -> None:
    reading = await person.reply(ADA)
    home = await person.reply("/home")
    assert home.blocks[0] == reading.blocks[0]
    assert plain(home.title) == plain(reading.title)
    assert len(under(home, "What matters most now")) == 2


@pytest.mark.parametrize(
    ("today", "first"),
    [(date(2027, 5, 1), "The application opens"), (date(2028, 2, 20), "Rank lists are due")],
)
async def test_the_next_dates_of_the_season_are_shown_with_how_firmly_they_are_known(
    desk: Desk, today: date, first: str
) -> None:
    person = Person(desk, today=today)
    await person.reply(f"{ADA} season_stage:2028_not_applied")
    dates = under(await person.reply("/home"), "Next dates of season 2028")
    assert len(dates) <= 3
    assert dates[0].startswith(first)
    assert all("estimate" in one for one in dates)


async def test_a_date_with_an_hour_is_an_instant_for_the_reader_s_own_zone(
    person: Person,
) -> None:
    await person.reply(ADA)
    home = await person.reply("/home")
    moments = [
        span
        for block in home.blocks
        if isinstance(block, Items)
        for item in block.items
        for span in item.text
        if isinstance(span, Moment)
    ]
    assert moments
    assert all(getattr(one.at, "tzinfo", None) for one in moments if isinstance(one.at, datetime))


async def test_the_page_draws_itself_again_and_saves_nothing(person: Person) -> None:
    reply = await person.reply("/home")
    assert reply.again == Asked("home")
    assert not person.desk.commands["home"].writes


async def test_the_day_is_the_one_in_the_person_s_own_zone(desk: Desk) -> None:
    """In Tokyo it is tomorrow already, and the reading is tomorrow's."""
    account = Account("slack", "T1", "U1")
    late = datetime(2026, 6, 1, 20, tzinfo=UTC)
    asked = Asked(
        "assess",
        {"applicant": "us_img", "specialty": "dr", "step2_ck": "219", "step2_date": "2026-06-02"},
    )
    tokyo = await desk.answer(asked, account, now=late, where=Where(zone="Asia/Tokyo"))
    assert isinstance(tokyo, Reply)
    for zone in ("", "Mars/Olympus"):
        refused = await desk.answer(asked, account, now=late, where=Where(zone=zone))
        assert not isinstance(refused, Reply)
