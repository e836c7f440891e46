"""A whole season on Slack with everything logged: no score, no words, no token in any line."""

import logging
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest

from bot.slack import socket
from core.commands.desk import Desk
from core.commands.visit import Library, Visit
from core.dialogue.form import Form
from core.dialogue.reply import Refused, Reply
from core.dialogue.request import Asked
from tests.platforms.slack_bot import ADDRESS, Running, running_slack
from tests.platforms.slack_server import Act, NotOffered, SlackServer
from tests.platforms.slack_server.messages import Message
from tests.platforms.slack_server.people import Team, User
from tests.platforms.slack_server.views import View

SCORE, MONEY, WORDS = "239", "83197", "marmalade"
SEASON = [
    datetime(year, month, day, 17, tzinfo=UTC)
    for year, month, day in (
        (2026, 11, 22),
        (2027, 5, 20),
        (2027, 9, 1),
        (2027, 11, 30),
        (2028, 3, 13),
    )
]
FORM = {"applicant": "us_img", "specialty": ["dr", "ir"], "step2_ck": SCORE}
TYPED = f"applicant:us_img specialty:dr step2_ck:{SCORE}"
BREAKS = "talk"
REMEMBERED = {"users.info"}
"""Slack is asked this once an hour."""


@dataclass
class Clock:
    at: datetime = SEASON[0]

    def __call__(self) -> datetime:
        return self.at


@dataclass
class Season:
    """The bot in a workspace, somebody who uses it, and everything that must stay unwritten."""

    running: Running
    team: Team
    ada: User
    secrets: set[str] = field(default_factory=set)

    @property
    def server(self) -> SlackServer:
        return self.running.server

    async def finished(self) -> None:
        self.running.pauses.end()
        await self.running.door.finished()

    async def asks(self, line: str, *, directly: bool = False) -> Act:
        """Use a slash command, in a channel that the bot is not in or directly."""
        name, _, text = line.partition(" ")
        where = None if directly else self.team.channels[0]
        act = await self.server.command(self.ada, name, text, channel=where)
        await self.finished()
        return act

    async def presses(self, message: Message) -> None:
        """Press the first buttons of a message."""
        for name in list(message.pressable.values())[:4]:
            with suppress(NotOffered):  # the last press has replaced it
                await self.server.press(self.ada, message, name)
            await self.finished()

    def unwritten(self) -> Iterator[str]:
        """Tokens, secrets and addresses, as far as there are any by now."""
        world = self.server.world
        yield from (world.app_token, world.signing_secret, world.client_secret)
        yield from (world.verification_token, *world.tokens, *world.codes, *world.refreshers)
        yield from self.addresses()
        yield from self.secrets
        for act in self.server.acts:
            yield from filter(None, (act.trigger_id,))

    def addresses(self) -> Iterator[str]:
        """The addresses at which answers were taken."""
        for act in self.server.acts:
            if act.response_url:
                yield urlsplit(act.response_url).path


@pytest.fixture(params=["socket", "http"])
async def server(request: pytest.FixtureRequest) -> AsyncIterator[SlackServer]:
    way: Literal["socket", "http"] = request.param
    async with SlackServer(via=way) as slack:
        slack.limits.relax()
        slack.world.rotation = True
        yield slack


def breaking(desk: Desk) -> Desk:
    """The desk with a command that breaks over what it was given."""
    entry = desk.entries[BREAKS]

    async def broken(asked: Asked, visit: Visit) -> Reply | Form | Refused:
        raise ValueError(f"{dict(asked.given)} {WORDS}")

    return replace(desk, entries={**desk.entries, BREAKS: replace(entry, handler=broken)})


async def visits(season: Season, path: str, cookie: str = "") -> tuple[str, str]:
    """The text of a page, and the cookie that it leaves."""
    async with (
        aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as browser,
        browser.get(f"{season.running.address}{path}", headers={"Cookie": cookie}) as answer,
    ):
        return await answer.text(), answer.headers.get("Set-Cookie", "").split(";")[0]


async def installs(season: Season) -> None:
    """Add the app to the workspace, after everything that can go wrong with it."""
    server, back = season.server, "/slack/oauth_redirect"
    before, cookie = await visits(season, "/slack/install")
    consent = urlsplit(unescape(before.split('href="')[1].split('"')[0]))
    state = parse_qs(consent.query)["state"][0]
    code = server.agree(season.team, season.ada, redirect_uri=f"{ADDRESS}{back}")
    season.secrets |= {state, cookie.partition("=")[2]}
    await visits(season, f"{back}?error={WORDS}&state={state}", cookie)
    await visits(season, f"{back}?code={WORDS}&state={WORDS}", cookie)
    await visits(season, f"{back}?code={code}&state={state}")
    server.fail("oauth.v2.access", "bad_client_secret")
    await visits(season, f"{back}?code={code}&state={state}", cookie)
    before, cookie = await visits(season, "/slack/install")
    consent = urlsplit(unescape(before.split('href="')[1].split('"')[0]))
    state = parse_qs(consent.query)["state"][0]
    season.secrets |= {state, cookie.partition("=")[2]}
    after, _ = await visits(season, f"{back}?code={code}&state={state}", cookie)
    assert "Reading Room is in Radiology" in after


async def fills_in_forms(season: Season) -> None:
    """A form that is taken, one that is refused, and one whose answer cannot be shown."""
    server, ada = season.server, season.ada
    for directly in (False, True):
        view = await (await season.asks("/assess", directly=directly)).modal()
        refused = {**FORM, "step2_ck": f"{SCORE} {WORDS}"}
        await server.submit(ada, view, refused)
        await server.submit(ada, view, FORM)
        await season.finished()
    view = await (await season.asks("/assess")).modal()
    unshown = server.fail("response_url", "internal_error", status=500)
    await server.submit(ada, view, FORM)
    await season.finished()
    assert unshown.taken


async def asks_in_all_ways(season: Season) -> None:
    """Commands, buttons, words, files, App Home."""
    server, ada = season.server, season.ada
    for directly in (False, True):
        for line in (
            f"/assess {TYPED}",
            f"/assess {TYPED} {WORDS}:{WORDS}",
            f"/readingroom whatif step2_ck:{SCORE}",
            f"/readingroom profile budget:{MONEY}",
            f"/readingroom {WORDS} {SCORE}",
            "/readingroom privacy what:export",
        ):
            act = await season.asks(line, directly=directly)
            shown = [one for one in act.shown if isinstance(one, Message)]
            for message in shown[:1]:
                await season.presses(message)
    await server.write(ada, f"{WORDS} {SCORE} I want to die")
    await server.write(ada, WORDS, {f"{WORDS}.txt": f"Step 2 CK {SCORE} {WORDS}".encode()})
    await server.open_home(ada)
    await season.finished()
    home = ada.homes.get(season.team.id)
    assert isinstance(home, View)
    for name in list(home.pressable.values())[:3]:
        await server.press_in_view(ada, home, name)
        await season.finished()
        if ada.modal is not None:
            await server.close(ada, ada.modal, everything=True)


async def has_bad_days(season: Season) -> None:
    """Handlers that break, Slack in trouble, lines that are cut, and what nobody should send."""
    server, ada, team = season.server, season.ada, season.team
    await season.asks(f"/readingroom {BREAKS} words:{SCORE}")
    await season.asks(f"/readingroom {BREAKS} words:{SCORE}", directly=True)
    for pattern, error in (
        ("chat.postMessage", "channel_not_found"),
        ("chat.postMessage", "account_inactive"),
        ("views.open", "expired_trigger_id"),
        ("users.info", "user_not_found"),
    ):
        refusing = server.fail(pattern, error)
        line = "/assess" if pattern == "views.open" else f"/assess {TYPED}"
        await season.asks(line, directly=True)
        assert refusing.taken or pattern in REMEMBERED
        server.heal()
    for pattern in ("response_url", "chat.*", "files.*", "upload", "download", "views.publish"):
        cut = server.reset(pattern)
        for line in (f"/assess {TYPED}", "/readingroom privacy what:export"):
            await season.asks(line, directly=pattern != "response_url")
        await server.write(ada, WORDS, {f"{WORDS}.txt": f"{SCORE} {WORDS}".encode()})
        await server.open_home(ada)
        await season.finished()
        assert cut.taken, pattern
        server.heal()
    strange = {"type": "shortcut", "callback_id": WORDS, "user": {"id": ada.id},
               "team": {"id": team.id}}  # fmt: skip
    await server.forge("interactive", strange, team, ada, wait=False)
    event = {"type": "event_callback", "team_id": team.id, "event": {"type": WORDS, "text": SCORE}}
    await server.forge("events_api", event, team, ada, wait=False)
    bare = {"type": "block_actions", "user": {"id": ada.id}, "team": {"id": team.id},
            "actions": [{"action_id": WORDS, "value": f"{WORDS}{SCORE}"}]}  # fmt: skip
    await server.forge("interactive", bare, team, ada, wait=False)
    await season.asks("/readingroom about")
    if server.via == "http":
        await sends_unsigned(season)
    else:
        await loses_the_connection(season)


async def sends_unsigned(season: Season) -> None:
    server = season.server
    for forgery in ("wrong", "missing", "old", "no_timestamp"):
        server.http.forgery = forgery
        act = await server.command(season.ada, "/assess", f"{TYPED} {WORDS}")
        assert act.status == 401
    server.http.forgery = None


async def loses_the_connection(season: Season) -> None:
    sockets = season.server.sockets
    for garbage in (f'{{"{WORDS}{SCORE}', f'{{"type": "{WORDS}"}}', WORDS):
        await sockets.connections[0].socket.send_str(garbage)
    await season.asks("/readingroom about")
    opened = sockets.opened
    refusing = season.server.fail("apps.connections.open", "internal_error")
    sockets.drop()
    await sockets.seen(opened + 1)
    assert refusing.taken


async def test_a_season_of_everything_that_can_happen_leaves_no_trace_in_the_log(
    server: SlackServer,
    tmp_path: Path,
    shelf: Library,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    recwarn: pytest.WarningsRecorder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, "sqlalchemy.engine")
    monkeypatch.setattr(socket, "PING_EVERY", 0.2)
    clock = Clock()
    team = server.team("Radiology", installed=False)
    ada = server.user("Ada", team, admin=True)
    server.channel("general", team, ada, bot=False)
    database = tmp_path / "people.db"
    started = running_slack(server, database, shelf, now=clock, at=breaking)
    async with started as running:
        season = Season(running, team, ada)
        await installs(season)
        for day in SEASON:
            clock.at = day
            await fills_in_forms(season)
            await asks_in_all_ways(season)
        await has_bad_days(season)
        await server.uninstall(team)
        await season.finished()
        stored = b"".join(part.read_bytes() for part in tmp_path.glob("people.db*"))
    written = [
        f"{record.getMessage()} {record.args} {record.exc_text or ''} {record.exc_info or ''}"
        for record in caplog.records
    ]
    written += [str(warning.message) for warning in recwarn]
    written += capfd.readouterr()
    kinds = {record.name for record in caplog.records}
    assert {"sqlalchemy.engine.Engine", "readingroom.faults", "readingroom.slack"} <= kinds
    if server.via == "socket":
        assert "readingroom.slack.library" in kinds
    for marker in (SCORE, MONEY):
        found = re.compile(rf"(?<![\d.]){marker}(?!\d)")
        assert not [line for line in written if found.search(line)]
    unwritten = {WORDS, "ticket=", *season.unwritten()}
    assert len(unwritten) > 100
    for secret in unwritten:
        assert not [line for line in written if secret in line]
    for address in season.addresses():
        assert address.encode() not in stored
