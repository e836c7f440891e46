"""A message to one person on Slack, through the real library: each end has its outcome."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack import finding, pace, posting
from bot.slack.authorizing import ManyWorkspaces, OneWorkspace
from bot.slack.calling import Clients, open_session
from bot.slack.delivering import SlackSender
from bot.slack.pace import Pace
from bot.slack.refusals import UNKNOWN_WORD
from bot.slack.rotating import TokenRotation
from bot.slack.typed_here import TypedHere
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
from core.storage.engine import Store
from tests.platforms.slack_scene import Scene
from tests.platforms.slack_server import SlackServer
from tests.platforms.slack_server.limits import Rate
from tests.platforms.slack_server.people import Team, User
from tests.platforms.slack_server.places import Channel

POST, OPEN, HISTORY = "chat.postMessage", "conversations.open", "conversations.history"


def reminder(number: int, *lines: str) -> Reply:
    done = Action("Done", "reminder", {"delivery": str(number), "item": "1", "do": "done"})
    said: list[Block] = [Items((Item(text(line)),)) for line in lines]
    blocks = (Paragraph(text("Ask for the letter: /timeline")), *said, Actions((done,)))
    return Reply(text("Letter of recommendation"), blocks)


@dataclass
class Post:
    """The sender in one workspace."""

    server: SlackServer
    store: Store
    team: Team
    ada: User
    sender: SlackSender

    @property
    def channel(self) -> Channel:
        return self.server.dm(self.ada)

    def message(self, number: int = 7, *lines: str, opened: bool = True) -> Outgoing:
        channel = self.channel.id if opened else ""
        reply = reminder(number, *lines)
        return Outgoing(number, f"rr{number}", self.team.id, self.ada.id, channel, reply)

    async def send(self, message: Outgoing, may_send: Callable[[], bool] = lambda: True) -> Outcome:
        return await self.sender.send(message, may_send=may_send)

    @property
    def received(self) -> list[str]:
        return [message.ts for message in self.channel.visible()]


@pytest.fixture
async def post(
    local_slack: SlackServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Post]:
    monkeypatch.setattr(pace, "PER_CHANNEL", 1000.0)
    team = local_slack.team("Radiology")
    ada = local_slack.user("Ada", team)
    store = await Store.open(f"sqlite:///{tmp_path / 'people.db'}")
    async with open_session() as session:
        clients = Clients(session, local_slack.api)
        authorizing = OneWorkspace(clients, local_slack.token(team))
        typed_here = TypedHere(["timeline", "assess"], ["assess"])
        sender = SlackSender(store, authorizing, typed_here, Pace(1000.0))
        yield Post(local_slack, store, team, ada, sender)
        local_slack.heal()
    await store.close()
    local_slack.assert_clean()


async def test_a_message_arrives_once_under_the_id_that_slack_gives(post: Post) -> None:
    outcome = await post.send(post.message())
    (there,) = post.channel.visible()
    assert outcome == Delivered(there.ts, post.channel.id)
    assert there.metadata == {
        "event_type": "reading_room_delivery",
        "event_payload": {"delivery": "7", "key": "rr7"},
    }


async def test_commands_stand_there_as_they_are_typed_on_slack(post: Post) -> None:
    await post.send(post.message())
    (there,) = post.channel.visible()
    assert "/readingroom timeline" in there.words


async def test_only_the_person_it_is_for_can_press_its_buttons(post: Post) -> None:
    await post.send(post.message())
    (there,) = post.channel.visible()
    pressed = _pressed(there.blocks, "Done")
    assert pressed.owner == post.ada.id
    assert pressed.asked.given["delivery"] == "7"


async def test_a_direct_message_that_is_not_open_is_opened(post: Post) -> None:
    outcome = await post.send(post.message(opened=False))
    assert outcome == Delivered(post.received[0], post.channel.id)
    assert len(post.server.matching(OPEN)) == 1


async def test_a_channel_that_is_gone_is_opened_again_and_the_new_one_told(post: Post) -> None:
    outcome = await post.send(replace(post.message(), channel_id="D404"))
    assert outcome == Delivered(post.received[0], post.channel.id)


async def test_a_long_message_is_one_message_whose_next_page_is_turned_to(post: Post) -> None:
    await post.send(post.message(7, *("x" * 2000 + str(n) for n in range(9))))
    (there,) = post.channel.visible()
    (label,) = [label for label in there.pressable if label.startswith("Continue (2 of")]
    pressed = _pressed(there.blocks, label)
    assert (pressed.page, pressed.asked.given["delivery"]) == (2, "7")


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
    ("error", "outcome"),
    [
        ("cannot_dm_user", Unreachable(Reason.CLOSED)),
        ("messages_tab_disabled", Unreachable(Reason.MESSAGES_OFF)),
        ("user_not_found", Unreachable(Reason.ACCOUNT_GONE)),
        ("user_disabled", Unreachable(Reason.ACCOUNT_GONE)),
        ("account_inactive", Unreachable(Reason.NOT_INSTALLED)),
        ("token_revoked", Unreachable(Reason.NOT_INSTALLED)),
        ("msg_blocks_too_long", Rejected(Reason.UNSHOWABLE)),
        ("something_new", UNKNOWN_WORD),
        ("internal_error", Unknown(Reason.PLATFORM_TROUBLE)),
    ],
)
async def test_a_refusal_is_told_apart_by_slacks_word(
    post: Post, error: str, outcome: Outcome
) -> None:
    post.server.fail(POST, error)
    assert await post.send(post.message()) == outcome
    assert post.received == []


@pytest.mark.parametrize("error", ["invalid_auth", "token_expired", "missing_scope"])
async def test_trouble_with_the_token_is_nobodys_closed_door(post: Post, error: str) -> None:
    post.server.fail(POST, error)
    outcome = await post.send(post.message())
    assert isinstance(outcome, Retry)
    assert outcome.reason is Reason.NOT_INSTALLED


async def test_a_deactivated_account_is_told_as_such(post: Post) -> None:
    message = post.message()
    post.ada.deactivated = True
    assert await post.send(message) == Unreachable(Reason.ACCOUNT_GONE)


async def test_what_is_posted_in_a_channel_is_nobodys(post: Post) -> None:
    channel = post.server.channel("residency", post.team)
    message = replace(post.message(), platform_id="", channel_id=channel.id)
    assert await post.send(message) == Delivered(channel.visible()[0].ts)
    channel.archived = True
    assert await post.send(message) == UNKNOWN_WORD
    assert post.server.matching(OPEN) == []


async def test_without_room_a_workspace_is_left_alone_for_as_long_as_slack_says(
    post: Post,
) -> None:
    post.server.fail(POST, status=429, retry_after=30)
    assert await post.send(post.message()) == Retry(timedelta(seconds=30), Reason.RATE_LIMITED)
    outcome = await post.send(post.message(8))
    assert isinstance(outcome, Retry)
    assert timedelta(seconds=29) < outcome.after <= timedelta(seconds=30)
    assert len(post.server.matching(POST)) == 1


@pytest.mark.parametrize("acts", [True, False])
async def test_trouble_at_slack_is_unknown_and_nothing_is_sent_twice_behind_it(
    post: Post, *, acts: bool
) -> None:
    post.server.fail(POST, status=503, acts=acts)
    assert await post.send(post.message()) == Unknown(Reason.PLATFORM_TROUBLE)
    assert len(post.server.matching(POST)) == 1
    assert len(post.received) == acts


async def test_a_line_that_is_cut_is_unknown_and_nothing_is_sent_twice_behind_it(
    post: Post,
) -> None:
    post.server.reset(POST, acts=True)
    assert await post.send(post.message()) == Unknown(Reason.CUT)
    assert len(post.received) == 1


async def test_no_answer_in_time_is_unknown(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posting, "SENT_WITHIN", 0.05)
    await post.sender.find(post.message())
    post.server.hang(POST)
    assert await post.send(post.message()) == Unknown(Reason.TIMED_OUT)


@pytest.mark.parametrize("fault", ["reset", "fail"])
async def test_opening_that_failed_sent_nothing(post: Post, fault: str) -> None:
    getattr(post.server, fault)(OPEN)
    assert isinstance(await post.send(post.message(opened=False)), Retry)
    assert isinstance(await post.send(post.message(opened=False)), Delivered)


async def test_where_slack_cannot_be_reached_nothing_leaves(tmp_path: Path) -> None:
    store = await Store.open(f"sqlite:///{tmp_path / 'people.db'}")
    async with open_session() as session:
        nowhere = Clients(session, "http://127.0.0.1:9/api/")
        sender = SlackSender(store, OneWorkspace(nowhere, "xoxb-1"), TypedHere([], []), Pace())
        message = Outgoing(7, "rr7", "T1", "U1", "D1", reminder(7))
        outcome = await sender.send(message, may_send=lambda: True)
        assert outcome == Retry(posting.RECONNECTS, Reason.NO_CONNECTION)
        assert isinstance(await sender.find(message), CannotTell)
    await store.close()


async def test_a_workspace_that_removed_the_app_is_told_as_such(post: Post) -> None:
    outcome = await post.send(replace(post.message(), workspace="T404"))
    assert outcome == Unreachable(Reason.NOT_INSTALLED)
    assert post.server.matching(POST) == []


async def test_of_many_workspaces_one_that_is_not_there_any_more_is_told_as_such(
    post: Post,
) -> None:
    async with open_session() as session:
        clients, now = Clients(session, post.server.api), _now
        rotation = TokenRotation(post.store, clients, client_id="1", client_secret="2", now=now)  # noqa: S106 - a test's own
        many = ManyWorkspaces(post.store, clients, rotation, now=now)
        sender = SlackSender(post.store, many, TypedHere([], []), Pace())
        outcome = await sender.send(post.message(), may_send=lambda: True)
    assert outcome == Unreachable(Reason.NOT_INSTALLED)


# A message whose answer was lost.


async def test_a_message_that_arrived_is_found_hours_later(post: Post) -> None:
    first = _now()
    sent = await post.send(post.message())
    assert isinstance(sent, Delivered)
    for number in range(20, 24):
        await post.send(post.message(number))
    post.server.clock.advance(7200)
    looked = await post.sender.find(replace(post.message(), first_attempt_at=first))
    assert looked == Found(sent.message_id, sent.channel_id)


async def test_it_is_found_behind_a_page_of_others(post: Post) -> None:
    sent = await post.send(post.message())
    assert isinstance(sent, Delivered)
    for number in range(20, 40):
        await post.send(post.message(number))
    looked = await post.sender.find(replace(post.message(), first_attempt_at=_now()))
    assert looked == Found(sent.message_id, sent.channel_id)


async def test_a_message_that_did_not_arrive_is_not_there(post: Post) -> None:
    await post.send(post.message(70))
    looked = await post.sender.find(replace(post.message(7), first_attempt_at=_now()))
    assert looked == NotThere()


async def test_what_came_long_before_the_first_try_is_not_read(post: Post) -> None:
    await post.send(post.message())
    later = _now() + finding.BEFORE + timedelta(minutes=1)
    assert await post.sender.find(replace(post.message(), first_attempt_at=later)) == NotThere()


async def test_looks_that_slack_makes_scarce_are_waited_for(post: Post) -> None:
    post.server.limits.unreviewed()
    post.server.limits.channel = Rate(1000, 1, 1000)
    for number in range(20, 40):
        await post.send(post.message(number))
    looked = await post.sender.find(replace(post.message(7), first_attempt_at=_now()))
    assert isinstance(looked, CannotTell)
    assert timedelta(0) < looked.after <= timedelta(minutes=1)


async def test_a_look_that_slack_refuses_for_now_keeps_nothing_from_being_sent(post: Post) -> None:
    post.server.fail(HISTORY, status=429, retry_after=60)
    looking = replace(post.message(), first_attempt_at=_now())
    assert await post.sender.find(looking) == CannotTell(timedelta(seconds=60), Reason.RATE_LIMITED)
    assert isinstance(await post.send(post.message(8)), Delivered)
    later = await post.sender.find(looking)
    assert isinstance(later, CannotTell)
    assert len(post.server.matching(HISTORY)) == 1


async def test_where_there_is_more_that_cannot_be_read_nothing_is_said_of_it(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def cut(*_: object, **__: object) -> posting.Json:
        return {"messages": [], "has_more": True, "response_metadata": {"next_cursor": ""}}

    monkeypatch.setattr(posting.Posting, "page", cut)
    looked = await post.sender.find(replace(post.message(), first_attempt_at=_now()))
    assert looked == CannotTell(finding.LOOKS_AGAIN, Reason.CUT)


@pytest.mark.parametrize(("fault", "times"), [("reset", 2), ("fail", 1)])
async def test_what_cannot_be_looked_up_is_looked_up_later(
    post: Post, fault: str, times: int
) -> None:
    getattr(post.server, fault)(HISTORY, times=times)
    message = replace(post.message(), first_attempt_at=_now())
    assert isinstance(await post.sender.find(message), CannotTell)
    post.server.heal()
    assert await post.sender.find(message) == NotThere()


# Pace.


async def test_a_workspace_is_sent_no_more_than_its_share_and_another_does_not_wait(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns = Pace(20.0)
    started = asyncio.get_running_loop().time()
    await asyncio.gather(*(turns.turn("T1", f"D{n}") for n in range(5)))
    spent = asyncio.get_running_loop().time() - started
    assert spent >= (5 - pace.AT_ONCE) / 20.0 * 0.9
    async with asyncio.timeout(0.04):
        await turns.turn("T2", "D1")


async def test_a_turn_that_comes_too_late_is_another_try(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "WAITS_WITHIN", 0.02)
    monkeypatch.setattr(pace, "PER_CHANNEL", 0.1)
    assert isinstance(await post.send(post.message(7)), Delivered)
    outcome = await post.send(post.message(8))
    assert outcome == Retry(posting.RECONNECTS, Reason.RATE_LIMITED)


def _pressed(blocks: list[dict[str, object]], label: str) -> Pressed:
    """What a button of these blocks asks."""

    def walk(value: object) -> str | None:
        if isinstance(value, dict):
            words = value.get("text")
            if isinstance(words, dict) and words.get("text") == label and "value" in value:
                return str(value["value"])
            value = list(value.values())
        if isinstance(value, list):
            return next((found for one in value if (found := walk(one))), None)
        return None

    found = walk(json.loads(json.dumps(blocks)))
    read = read_identifier(found or "")
    assert isinstance(read, Pressed)
    return read


def _now() -> datetime:
    return datetime.now(UTC)


async def test_what_the_bot_itself_wrote_is_acknowledged_and_looked_up_nowhere(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_up: list[str] = []
    authorized = OneWorkspace.authorized

    async def noted(self: OneWorkspace, enterprise: str, team: str) -> AuthorizeResult | None:
        looked_up.append(team)
        return await authorized(self, enterprise, team)

    monkeypatch.setattr(OneWorkspace, "authorized", noted)
    client = AsyncWebClient(scene.server.token(scene.team), base_url=scene.server.api)
    await client.chat_postMessage(channel=scene.direct.id, text="Of the bot")
    (own,) = [act for act in scene.server.acts if act.payload.get("event", {}).get("bot_id")]
    await scene.server.until(lambda: own.acknowledged, "an acknowledgement")
    assert looked_up == []
