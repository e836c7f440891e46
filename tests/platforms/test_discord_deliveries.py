"""A message to one person on Discord, through the real library: each end has its outcome."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import discord
import pytest

from bot.discord import delivering, pace
from bot.discord.delivering import DiscordSender
from bot.discord.pace import Pace
from bot.discord.refusals import UNKNOWN_NUMBER
from core.deliveries.outcome import (
    CannotTell,
    Delivered,
    Found,
    NotThere,
    Outcome,
    Reason,
    Rejected,
    Retry,
    Unknown,
    Unreachable,
)
from core.deliveries.sender import Outgoing
from core.dialogue.identifier import Pressed, read_identifier
from core.dialogue.reply import Action, Actions, Block, Item, Items, Paragraph, Reply
from core.dialogue.text import text
from tests.platforms.discord_server import DiscordServer
from tests.platforms.discord_server.buckets import Rule
from tests.platforms.discord_server.people import User

POST, OPEN = "POST /channels/*/messages", "POST /users/@me/channels"


def reminder(number: int, *lines: str) -> Reply:
    done = Action("Done", "reminder", {"delivery": str(number), "item": "0", "do": "done"})
    blocks = (Paragraph(text("Ask for the letter today.")), *map(_line, lines), Actions((done,)))
    return Reply(text("Letter of recommendation"), blocks)


def _line(line: str) -> Block:
    return Items((Item(text(line)),))


@dataclass
class Post:
    """The sender with a client that is logged in and nowhere near a gateway."""

    server: DiscordServer
    client: discord.Client
    sender: DiscordSender
    ada: User

    def message(self, number: int = 7, *lines: str, opened: bool = True) -> Outgoing:
        channel = str(self.server.dm(self.ada).id) if opened else ""
        reply = reminder(number, *lines)
        return Outgoing(number, f"rr{number}", "", str(self.ada.id), channel, reply)

    async def send(self, message: Outgoing, may_send: Callable[[], bool] = lambda: True) -> Outcome:
        return await self.sender.send(message, may_send=may_send)

    @property
    def received(self) -> list[int]:
        return list(self.server.dm(self.ada).messages)


@pytest.fixture
async def post(local_discord: DiscordServer) -> AsyncIterator[Post]:
    limit = Pace()
    sender = DiscordSender(limit)
    async with discord.Client(intents=discord.Intents.none(), http_trace=limit.trace()) as client:
        await client.login(local_discord.token)
        sender.open(client)
        yield Post(local_discord, client, sender, local_discord.user("Ada", installed=True))
        local_discord.heal()
    local_discord.assert_clean()


async def test_a_message_arrives_once_under_the_id_that_discord_gives(post: Post) -> None:
    outcome = await post.send(post.message())
    (there,) = post.received
    assert outcome == Delivered(str(there), str(post.server.dm(post.ada).id))
    (asked,) = post.server.matching(POST)
    assert (asked.body["nonce"], asked.body["enforce_nonce"]) == ("rr7", True)


async def test_only_the_person_it_is_for_can_press_its_buttons(post: Post) -> None:
    await post.send(post.message())
    (there,) = post.server.dm(post.ada).messages.values()
    pressed = read_identifier(there.pressable["Done"])
    assert isinstance(pressed, Pressed)
    assert pressed.owner == str(post.ada.id)
    assert pressed.asked.given["delivery"] == "7"


async def test_a_direct_message_that_is_not_open_is_opened(post: Post) -> None:
    outcome = await post.send(post.message(opened=False))
    assert outcome == Delivered(str(post.received[0]), str(post.server.dm(post.ada).id))
    assert len(post.server.matching(OPEN)) == 1


async def test_a_channel_that_is_gone_is_opened_again_and_the_new_one_told(post: Post) -> None:
    message = replace(post.message(), channel_id="1234567")
    outcome = await post.send(message)
    assert outcome == Delivered(str(post.received[0]), str(post.server.dm(post.ada).id))


async def test_a_long_message_is_one_message_whose_next_page_is_turned_to(post: Post) -> None:
    message = post.message(7, *("x" * 900 + str(n) for n in range(9)))
    await post.send(message)
    (there,) = post.server.dm(post.ada).messages.values()
    (label,) = [label for label in there.pressable if label.startswith("Continue (2 of")]
    pressed = read_identifier(there.pressable[label])
    assert isinstance(pressed, Pressed)
    assert (pressed.page, pressed.asked.given["delivery"]) == (2, "7")


async def test_sent_again_within_minutes_it_is_the_same_message(post: Post) -> None:
    first = await post.send(post.message())
    assert await post.send(post.message()) == first
    assert len(post.received) == 1


async def test_whoever_lost_the_token_sends_nothing(post: Post) -> None:
    outcome = await post.send(post.message(), lambda: False)
    assert outcome == Retry(timedelta(0), Reason.NOT_OURS)
    assert post.server.matching(POST) == []


async def test_whether_it_may_be_sent_is_asked_when_its_turn_has_come(post: Post) -> None:
    held = post.server.hold(OPEN)
    ours = True
    sending = asyncio.create_task(post.send(post.message(opened=False), lambda: ours))
    await held.caught()
    ours = False
    held.release()
    assert await sending == Retry(timedelta(0), Reason.NOT_OURS)
    assert post.received == []


@pytest.mark.parametrize(
    ("code", "reason"), [(50007, Reason.CLOSED), (50278, Reason.NO_SHARED_SERVER)]
)
async def test_a_closed_direct_message_is_told_as_such(
    post: Post, code: int, reason: Reason
) -> None:
    post.server.refuse_dms(post.ada, code)
    assert await post.send(post.message()) == Unreachable(reason)


async def test_an_account_that_is_gone_is_told_as_such(post: Post) -> None:
    message = replace(post.message(opened=False), platform_id="99")
    assert await post.send(message) == Unreachable(Reason.ACCOUNT_GONE)


@pytest.mark.parametrize(
    ("pattern", "status", "code", "outcome"),
    [
        (OPEN, 400, 40003, Retry(timedelta(minutes=10), Reason.TOO_MANY_OPENED)),
        (OPEN, 403, 20026, Retry(timedelta(hours=1), Reason.TOO_MANY_OPENED)),
        (POST, 403, 0, Retry(timedelta(minutes=1), Reason.PLATFORM_TROUBLE)),
        (POST, 403, 50013, Unreachable(Reason.CLOSED)),
        (POST, 400, 50035, Rejected(Reason.UNSHOWABLE)),
        (POST, 400, 12345, UNKNOWN_NUMBER),
    ],
)
async def test_a_refusal_is_told_apart_by_discords_number(
    post: Post, pattern: str, status: int, code: int, outcome: Outcome
) -> None:
    post.server.fail(pattern, status=status, code=code)
    assert await post.send(post.message(opened=False)) == outcome
    post.server.refused_bodies.clear()  # ordered, and not of our making
    assert post.received == []


async def test_what_is_posted_in_a_channel_of_a_server_is_nobodys(post: Post) -> None:
    guild = post.server.guild("Radiology")
    (channel,) = guild.channels.values()
    message = replace(post.message(), platform_id="", channel_id=str(channel.id))
    assert isinstance(await post.send(message), Delivered)
    guild.delete_channel(channel)
    assert await post.send(replace(message, key="rr8")) == UNKNOWN_NUMBER
    assert post.server.matching(OPEN) == []


async def test_too_fast_it_is_tried_again_after_as_long_as_discord_says(post: Post) -> None:
    post.server.fail(POST, status=429, retry_after=3)
    outcome = await post.send(post.message())
    assert isinstance(outcome, Retry)
    assert outcome.reason is Reason.RATE_LIMITED
    assert outcome.after >= timedelta(seconds=3)
    assert post.received == []


@pytest.mark.parametrize("status", [500, 502, 503, 504])
@pytest.mark.parametrize("acts", [True, False])
async def test_trouble_at_discord_is_unknown_and_nothing_is_sent_twice_behind_it(
    post: Post, status: int, *, acts: bool
) -> None:
    post.server.fail(POST, status=status, acts=acts)
    assert await post.send(post.message()) == Unknown(Reason.PLATFORM_TROUBLE)
    assert len(post.server.matching(POST)) == 1
    assert len(post.received) == acts


async def test_a_line_that_is_cut_is_unknown(post: Post) -> None:
    post.server.reset(POST, acts=True)
    assert await post.send(post.message()) == Unknown(Reason.CUT)
    assert len(post.received) == 1


async def test_no_answer_in_time_is_unknown(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "SENT_WITHIN", 0.05)
    post.server.hang(POST)
    assert await post.send(post.message()) == Unknown(Reason.TIMED_OUT)


async def test_no_turn_in_time_is_no_message(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivering, "WAITS_WITHIN", 0.05)
    post.server.fail(POST, status=429, retry_after=30)
    post.sender.pace._rests_until = float("inf")
    outcome = await post.send(post.message())
    assert outcome == Retry(delivering.RECONNECTS, Reason.RATE_LIMITED)
    assert post.server.matching(POST) == []


@pytest.mark.parametrize("fault", ["reset", "fail"])
async def test_opening_that_failed_sent_nothing(post: Post, fault: str) -> None:
    getattr(post.server, fault)(OPEN)
    outcome = await post.send(post.message(opened=False))
    assert isinstance(outcome, Retry)
    assert isinstance(await post.send(post.message(opened=False)), Delivered)


async def test_without_a_login_nothing_leaves(post: Post) -> None:
    post.sender.close()
    assert await post.send(post.message()) == Retry(delivering.RECONNECTS, Reason.NO_CONNECTION)
    assert isinstance(await post.sender.find(post.message()), CannotTell)


async def test_with_a_client_that_is_closed_nothing_leaves(post: Post) -> None:
    await post.client.close()
    outcome = await post.send(post.message())
    assert isinstance(outcome, Retry)


async def test_a_token_that_was_reset_is_not_tried_again_and_again(post: Post) -> None:
    post.server.core.token = "another"  # noqa: S105 - a test's own
    assert isinstance(await post.send(post.message()), Retry)
    asked = len(post.server.requests)
    assert isinstance(await post.send(post.message()), Retry)
    assert len(post.server.requests) == asked


async def test_where_too_much_was_refused_nothing_is_sent_for_a_while(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "REFUSALS", 2)
    post.server.refuse_dms(post.ada)
    await post.send(post.message())
    await post.send(post.message())
    outcome = await post.send(post.message())
    assert isinstance(outcome, Retry)
    assert outcome.reason is Reason.RATE_LIMITED
    assert timedelta(minutes=9) < outcome.after <= timedelta(seconds=pace.REFUSALS_WITHIN)
    assert len(post.server.matching(POST)) == 2


# A message whose answer was lost.


async def test_a_message_that_arrived_is_found_hours_later(post: Post) -> None:
    sent = await post.send(post.message())
    assert isinstance(sent, Delivered)
    for number in range(20, 25):
        await post.send(post.message(number))
    post.server.clock.advance(7200)
    looked = await post.sender.find(replace(post.message(), first_attempt_at=_now()))
    assert looked == Found(sent.message_id, sent.channel_id)


async def test_it_is_found_by_its_button_where_no_nonce_is_given(post: Post) -> None:
    sent = await post.send(post.message())
    assert isinstance(sent, Delivered)
    for there in post.server.dm(post.ada).messages.values():
        there.nonce = None
    looked = await post.sender.find(replace(post.message(), first_attempt_at=_now()))
    assert looked == Found(sent.message_id, sent.channel_id)


async def test_a_message_whose_buttons_name_no_delivery_is_found_by_all_of_them(
    post: Post,
) -> None:
    buttons = Actions((Action("My timeline", "timeline"), Action("Stop", "remind")))
    welcome = replace(post.message(), reply=Reply(text("Welcome"), (buttons,)))
    sent = await post.send(welcome)
    assert isinstance(sent, Delivered)
    await post.send(post.message(8))
    for there in post.server.dm(post.ada).messages.values():
        there.nonce = None
    looked = await post.sender.find(replace(welcome, first_attempt_at=_now()))
    assert looked == Found(sent.message_id, sent.channel_id)


async def test_a_message_of_another_number_is_not_taken_for_it(post: Post) -> None:
    await post.send(post.message(70))
    looked = await post.sender.find(replace(post.message(7), first_attempt_at=_now()))
    assert looked == NotThere()


async def test_words_of_the_person_are_not_taken_for_it(post: Post) -> None:
    await post.server.say(post.ada, post.server.dm(post.ada), "delivery=7")
    looked = await post.sender.find(replace(post.message(7), first_attempt_at=_now()))
    assert looked == NotThere()


async def test_where_the_direct_message_was_never_opened_it_is_not_there(post: Post) -> None:
    message = replace(post.message(opened=False), first_attempt_at=_now())
    assert await post.sender.find(message) == NotThere()


async def test_among_too_many_messages_it_cannot_be_told(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivering, "LOOKED_AT", 3)
    for number in range(20, 24):
        await post.send(post.message(number))
    looked = await post.sender.find(replace(post.message(7), first_attempt_at=_now()))
    assert isinstance(looked, CannotTell)


@pytest.mark.parametrize(("fault", "times"), [("reset", 2), ("fail", 1)])
async def test_what_cannot_be_looked_up_is_looked_up_later(
    post: Post, fault: str, times: int
) -> None:
    # A look whose line is cut is made once more by aiohttp itself.
    getattr(post.server, fault)("GET /channels/*/messages", times=times)
    message = replace(post.message(), first_attempt_at=_now())
    assert isinstance(await post.sender.find(message), CannotTell)
    assert await post.sender.find(message) == NotThere()


# Pace.


async def test_no_second_sees_more_than_discord_allows(post: Post) -> None:
    post.server.limits.overall = Rule(50, 1.0)
    messages = [post.message(number) for number in range(100, 200)]
    outcomes = await asyncio.gather(*map(post.send, messages))
    assert all(isinstance(outcome, Delivered) for outcome in outcomes)
    times = sorted(request.at for request in post.server.matching(POST))
    most = max(sum(start <= at < start + 1 for at in times) for start in times)
    assert most <= 50
    assert post.server.limits.refused == 0


async def test_where_the_whole_bot_has_no_room_everything_rests(post: Post) -> None:
    post.server.limits.overall = Rule(1, 1.0)
    await post.client.fetch_user(post.ada.id)
    first = await post.send(post.message())
    assert isinstance(first, Retry)
    asked = len(post.server.requests)
    resting = asyncio.create_task(post.send(post.message()))
    await asyncio.sleep(0)
    assert len(post.server.requests) == asked
    post.server.limits.overall = None
    assert isinstance(await resting, Delivered)


def _now() -> datetime:
    return datetime.now(UTC)
