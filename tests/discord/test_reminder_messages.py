"""A reminder is one message on Discord; what does not fit is a press away."""

import pytest

from bot.discord.messages import build
from bot.discord.sheets import lay_out
from core.dialogue.identifier import Pressed, read_identifier
from core.dialogue.reply import Reply
from core.facts.load import load_facts
from core.reminders.pressing import ROUTE
from tests.discord.message_rules import BUTTON, components_of, walked
from tests.discord.test_every_message import MANY_BYTES, OWNER, check, messages
from tests.docs.reminder_replies import LATEST, every_reminder, is_long


@pytest.fixture(scope="module")
def reminders() -> dict[str, Reply]:
    return every_reminder(load_facts())


async def asked(reply: Reply, page: int = 1) -> list[Pressed]:
    """What everything asks that can be pressed on a page, in reading order."""
    built = await build(lay_out(reply, OWNER).sheets[page - 1], file_limit=MANY_BYTES)
    found = []
    for part in walked(components_of(built)):
        ids = [part["custom_id"]] if part["type"] == BUTTON else []
        ids += [option["value"] for option in part.get("options", ())]
        for identifier in ids:
            read = read_identifier(identifier)
            assert isinstance(read, Pressed), identifier
            found.append(read)
    return found


async def test_every_reminder_is_shown_whole(reminders: dict[str, Reply]) -> None:
    for reply in reminders.values():
        check(reply, await messages(reply))


async def test_a_reminder_that_is_no_long_digest_is_whole_at_first_sight(
    reminders: dict[str, Reply],
) -> None:
    for name, reply in reminders.items():
        assert is_long(name) or len(lay_out(reply, OWNER).sheets) == 1, name


async def test_each_page_of_a_long_one_leads_to_the_next(reminders: dict[str, Reply]) -> None:
    turned = 0
    for name, reply in reminders.items():
        laid = lay_out(reply, OWNER)
        for page in range(2, len(laid.sheets) + 1):
            last = (await asked(reply, page - 1))[-1]
            assert (last.asked, last.page) == (reply.again, page), name
            turned += 1
    assert turned > 0


async def test_every_button_is_its_persons_and_says_of_which_message_it_is(
    reminders: dict[str, Reply],
) -> None:
    for name, reply in reminders.items():
        for page in range(1, len(lay_out(reply, OWNER).sheets) + 1):
            for pressed in await asked(reply, page):
                assert pressed.owner == OWNER, name
                if pressed.asked.command == ROUTE:
                    assert pressed.asked.given["delivery"] == str(LATEST), name
