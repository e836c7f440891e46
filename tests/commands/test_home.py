"""A person's own page: where they stand, what is next, and what is theirs."""

from datetime import UTC, datetime

from core.commands.desk import Desk
from core.commands.visit import Account, Where
from core.dialogue.buttons import buttons, pressed
from core.dialogue.line import write_line
from core.dialogue.reply import Heading, Item, Items, Reply
from core.dialogue.request import Asked
from core.dialogue.text import plain
from tests.commands.conftest import Person

ADA = "/assess applicant:us_img specialty:dr step2_ck:219 step2_date:2026-06-01"


def items(reply: Reply, heading: str) -> tuple[Item, ...]:
    for place, block in enumerate(reply.blocks):
        if isinstance(block, Heading) and plain(block.text).startswith(heading):
            listed = reply.blocks[place + 1]
            assert isinstance(listed, Items)
            return listed.items
    return ()


def under(reply: Reply, heading: str) -> list[str]:
    return [plain(item.text) for item in items(reply, heading)]


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


async def test_the_next_dates_are_those_of_the_timeline_with_what_is_an_estimate(
    person: Person,
) -> None:
    await person.reply(f"{ADA} season_stage:2028_not_applied")
    await person.reply(
        write_line(pressed(buttons(await person.reply("/timeline add what:call when:tomorrow"))[0]))
    )
    home, timeline = await person.reply("/home"), await person.reply("/timeline")
    shown = under(home, "What is next")
    assert shown == under(timeline, "What is next")[: len(shown)]
    assert (len(shown), shown[0]) == (3, "call")
    details = [plain(item.detail or ()) for item in items(home, "What is next")]
    assert details[0] == "Monday 23 November 2026 · tomorrow"
    assert "estimate" in details[1]


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
