"""A reminder is one message on Slack; what does not fit is a press away."""

import pytest

from bot.slack.sheets import Laid, Surface, lay_out
from core.dialogue.reply import Reply
from core.facts.load import load_facts
from core.reminders.pressing import ROUTE
from tests.docs.reminder_replies import LATEST, every_reminder, is_long
from tests.slack.block_rules import requests
from tests.slack.test_every_sheet import OWNER, check


@pytest.fixture(scope="module")
def laid_out() -> dict[str, tuple[Reply, Laid]]:
    return {name: (reply, laid(reply)) for name, reply in every_reminder(load_facts()).items()}


def laid(reply: Reply) -> Laid:
    return lay_out(reply, owner=OWNER, surface=Surface.MESSAGE, with_files=False)


def test_every_reminder_is_shown_whole(laid_out: dict[str, tuple[Reply, Laid]]) -> None:
    for reply, shown in laid_out.values():
        check(reply, shown, Surface.MESSAGE)


def test_a_reminder_that_is_no_long_digest_is_whole_at_first_sight(
    laid_out: dict[str, tuple[Reply, Laid]],
) -> None:
    for name, (_, shown) in laid_out.items():
        assert is_long(name) or len(shown.sheets) == 1, name


def test_each_page_of_a_long_one_leads_to_the_next(
    laid_out: dict[str, tuple[Reply, Laid]],
) -> None:
    turned = 0
    for name, (reply, shown) in laid_out.items():
        for page, sheet in enumerate(shown.sheets[:-1], 2):
            last = requests(sheet.blocks)[-1]
            assert (last.asked, last.page) == (reply.again, page), name
            turned += 1
    assert turned > 0


def test_every_button_says_of_which_message_it_is(
    laid_out: dict[str, tuple[Reply, Laid]],
) -> None:
    for name, (_, shown) in laid_out.items():
        for sheet in shown.sheets:
            for pressed in requests(sheet.blocks):
                if pressed.asked.command == ROUTE:
                    assert pressed.asked.given["delivery"] == str(LATEST), name
