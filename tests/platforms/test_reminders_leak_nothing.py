"""Reminders through both real platforms' libraries on bad days: no log names whom, or says what."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from pydantic import SecretStr

from bot.app import open_desk
from bot.delivering import WayOut, delivering
from bot.discord import pace as discord_pace
from bot.discord.connecting import run_discord
from bot.discord.delivering import DiscordSender
from bot.discord.pace import Pace
from bot.doors import run_doors
from bot.settings import DiscordSettings, StorageSettings, WebSettings
from bot.slack import pace as slack_pace
from bot.slack import posting as slack_posting
from bot.slack.connecting import open_slack
from bot.slack.mode import slack_mode
from bot.web.health import Health
from bot.web.metrics import METRICS, Metrics
from core.commands.desk import Desk
from core.commands.visit import Account, Library
from core.deliveries.deliverer import Deliverer
from core.dialogue.buttons import buttons, pressed
from core.dialogue.reply import Reply
from core.dialogue.request import Asked
from core.storage.backlog import backlog
from tests.operations.unwritten import SCORE, WORDS, found, log_everything, logged
from tests.platforms.discord_server import DiscordServer
from tests.platforms.discord_server.faults import Fault as DiscordFault
from tests.platforms.discord_server.people import User as DiscordUser
from tests.platforms.slack_bot import slack_settings
from tests.platforms.slack_server import SlackServer
from tests.platforms.slack_server.faults import Fault as SlackFault
from tests.platforms.slack_server.people import User as SlackUser

START = datetime(2026, 11, 24, 17, tzinfo=UTC)
TITLE = f"{WORDS} with Dr {WORDS} {SCORE}"
DISCORD_POST, SLACK_POST = "POST /channels/*/messages", "chat.postMessage"
PATIENCE = 20


@dataclass
class Clock:
    at: datetime = START

    def __call__(self) -> datetime:
        return self.at


@dataclass
class Service:
    """The whole service on both platforms, and a person on each."""

    desk: Desk
    deliverer: Deliverer
    clock: Clock
    port: int
    discord: DiscordServer
    slack: SlackServer
    ada: DiscordUser
    bea: SlackUser

    @property
    def accounts(self) -> tuple[Account, Account]:
        there = self.slack_team
        return (
            Account("discord", "", str(self.ada.id)),
            Account("slack", there, self.bea.id),
        )

    @property
    def slack_team(self) -> str:
        return self.bea.home_team.id

    async def opts_in(self, account: Account) -> None:
        """A profile, dates of their own, and reminders."""

        async def asks(command: str, **given: str) -> Reply:
            outcome = await self.desk.answer(Asked(command, given), account, now=self.clock())
            assert isinstance(outcome, Reply), outcome
            return outcome

        await asks("assess", applicant="us_img", specialty="dr", step2_ck=SCORE)
        for day in range(4, 44, 4):
            when = f"{(START + timedelta(days=day)):%Y-%m-%d} 17:00"
            proposed = await asks("timeline", show="add", what=TITLE, when=when)
            keep = next(one for one in buttons(proposed) if one.label == "Keep")
            await self.desk.answer(pressed(keep), account, now=self.clock())
        await asks("remind", do="on", zone="UTC")

    async def days_until(self, reached: Callable[[], bool]) -> None:
        """Quarters of days pass until it is so."""
        for _ in range(4 * 40):
            if reached():
                return
            self.clock.at += timedelta(hours=6)
            await self.deliverer.round()
        raise AssertionError("it did not come to that")

    async def reads(self, path: str) -> str:
        address = f"http://127.0.0.1:{self.port}{path}"
        async with aiohttp.ClientSession() as session, session.get(address) as answer:
            return await answer.text()

    @property
    def unwritten(self) -> set[str]:
        """Tokens, and what names a person or the direct messages with them."""
        world = self.slack.world
        return {
            self.discord.token,
            str(self.ada.id),
            str(self.discord.dm(self.ada).id),
            world.app_token,
            *world.tokens,
            self.bea.id,
            self.slack.dm(self.bea).id,
        }


@asynccontextmanager
async def serving(
    discord: DiscordServer, slack: SlackServer, file: Path, shelf: Library, port: int
) -> AsyncIterator[Service]:
    """The service as it runs, but for what goes out, which goes when a test says so."""
    clock, team = Clock(), slack.team("Radiology")
    ada, bea = discord.user("Ada", installed=True), slack.user("Bea", team)
    addresses = WebSettings(port=port, metrics=True, _env_file=None)
    wanted = slack_settings(slack, team)
    mode = slack_mode(wanted, addresses)
    assert mode is not None
    stop = asyncio.Event()
    async with open_desk(
        StorageSettings(database=f"sqlite:///{file}"), now=START, loaded=shelf
    ) as opened:
        desk = replace(opened, keeps_refused=True, operator_asks=False)

        async def standing() -> Any:
            async with desk.store.reading() as tx:
                return await backlog(tx, clock())

        health = Health(desk.store.read_once, backlog=standing, now=clock)
        sender = DiscordSender(Pace())
        door = open_slack(desk, wanted, addresses, mode, now=clock, health=health)
        ways = [
            WayOut("discord", discord.token, sender),
            WayOut("slack", door.secret, door.sender),
        ]
        async with delivering(desk, ways, now=clock, stop=stop, health=health) as sending:
            there = OnDiscord(desk, discord, clock, health, sender)
            metrics = Metrics(health, [sending.figures])
            running = asyncio.create_task(
                run_doors([there, door], addresses, health=health, stop=stop, metrics=metrics)
            )
            try:
                async with asyncio.timeout(PATIENCE):
                    await discord.sockets.connected()
                    await slack.sockets.connected()
                yield Service(desk, sending.deliverer, clock, port, discord, slack, ada, bea)
            finally:
                stop.set()
                discord.heal()
                slack.heal()
                await running


@dataclass(frozen=True)
class OnDiscord:
    """Discord's door."""

    desk: Desk
    server: DiscordServer
    clock: Clock
    health: Health
    sender: DiscordSender
    name: str = "discord"
    routes: tuple[()] = ()

    async def run(self, stop: asyncio.Event) -> None:
        settings = DiscordSettings(token=SecretStr(self.server.token), _env_file=None)
        await run_discord(
            self.desk,
            settings,
            now=self.clock,
            stop=stop,
            health=self.health,
            sender=self.sender,
        )


@pytest.fixture
async def service(
    local_discord: DiscordServer,
    local_slack: SlackServer,
    tmp_path: Path,
    shelf: Library,
    unused_tcp_port_factory: Callable[[], int],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Service]:
    log_everything(caplog)
    monkeypatch.setattr(discord_pace, "SENT_WITHIN", 0.3)
    monkeypatch.setattr(slack_posting, "SENT_WITHIN", 0.3)
    monkeypatch.setattr(slack_pace, "PER_CHANNEL", 1000.0)
    port = unused_tcp_port_factory()
    async with serving(local_discord, local_slack, tmp_path / "people.db", shelf, port) as running:
        yield running


async def test_messages_that_go_wrong_in_every_way_leave_no_trace_of_whom_or_what(
    service: Service, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    discord, slack = service.discord, service.slack
    for account in service.accounts:
        await service.opts_in(account)
    await service.days_until(
        lambda: bool(discord.dm(service.ada).messages and slack.dm(service.bea).visible())
    )
    quoted = f"{TITLE} for {service.ada.id}"
    orders: tuple[Callable[[], tuple[DiscordFault, SlackFault]], ...] = (
        lambda: (discord.fail(DISCORD_POST, message=quoted), slack.fail(SLACK_POST, status=503)),
        lambda: (discord.reset(DISCORD_POST, acts=True), slack.reset(SLACK_POST, acts=True)),
        lambda: (discord.hang(DISCORD_POST), slack.hang(SLACK_POST)),
        lambda: (
            discord.fail(DISCORD_POST, status=429, retry_after=0.05),
            slack.fail(SLACK_POST, status=429, retry_after=1),
        ),
        lambda: (
            discord.fail(DISCORD_POST, status=403, code=0, message=quoted),
            slack.fail(SLACK_POST, quoted),
        ),
        lambda: (
            discord.fail(DISCORD_POST, status=400, code=50035, message=quoted),
            slack.fail(SLACK_POST, "invalid_blocks"),
        ),
    )
    for order in orders:
        on_discord, on_slack = order()
        await service.days_until(partial(_both, on_discord, on_slack))
        discord.heal()
        slack.heal()
    assert WORDS in "".join(one.text for one in discord.dm(service.ada).messages.values())
    assert WORDS in "".join(one.words for one in slack.dm(service.bea).visible())
    await presses_what_is_stale(service)
    limited = discord.fail(DISCORD_POST, status=429, retry_after=0.05)
    tried = len(discord.matching(DISCORD_POST))
    await discord.say(service.ada, discord.dm(service.ada), "/remind")
    await limited.caught()
    await discord.saw("POST", DISCORD_POST.removeprefix("POST "), tried + 2)
    discord.refuse_dms(service.ada)
    slack.refuse_dms(service.bea)
    for _ in range(40):
        service.clock.at += timedelta(hours=6)
        await service.deliverer.round()
    read = [await service.reads(path) for path in ("/health", METRICS)]
    assert 'door="slack"' in read[1]
    discord.refused_bodies.clear()  # ordered, and not of our making
    wrong = found([*logged(caplog), *capfd.readouterr(), *read], service.unwritten)
    assert wrong == []
    names = {record.name for record in caplog.records}
    assert {"sqlalchemy.engine.Engine", "readingroom.deliveries", "discord.http"} <= names


def _both(on_discord: DiscordFault, on_slack: SlackFault) -> bool:
    return bool(on_discord.taken and on_slack.taken)


async def presses_what_is_stale(service: Service) -> None:
    """Buttons of an old reminder, each of them twice."""
    old = next(
        one
        for one in service.discord.dm(service.ada).messages.values()
        if any(label.startswith("Done") for label in one.pressable)
    )
    presses: list[Awaitable[Any]] = [
        service.discord.press(service.ada, old, identifier, forged=True)
        for identifier in [*old.pressable.values()] * 2
    ]
    for press in presses:
        await (await press).answered()
