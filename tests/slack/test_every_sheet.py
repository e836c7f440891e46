"""Whatever a reply holds, what is made of it is within every limit and no word of it is lost."""

import asyncio
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings

from bot.slack.sheets import Laid, Surface, lay_out
from core.dialogue.reply import Reply
from core.dialogue.text import Moment, Named, Plain, Span, day_in_words, plain
from tests.docs.test_every_reply import every_reply
from tests.rendering.made import replies as made_replies
from tests.rendering.whole import missing
from tests.slack.block_rules import check_sheet, requests, shown_elsewhere, shown_running

OWNER = "U0123456789"
LISTS = ("Your timeline", "Your own dates")
WAYS = [(surface, with_files) for surface in Surface for with_files in (True, False)]


def told(span: Moment | Named) -> Span:
    """An instant and a name as Slack is told of them."""
    if isinstance(span, Moment):
        if not isinstance(span.at, datetime):
            return span
        return Plain(f"{day_in_words(span.at)}, {span.at:%H:%M} {span.at.tzname()}")
    first = {"person": "U", "channel": "C", "role": "US"}[span.what]
    return Plain(span.id) if span.id[0] in first else span


def check(reply: Reply, laid: Laid, surface: Surface) -> None:
    assert laid.sheets
    for sheet in laid.sheets:
        check_sheet(sheet, surface)
        assert all(pressed.owner == OWNER for pressed in requests(sheet.blocks))
    running = "\n".join(map(shown_running, laid.sheets))
    elsewhere = "\n".join(map(shown_elsewhere, laid.sheets))
    assert missing(reply, running, elsewhere, told) == set()


@pytest.fixture(scope="module")
def replies() -> list[Reply]:
    return asyncio.run(every_reply())


@pytest.mark.parametrize(("surface", "with_files"), WAYS)
def test_every_reply_of_the_product_is_shown_whole(
    replies: list[Reply], surface: Surface, *, with_files: bool
) -> None:
    for reply in replies:
        laid = lay_out(reply, owner=OWNER, surface=surface, with_files=with_files)
        check(reply, laid, surface)


def test_every_reply_of_the_product_is_one_view_but_the_longest_lists_of_dates(
    replies: list[Reply],
) -> None:
    for reply in replies:
        laid = lay_out(reply, owner=OWNER, surface=Surface.VIEW, with_files=False)
        if plain(reply.title).startswith(LISTS):
            assert len(laid.sheets) == 1 or laid.turned
        else:
            assert len(laid.sheets) == 1


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(made_replies)
def test_any_reply_is_shown_whole(reply: Reply) -> None:
    for surface, with_files in WAYS:
        laid = lay_out(reply, owner=OWNER, surface=surface, with_files=with_files)
        check(reply, laid, surface)
