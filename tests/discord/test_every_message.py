"""Whatever a reply holds, its messages are within every limit and none of its words is lost."""

import asyncio

import pytest
from hypothesis import HealthCheck, given, settings

from bot.discord.messages import Built, build
from bot.discord.sheets import lay_out
from core.dialogue.identifier import Pressed, read_identifier
from core.dialogue.reply import Reply, ScaleChart, SeasonChart
from core.dialogue.text import plain
from tests.discord.message_rules import BUTTON, SELECT, check_message, components_of, walked
from tests.discord.whole import missing
from tests.docs.test_every_reply import every_reply
from tests.rendering.made import replies as made_replies

OWNER = str(2**64 - 1)
MANY_BYTES = 10_000_000


def no_picture(chart: ScaleChart | SeasonChart) -> bytes:
    return chart.title.encode("utf-8", "replace")


async def messages(reply: Reply, *, file_limit: int = MANY_BYTES) -> list[Built]:
    laid = lay_out(reply, OWNER)
    return [await build(one, file_limit=file_limit, draw=no_picture) for one in laid.sheets]


def check(reply: Reply, built: list[Built]) -> None:
    assert built
    for one in built:
        check_message(one)
    assert missing(reply, built) == set()


@pytest.fixture(scope="module")
def replies() -> list[Reply]:
    return asyncio.run(every_reply())


async def test_every_reply_of_the_product_is_shown_whole(replies: list[Reply]) -> None:
    for reply in replies:
        check(reply, await messages(reply))


async def test_everything_that_can_be_pressed_is_the_owners(replies: list[Reply]) -> None:
    for reply in replies:
        for one in await messages(reply):
            for part in walked(components_of(one)):
                ids = [part["custom_id"]] if part["type"] in {BUTTON, SELECT} else []
                ids += [option["value"] for option in part.get("options", ())]
                for identifier in ids:
                    read = read_identifier(identifier)
                    assert isinstance(read, Pressed), (plain(reply.title), identifier)
                    assert read.owner == OWNER


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(made_replies)
async def test_any_reply_is_shown_whole(reply: Reply) -> None:
    check(reply, await messages(reply))


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(made_replies)
async def test_any_reply_is_within_the_limits_where_no_file_can_be_sent(reply: Reply) -> None:
    check(reply, await messages(reply, file_limit=0))
