"""Bad days on Discord: late, twice, broken, forged, stale, dropped; nothing is lost."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from unittest.mock import create_autospec

import aiohttp
import discord
import pytest

from bot.discord import answering, messages, requests, sending
from core.commands.desk import Desk
from core.commands.entry import Entry
from core.commands.visit import Library, Visit
from core.dialogue.form import Form
from core.dialogue.reply import Refused, Reply, ScaleChart
from core.dialogue.request import Asked
from tests.platforms.discord_bot import Running, running_bot
from tests.platforms.discord_server import DiscordServer
from tests.platforms.discord_server.buckets import Rule
from tests.platforms.discord_server.messages import Message
from tests.platforms.discord_server.people import User
from tests.platforms.discord_server.places import Channel

ANSWERS = {"applicant": "us_img", "specialty": "dr", "step2_ck": "219"}


@dataclass(frozen=True)
class Scene:
    """Somebody in a channel, with a bot that is running."""

    server: DiscordServer
    ada: User
    channel: Channel


def _scene(server: DiscordServer) -> Scene:
    ada = server.user("Ada")
    guild = server.guild("Radiology")
    guild.member(ada)
    return Scene(server, ada, next(iter(guild.channels.values())))


@pytest.fixture
def scene(running: Running) -> Scene:
    return _scene(running.server)


def _texts(channel: Channel) -> list[str]:
    return [message.text for message in channel.messages.values()]


async def _read(scene: Scene) -> Message:
    """A reading for Ada, who has answered the first page."""
    opened = await scene.server.command(scene.ada, "assess", channel=scene.channel)
    sent = await scene.server.submit(scene.ada, await opened.modal(), ANSWERS)
    return await sent.message()


class Gate:
    """A handler that waits until it is let through, around the one that was there."""

    def __init__(self) -> None:
        self.opened = asyncio.Event()
        self.reached = asyncio.Event()

    def before(self, command: str) -> Callable[[Desk], Desk]:
        def changed(desk: Desk) -> Desk:
            entry = desk.entries[command]

            async def gated(asked: Asked, visit: Visit) -> Reply | Form | Refused:
                self.reached.set()
                await self.opened.wait()
                return await entry.handler(asked, visit)

            return replace(desk, entries={**desk.entries, command: replace(entry, handler=gated)})

        return changed


@pytest.fixture
def gate() -> Gate:
    return Gate()


@asynccontextmanager
async def _gated(
    server: DiscordServer, database: Path, shelf: Library, gate: Gate, command: str
) -> AsyncIterator[Scene]:
    async with running_bot(server, database, shelf, at=gate.before(command)):
        yield _scene(server)


async def test_slow_work_is_acknowledged_with_its_privacy_and_then_answered(
    slow: Scene, gate: Gate
) -> None:
    asked = await slow.server.command(slow.ada, "about", channel=slow.channel)
    answer = await asked.answered()
    assert answer.deferred
    assert answer.ephemeral
    gate.opened.set()
    message = await asked.message()
    assert message.ephemeral
    assert "About Reading Room" in message.text


async def test_a_form_that_comes_after_the_acknowledgement_is_one_press_away(
    local_discord: DiscordServer,
    tmp_path: Path,
    shelf: Library,
    gate: Gate,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(answering, "FIRST_ANSWER_WITHIN", 0.05)
    async with _gated(local_discord, tmp_path / "a.db", shelf, gate, "assess") as scene:
        asked = await scene.server.command(scene.ada, "assess", channel=scene.channel)
        assert (await asked.answered()).deferred
        gate.opened.set()
        message = await asked.message()
        pressed = await scene.server.press(scene.ada, message, message.pressable["Open the form"])
        assert (await pressed.modal()).title.startswith("You and your season")


async def test_what_discord_forgot_is_still_told_in_the_direct_message_and_is_no_error(
    local_discord: DiscordServer,
    tmp_path: Path,
    shelf: Library,
    gate: Gate,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with _gated(local_discord, tmp_path / "a.db", shelf, gate, "about") as scene:
        direct = scene.server.dm(scene.ada)
        asked = await scene.server.command(scene.ada, "about", channel=direct)
        await gate.reached.wait()
        scene.server.age(asked, 4)
        gate.opened.set()
        assert (await asked.refused()).code == 10062
        await scene.server.saw("POST", f"/channels/{direct.id}/messages")
        assert "About Reading Room" in _texts(direct)[-1]
    assert not [one for one in caplog.records if one.levelno >= logging.WARNING]


async def test_what_discord_forgot_in_a_server_is_told_nobody_else_and_is_no_error(
    local_discord: DiscordServer,
    tmp_path: Path,
    shelf: Library,
    gate: Gate,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with _gated(local_discord, tmp_path / "a.db", shelf, gate, "about") as scene:
        asked = await scene.server.command(scene.ada, "about", channel=scene.channel)
        await gate.reached.wait()
        scene.server.age(asked, 4)
        gate.opened.set()
        assert (await asked.refused()).code == 10062
        again = await scene.server.command(scene.ada, "help", channel=scene.channel)
        assert "/assess" in (await again.message()).text
        assert not _texts(scene.channel)
    assert not [one for one in caplog.records if one.levelno >= logging.WARNING]


async def test_an_answer_whose_fate_is_unknown_is_not_sent_twice(
    scene: Scene,
    running: Running,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(sending, "SENT_WITHIN", 0.1)
    scene.server.hang("POST /interactions/*/callback", times=1)
    asked = await scene.server.command(scene.ada, "about", channel=scene.channel)
    assert "About Reading Room" in (await asked.message()).text
    await running.bot.idle()
    assert len(asked.shown) == 1
    assert len(scene.server.matching("POST /*")) == 1
    assert "TimeoutError" in caplog.text


async def test_another_copy_that_answered_first_is_noticed_and_nothing_is_said_twice(
    local_discord: DiscordServer,
    tmp_path: Path,
    shelf: Library,
    gate: Gate,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with _gated(local_discord, tmp_path / "a.db", shelf, gate, "about") as scene:
        asked = await scene.server.command(scene.ada, "about", channel=scene.channel)
        await gate.reached.wait()
        await _answered_by_another(scene.server, asked.id, asked.token)
        gate.opened.set()
        assert (await asked.refused()).code == 40060
        assert _texts(scene.channel) == ["Other"]
        again = await scene.server.command(scene.ada, "help", channel=scene.channel)
        await again.message()
    assert "another copy" in caplog.text


async def _answered_by_another(server: DiscordServer, identifier: int, token: str) -> None:
    address = f"{server.api}/interactions/{identifier}/{token}/callback"
    body = {"type": 4, "data": {"content": "Other"}}
    async with aiohttp.ClientSession() as session, session.post(address, json=body) as sent:
        assert sent.status < 300


async def test_a_failure_shows_its_reference_and_the_log_carries_the_same(
    local_discord: DiscordServer,
    tmp_path: Path,
    shelf: Library,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def breaks(asked: Asked, visit: Visit) -> Reply | Form | Refused:
        raise RuntimeError("marmalade")

    def broken(desk: Desk) -> Desk:
        entry = Entry(desk.entries["assess"].command, breaks)
        return replace(desk, entries={**desk.entries, "assess": entry})

    async with running_bot(local_discord, tmp_path / "a.db", shelf, at=broken):
        scene = _scene(local_discord)
        asked = await scene.server.command(
            scene.ada, "assess", {"step2_ck": "219"}, channel=scene.channel
        )
        message = await asked.message()
    assert message.ephemeral
    assert "Something went wrong" in message.text
    assert "/assess step2_ck:219" in message.text
    assert "Traceback" not in message.text
    logged = [one.getMessage() for one in caplog.records if one.levelno >= logging.ERROR]
    assert len(logged) == 1
    reference = logged[0].split()[1]
    assert reference in message.text
    assert "marmalade" not in caplog.text + message.text


async def test_an_answer_that_discord_refuses_is_followed_by_one_with_its_reference(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    scene.server.fail("POST /interactions/*/callback", status=403, code=50001, times=1)
    asked = await scene.server.command(
        scene.ada, "assess", {**ANSWERS, "step2_ck": "251"}, channel=scene.channel
    )
    message = await asked.message()
    assert message.ephemeral
    assert "was done, but its answer could not be shown" in message.text
    shown = await scene.server.command(scene.ada, "profile", channel=scene.channel)
    assert "251" in (await shown.message()).text
    (logged,) = [one for one in caplog.records if one.levelno >= logging.ERROR]
    assert logged.getMessage().split()[1] in message.text


@pytest.mark.parametrize(
    ("identifier", "says"),
    [
        ("2:topic:name=plan", "earlier version"),
        ("1:topic:name", "earlier version"),
        ("0:gone:", "earlier version"),
        ("0:whatif:x", "earlier version"),
        ("no identifier of ours", "earlier version"),
        ("1:topic:name=nothing", "accepted is one of"),
        ("1:nothing:", "/assess"),
        ("1:help:%23=77", "Commands"),
        ("1:whatif:step2_ck=9999", "9999 was given"),
        ("1:fix:draft=gone&of=assess", "You and your season"),
        ("1:fix:", "Nothing was changed"),
        ("1:setup:", "manage this server"),
    ],
)
async def test_a_stale_unknown_or_forged_identifier_gets_a_private_answer(
    scene: Scene, identifier: str, says: str
) -> None:
    message = await _read(scene)
    pressed = await scene.server.press(scene.ada, message, identifier, forged=True)
    answer = await pressed.answered()
    assert answer.modal is not None or answer.ephemeral
    assert says in answer.text
    assert "went wrong" not in answer.text


@pytest.mark.parametrize("identifier", ["0:assess:page=start", "0:fix:draft=x&of=assess", "?"])
async def test_a_form_from_an_earlier_version_loses_nothing_of_what_was_typed(
    scene: Scene, identifier: str
) -> None:
    opened = await scene.server.command(scene.ada, "assess", channel=scene.channel)
    modal = replace(await opened.modal(), custom_id=identifier)
    sent = await scene.server.submit(scene.ada, modal, ANSWERS, forged=True)
    assert "Your 219 is a pass" in (await sent.message()).text


@pytest.mark.parametrize("values", [{"a": "x"}, 5, None, [], [7], ["1:menu:n=1"]])
async def test_a_menu_with_any_choice_is_answered(
    scene: Scene, running: Running, values: object
) -> None:
    message = await _read(scene)
    chosen = await scene.server.choose(
        scene.ada, message, f"1:menu:n=1&@={scene.ada.id}", [], forged=True
    )
    await chosen.answered()
    payload = {**chosen.payload["data"], "values": values}
    read = incoming_of(payload)
    assert read is None or read.asked.command


def incoming_of(data: dict[str, Any]) -> requests.Incoming | None:
    interaction = create_autospec(discord.Interaction, instance=True)
    interaction.type, interaction.data = discord.InteractionType.component, data
    return requests.incoming(interaction)


@pytest.fixture
async def slow(
    local_discord: DiscordServer,
    tmp_path: Path,
    shelf: Library,
    gate: Gate,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Scene]:
    """A scene in which /about has to be acknowledged before its gate opens."""
    monkeypatch.setattr(answering, "FIRST_ANSWER_WITHIN", 0.05)
    monkeypatch.setattr(sending, "SENT_WITHIN", 0.5)
    async with _gated(local_discord, tmp_path / "a.db", shelf, gate, "about") as scene:
        yield scene


def _unheard(server: DiscordServer) -> None:
    server.fail("POST /interactions/*/callback", status=502, times=1, acts=True)


def _cut_after(server: DiscordServer) -> None:
    server.reset("POST /interactions/*/callback", times=1, acts=True)


def _cut_before(server: DiscordServer) -> None:
    server.reset("POST /interactions/*/callback", times=1, acts=False)


def _hanging(server: DiscordServer) -> None:
    server.hang("POST /interactions/*/callback", times=1)


@pytest.mark.parametrize("trouble", [_unheard, _cut_after, _cut_before, _hanging])
async def test_an_acknowledgement_whose_fate_is_unknown_is_still_followed_by_the_answer(
    slow: Scene, gate: Gate, trouble: Callable[[DiscordServer], None]
) -> None:
    trouble(slow.server)
    asked = await slow.server.command(slow.ada, "about", channel=slow.channel)
    await slow.server.saw("POST", "/interactions/*/callback")
    gate.opened.set()
    assert "About Reading Room" in (await asked.message()).text
    assert len(asked.shown) == 1


async def test_an_edit_that_is_cut_off_is_made_again(slow: Scene, gate: Gate) -> None:
    slow.server.reset("PATCH /webhooks/*", times=1)
    asked = await slow.server.command(slow.ada, "about", channel=slow.channel)
    assert (await asked.answered()).deferred
    gate.opened.set()
    assert "About Reading Room" in (await asked.message()).text


async def test_a_first_answer_that_is_cut_off_before_it_arrives_is_sent_again(
    scene: Scene,
) -> None:
    scene.server.reset("POST /interactions/*/callback", times=1, acts=False)
    asked = await scene.server.command(scene.ada, "about", channel=scene.channel)
    assert "About Reading Room" in (await asked.message()).text


async def test_a_file_that_is_sent_a_second_way_arrives_whole(
    local_discord: DiscordServer, tmp_path: Path, shelf: Library, gate: Gate
) -> None:
    async with _gated(local_discord, tmp_path / "a.db", shelf, gate, "privacy") as scene:
        direct = scene.server.dm(scene.ada)
        asked = await scene.server.command(scene.ada, "privacy", {"what": "export"}, channel=direct)
        await gate.reached.wait()
        scene.server.age(asked, 4)
        gate.opened.set()
        await asked.refused()
        await scene.server.saw("POST", f"/channels/{direct.id}/messages")
        *_, message = direct.messages.values()
        assert message.file("reading-room.json") == b"{}\n"


async def test_a_picture_that_cannot_be_drawn_stands_there_in_words(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(chart: ScaleChart) -> bytes:
        raise ValueError("marmalade")

    defaults = messages.build.__kwdefaults__
    assert defaults is not None
    monkeypatch.setitem(defaults, "draw", broken)
    message = await _read(scene)
    pressed = await scene.server.press(scene.ada, message, message.pressable["Evidence"])
    shown = await pressed.message()
    assert "Your score is 219" in shown.text
    assert not shown.attachments
    assert "marmalade" not in caplog.text


async def test_words_whose_answer_discord_refuses_are_told_so_with_a_reference(
    scene: Scene, running: Running, caplog: pytest.LogCaptureFixture
) -> None:
    direct = scene.server.dm(scene.ada)
    scene.server.fail("POST /channels/*/messages", status=400, code=50001, times=1)
    await scene.server.say(scene.ada, direct, "/about")
    await running.heard_all()
    *_, message = direct.messages.values()
    (logged,) = [one for one in caplog.records if one.levelno >= logging.ERROR]
    assert logged.getMessage().split()[1] in message.text


async def test_who_comes_in_while_the_bot_leaves_is_told_so(
    local_discord: DiscordServer, tmp_path: Path, shelf: Library, gate: Gate
) -> None:
    async with running_bot(
        local_discord, tmp_path / "a.db", shelf, at=gate.before("about")
    ) as running:
        scene = _scene(local_discord)
        first = await scene.server.command(scene.ada, "about", channel=scene.channel)
        await gate.reached.wait()
        leaving = asyncio.create_task(running.bot.leave(5))
        await asyncio.sleep(0)
        second = await scene.server.command(scene.ada, "help", channel=scene.channel)
        assert "started again" in (await second.message()).text
        gate.opened.set()
        assert "About Reading Room" in (await first.message()).text
        await leaving


async def test_what_was_pressed_long_ago_leads_to_what_it_leads_to_today(scene: Scene) -> None:
    message = await _read(scene)
    pressed = await scene.server.press(scene.ada, message, "0:profile:x", forged=True)
    shown = await pressed.message()
    assert "earlier version" in shown.text
    assert "219" in shown.text


async def test_somebody_elses_button_menu_and_form_are_refused_kindly_and_do_nothing(
    scene: Scene,
) -> None:
    message = await _read(scene)
    ben = scene.server.user("Ben")
    assert scene.channel.guild is not None
    scene.channel.guild.member(ben)
    theirs = message.pressable["Evidence"]
    pressed = await scene.server.press(ben, message, theirs, forged=True)
    refused = await pressed.message()
    assert refused.ephemeral
    assert "somebody else" in refused.text.lower()
    owned = theirs.replace("topic:name=evidence", "privacy:what=delete&confirm=yes")
    await (await scene.server.press(ben, message, owned, forged=True)).message()
    opened = await scene.server.command(scene.ada, "assess", channel=scene.channel)
    modal = await opened.modal()
    sent = await scene.server.submit(ben, modal, {"step2_ck": "250"}, forged=True)
    assert "somebody else" in (await sent.message()).text.lower()
    shown = await scene.server.command(scene.ada, "profile", channel=scene.channel)
    assert "219" in (await shown.message()).text


async def test_two_buttons_pressed_at_once_are_both_answered(scene: Scene) -> None:
    message = await _read(scene)
    labels = ["Evidence", "Application plan", "Sources", "Privacy"]
    pressed = [
        await scene.server.press(scene.ada, message, message.pressable[label])
        if label in message.pressable
        else await scene.server.command(scene.ada, "privacy", channel=scene.channel)
        for label in labels
    ]
    shown = await asyncio.gather(*(one.message() for one in pressed))
    assert len({one.text for one in shown}) == len(labels)


async def test_two_forms_sent_at_once_lose_neither(scene: Scene) -> None:
    await _read(scene)
    modals = []
    for page in ("letters", "rotations"):
        opened = await scene.server.command(
            scene.ada, "profile", {"page": page}, channel=scene.channel, forged=True
        )
        modals.append(await opened.modal())
    sent = [
        await scene.server.submit(scene.ada, modals[0], {"letters_radiology": "2"}),
        await scene.server.submit(scene.ada, modals[1], {"radiology_rotations_done": "3"}),
    ]
    await asyncio.gather(*(one.message() for one in sent))
    exported = await scene.server.command(
        scene.ada, "privacy", {"what": "export"}, channel=scene.channel
    )
    message = await exported.message()
    stored = message.file("reading-room.json").decode()
    assert '"letters_radiology": 2' in stored
    assert '"radiology_rotations_done": 3' in stored


HOSTILE = [
    "@everyone <@1> <@&2> <#3> </help:4> <t:0:R>",
    "**bold** __under__ ~~gone~~ ||spoiler|| `code` ```block```",
    "# Heading\n> quote\n- list\n1. number\n-# small",
    "[words](https://example.org) <https://example.org>",
    "\u202eright to left\u202c \u200bzero\u200dwidth\ufeff",
    "\u0634\u0647\u0627\u062f\u0629 \u05e2\u05d1\u05e8\u05d9\u05ea",
    "x" * 4000,
    "\U0001f9e0" * 1000,
    "1:topic:name=plan",
]


@pytest.mark.parametrize("typed", HOSTILE)
async def test_whatever_is_typed_into_every_field_is_answered_and_pings_nobody(
    scene: Scene, typed: str
) -> None:
    opened = await scene.server.command(scene.ada, "assess", channel=scene.channel)
    modal = await opened.modal()
    fields = dict.fromkeys(modal.fields, typed)
    sent = await scene.server.submit(scene.ada, modal, fields, forged=True)
    message = await sent.message()
    assert message.ephemeral
    assert not message.pings
    assert "step2_ck" in message.text.replace("\\", "")
    fixing = await scene.server.press(scene.ada, message, message.pressable["Fix this"])
    again = await fixing.modal()
    assert again.fields["step2_ck"]["value"] == typed


def _dropped(server: DiscordServer) -> tuple[str, int]:
    server.sockets.drop()
    return "resume", 1


def _asked_to_reconnect(server: DiscordServer) -> tuple[str, int]:
    server.sockets.ask_to_reconnect()
    return "resume", 1


def _invalidated(server: DiscordServer) -> tuple[str, int]:
    server.sockets.invalidate(resumable=False)
    return "identify", 2


@pytest.mark.parametrize("happens", [_dropped, _asked_to_reconnect, _invalidated])
async def test_a_gateway_that_is_lost_in_the_middle_of_a_form_loses_nothing(
    scene: Scene, happens: Callable[[DiscordServer], tuple[str, int]]
) -> None:
    opened = await scene.server.command(scene.ada, "assess", channel=scene.channel)
    modal = await opened.modal()
    awaited, times = happens(scene.server)
    await scene.server.sockets.saw(awaited, times)
    await scene.server.sockets.connected()
    sent = await scene.server.submit(scene.ada, modal, ANSWERS)
    assert "Your 219 is a pass" in (await sent.message()).text


async def test_a_press_while_the_gateway_is_away_is_answered_when_it_is_back(scene: Scene) -> None:
    message = await _read(scene)
    scene.server.sockets.refuse_connections = True
    scene.server.sockets.drop()
    pressed = await scene.server.press(scene.ada, message, message.pressable["Evidence"])
    scene.server.sockets.refuse_connections = False
    assert "Step 2 CK" in (await pressed.message(within=20)).text


async def test_many_messages_wait_for_a_full_bucket_and_all_arrive_once(scene: Scene) -> None:
    scene.server.limits.rules["POST /webhooks/{application}/{token}"] = Rule(1, 0.05)
    typed = dict.fromkeys(("applicant", "specialty", "season_stage", "step2_ck"), "x" * 3900)
    opened = await scene.server.command(scene.ada, "assess", channel=scene.channel)
    sent = await scene.server.submit(scene.ada, await opened.modal(), typed, forged=True)
    message = await sent.message()
    assert message.text.count("accepted is") == len(typed)


async def test_a_server_error_is_tried_again_and_answered_once(scene: Scene) -> None:
    scene.server.fail("POST /interactions/*/callback", status=502, times=1)
    asked = await scene.server.command(scene.ada, "about", channel=scene.channel)
    assert "About Reading Room" in (await asked.message()).text
    assert len(asked.shown) == 1


async def test_a_form_and_buttons_from_before_a_restart_work_after_it(
    local_discord: DiscordServer, tmp_path: Path, shelf: Library
) -> None:
    async with running_bot(local_discord, tmp_path / "a.db", shelf):
        scene = _scene(local_discord)
        message = await _read(scene)
        opened = await scene.server.command(scene.ada, "assess", channel=scene.channel)
        modal = await opened.modal()
    async with running_bot(local_discord, tmp_path / "a.db", shelf):
        sent = await scene.server.submit(scene.ada, modal, {**ANSWERS, "step2_ck": "231"})
        assert "Your 231 is a pass" in (await sent.message()).text
        pressed = await scene.server.press(scene.ada, message, message.pressable["Evidence"])
        assert "231" in (await pressed.message()).text
