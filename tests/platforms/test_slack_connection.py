"""The connection to Slack: lost, refreshed, refused for a while or for good, told to stop."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Literal

import pytest
from slack_sdk.http_retry.builtin_interval_calculators import BackoffRetryIntervalCalculator

from bot.app import open_desk
from bot.settings import StorageSettings, WebSettings
from bot.slack import leaving, socket
from bot.slack.asking import Asking
from bot.slack.connecting import SlackDoor, SlackRefuses, open_slack
from bot.slack.mode import slack_mode
from bot.slack.refused_tokens import APP_TOKEN, BOT_TOKEN, WAITING_HELPS, refused_token
from bot.web.health import Health
from core.commands.visit import Library
from tests.platforms.slack_bot import NOON, Running, running_slack, slack_settings
from tests.platforms.slack_server import Act, SlackServer
from tests.platforms.slack_server.people import Team, User

OPEN, WHO = "apps.connections.open", "auth.test"
TYPED = {"applicant": "us_img", "specialty": ["dr", "ir"], "step2_ck": "239"}


class Service:
    """The bot in one workspace, and somebody there."""

    def __init__(self, server: SlackServer, database: Path, shelf: Library) -> None:
        self.server = server
        self.team: Team = server.team("Radiology")
        self.ada: User = server.user("Ada", self.team)
        self._database, self._shelf = database, shelf

    def running(self) -> Any:
        return running_slack(self.server, self._database, self._shelf, team=self.team)

    @asynccontextmanager
    async def door(self) -> AsyncIterator[tuple[SlackDoor, Health]]:
        """The door before it runs."""
        storage = StorageSettings(database=f"sqlite:///{self._database}")
        slack, web = slack_settings(self.server, self.team), WebSettings(port=0, _env_file=None)
        mode = slack_mode(slack, web)
        assert mode is not None
        async with open_desk(storage, now=NOON, loaded=self._shelf) as desk:
            health = Health(desk.store.read_once)
            yield open_slack(desk, slack, web, mode, now=lambda: NOON, health=health), health

    async def answers(self) -> None:
        act = await self.server.command(self.ada, "/readingroom", "about")
        assert "About Reading Room" in (await act.message()).words


@pytest.fixture
def service(local_slack: SlackServer, tmp_path: Path, shelf: Library) -> Service:
    return Service(local_slack, tmp_path / "people.db", shelf)


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses between two tries, none of which is waited for."""
    asked: list[float] = []

    def pause(calculator: BackoffRetryIntervalCalculator, tried: int) -> float:
        asked.append(calculator.backoff_factor * 2**tried)
        return 0.0

    monkeypatch.setattr(BackoffRetryIntervalCalculator, "calculate_sleep_duration", pause)
    return asked


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is looked at every second, and given up after a minute, takes a moment."""
    monkeypatch.setattr(socket, "PING_EVERY", 0.2)
    monkeypatch.setattr(socket, "LOOKS_EVERY", 0.01)


@pytest.fixture
def gives_up(monkeypatch: pytest.MonkeyPatch, quick: None) -> None:
    """A connection that is lost is given up at once."""
    monkeypatch.setattr(socket, "CONNECTS_WITHIN", 0.1)
    monkeypatch.setattr(socket, "MENDS_WITHIN", 0.02)


class Reports:
    """What the door says of its connection, as it says it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._said: asyncio.Queue[bool] = asyncio.Queue()
        report = Health.report

        def noted(health: Health, door: str, *, connected: bool) -> None:
            report(health, door, connected=connected)
            self._said.put_nowait(connected)

        monkeypatch.setattr(Health, "report", noted)

    async def next(self, *, connected: bool) -> None:
        """Wait until it is said once more."""
        async with asyncio.timeout(5):
            while await self._said.get() is not connected:
                pass


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("happens", ["drop", "close_all", "warn", "refresh"])
async def test_a_connection_that_ends_is_followed_by_another(
    service: Service, happens: str
) -> None:
    async with service.running():
        await service.answers()
        ended = getattr(service.server.sockets, happens)()
        if ended is not None:
            await ended
        await service.server.sockets.seen(2)
        await service.answers()


@pytest.mark.usefixtures("quick")
async def test_health_tells_that_the_connection_is_lost_and_that_it_is_back(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    reports = Reports(monkeypatch)
    async with service.running() as running:
        await reports.next(connected=True)
        service.server.sockets.refuse_connections = True
        service.server.sockets.drop()
        await reports.next(connected=False)
        assert (await running.health.condition()).doors == {"slack": False}
        service.server.sockets.refuse_connections = False
        await reports.next(connected=True)
        await service.answers()
    assert (await running.health.condition()).doors == {"slack": False}


@pytest.mark.usefixtures("gives_up", "waits")
async def test_a_connection_that_the_library_cannot_mend_is_made_anew(service: Service) -> None:
    server = service.server
    async with service.running():
        server.sockets.refuse_connections = True
        server.sockets.drop()
        # The library goes on trying the one address that it was given; the bot asks again.
        await server.saw(OPEN, 4)
        server.sockets.refuse_connections = False
        await server.sockets.seen(2)
        await service.answers()


@pytest.mark.usefixtures("gives_up", "waits")
async def test_a_token_that_is_withdrawn_while_the_bot_runs_ends_it_with_its_sentence(
    service: Service,
) -> None:
    async with service.door() as (door, _):
        running = asyncio.create_task(door.run(asyncio.Event()))
        await service.server.sockets.connected()
        service.server.fail(OPEN, "token_revoked", times=None)
        service.server.sockets.drop()
        async with asyncio.timeout(5):
            await asyncio.wait({running})
        with pytest.raises(SlackRefuses) as said:
            await running
    assert str(said.value) == refused_token(APP_TOKEN, "token_revoked")


@pytest.mark.parametrize(("method", "variable"), [(OPEN, APP_TOKEN), (WHO, BOT_TOKEN)])
@pytest.mark.parametrize("error", ["invalid_auth", "not_allowed_token_type", "missing_scope"])
async def test_a_refused_token_ends_it_with_a_sentence_that_names_its_variable(
    service: Service, method: str, variable: str, error: str
) -> None:
    service.server.fail(method, error)
    with pytest.raises(SlackRefuses) as said:
        async with service.running():
            pass
    assert str(said.value) == refused_token(variable, error)
    assert str(said.value).startswith(f"{variable} was refused by Slack ({error})")


@pytest.mark.parametrize("method", [OPEN, WHO])
async def test_a_refusal_that_no_other_token_would_change_says_so(
    service: Service, method: str
) -> None:
    service.server.fail(method, "ekm_access_denied")
    with pytest.raises(SlackRefuses, match="waiting does not help"):
        async with service.running():
            pass


@pytest.mark.parametrize("method", [OPEN, WHO])
@pytest.mark.parametrize("error", sorted(WAITING_HELPS))
async def test_what_passes_by_itself_is_waited_for_with_longer_and_longer_pauses(
    service: Service,
    waits: list[float],
    caplog: pytest.LogCaptureFixture,
    method: str,
    error: str,
) -> None:
    service.server.fail(method, error, times=3)
    async with service.running():
        await service.answers()
    assert caplog.text.count(f"no connection to Slack ({error})") == 3
    assert waits == [0.5, 1.0, 2.0]


@pytest.mark.parametrize("method", [OPEN, WHO])
@pytest.mark.parametrize("fault", ["status 503", "reset"])
async def test_a_line_that_is_cut_at_the_start_is_waited_for(
    service: Service,
    waits: list[float],
    caplog: pytest.LogCaptureFixture,
    method: str,
    fault: str,
) -> None:
    if fault == "reset":
        service.server.reset(method, times=2)
    else:
        service.server.fail(method, status=503, times=2)
    async with service.running():
        await service.answers()
    assert caplog.text.count("no connection to Slack (") == 2
    assert waits == [0.5, 1.0]
    assert "Unclosed" not in caplog.text


async def test_told_to_stop_while_it_waits_for_slack_it_ends_at_once(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        BackoffRetryIntervalCalculator, "calculate_sleep_duration", lambda *_: 3600.0
    )
    service.server.fail(OPEN, "internal_error", times=None)
    async with service.door() as (door, _):
        stop = asyncio.Event()
        running = asyncio.create_task(door.run(stop))
        await service.server.saw(OPEN)
        stop.set()
        async with asyncio.timeout(5):
            await running
    assert not service.server.sockets.connections


class Held:
    """A desk whose answers to forms wait until a test lets them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.began, self.let = asyncio.Event(), asyncio.Event()
        answer = Asking.outcome

        async def outcome(asking: Asking, *given: Any, **more: Any) -> Any:
            if more.get("in_form"):
                self.began.set()
                await self.let.wait()
            return await answer(asking, *given, **more)

        monkeypatch.setattr(Asking, "outcome", outcome)


@pytest.fixture(params=["socket", "http"])
def either_way(request: pytest.FixtureRequest, service: Service) -> Service:
    """Over Socket Mode, and over HTTP."""
    way: Literal["socket", "http"] = request.param
    service.server.via = way
    return service


async def still_open(running: Running) -> None:
    """Told to stop, the door is open still, when everything has run that waits for nothing."""
    await a_while()
    async with asyncio.timeout(0.1):
        await running.door.opened()


async def a_while() -> None:
    """Let everything run that waits for nothing."""
    for _ in range(200):
        await asyncio.sleep(0)


async def sends_a_form(service: Service) -> Act:
    server, ada = service.server, service.ada
    view = await (await server.command(ada, "/assess")).modal()
    return await server.submit(ada, view, TYPED, wait=False)


async def test_a_form_that_came_before_the_stop_is_acknowledged_and_answered(
    either_way: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Held(monkeypatch)
    async with either_way.running() as running:
        act = await sends_a_form(either_way)
        await held.began.wait()
        running.stop.set()
        await still_open(running)
        posting = either_way.server.hold("chat.postMessage", acts=True)
        held.let.set()
        await posting.caught()
        assert act.status == 200
        await still_open(running)
        posting.release()
    assert "239" in (await act.message()).words


async def test_an_answer_on_its_way_at_the_stop_arrives(either_way: Service) -> None:
    server = either_way.server
    async with either_way.running() as running:
        held = server.hold("chat.postMessage", acts=True)
        act = await server.command(either_way.ada, "/readingroom", "about")
        await held.caught()
        running.stop.set()
        await still_open(running)
        held.release()
    assert "About Reading Room" in (await act.message()).words


async def test_a_connection_lost_before_the_acknowledgement_leaves_one_line(
    service: Service, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    held = Held(monkeypatch)
    async with service.running():
        act = await sends_a_form(service)
        await held.began.wait()
        service.server.sockets.drop()
        await a_while()
        held.let.set()
        assert "239" in (await act.message()).words
    assert not act.acknowledged
    assert "a request could not be acknowledged (ClientConnectionResetError)" in caplog.text
    assert not [line for line in caplog.records if line.levelno >= logging.ERROR]


async def test_what_takes_too_long_after_the_stop_is_given_up(
    either_way: Service, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(leaving, "ANSWERED_WITHIN", 0.05)
    monkeypatch.setattr(leaving, "ACKNOWLEDGED_WITHIN", 0.05)
    held = Held(monkeypatch)
    async with asyncio.timeout(5):
        async with either_way.running():
            await sends_a_form(either_way)
            await held.began.wait()
    assert not either_way.server.sockets.connections
    assert not [line for line in caplog.records if line.levelno >= logging.ERROR]


async def test_where_everything_hangs_the_door_is_left_all_the_same(
    either_way: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    for part in ("ACKNOWLEDGED_WITHIN", "CLOSED_WITHIN", "ANSWERED_WITHIN", "GIVEN_UP_WITHIN"):
        monkeypatch.setattr(leaving, part, 0.03)

    close, left = socket._Handler.close_async, []

    async def never(handler: socket._Handler) -> None:
        left.append(handler)
        await asyncio.Event().wait()

    monkeypatch.setattr(socket._Handler, "close_async", never)
    server, ada, held = either_way.server, either_way.ada, Held(monkeypatch)
    async with asyncio.timeout(5):
        async with either_way.running():
            await sends_a_form(either_way)
            await held.began.wait()
            for method in ("chat.postMessage", "views.publish", "response_url"):
                server.hang(method, times=None)
            await server.open_home(ada)
            await server.command(ada, "/readingroom", "about")
            await server.command(ada, "/readingroom", "about", channel=server.dm(ada))
            await server.until(lambda: len(server.requests) > 4)
    server.heal()
    for handler in left:
        await close(handler)  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("hanging", [WHO, OPEN])
async def test_told_to_stop_while_slack_does_not_answer_the_door_leaves_at_once(
    service: Service, hanging: str
) -> None:
    hung = service.server.hang(hanging, times=None)
    async with service.door() as (door, _):
        stop = asyncio.Event()
        running = asyncio.create_task(door.run(stop))
        await hung.caught()
        stop.set()
        async with asyncio.timeout(5):
            await running
    service.server.heal()


async def test_the_librarys_own_environment_variables_change_nothing(
    local_slack: SlackServer,
    tmp_path: Path,
    shelf: Library,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    for name in ("BOT_TOKEN", "APP_TOKEN", "CLIENT_ID", "CLIENT_SECRET", "SIGNING_SECRET"):
        monkeypatch.setenv(f"SLACK_{name}", "somebody-elses")
    monkeypatch.setenv("SLACK_VERIFICATION_TOKEN", "somebody-elses")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    service = Service(local_slack, tmp_path / "people.db", shelf)
    async with service.running():
        await service.answers()
    assert not caplog.records
    assert not (tmp_path / "home").exists()


async def test_slack_holding_events_back_is_acknowledged_and_logged(
    either_way: Service, caplog: pytest.LogCaptureFixture
) -> None:
    async with either_way.running():
        act = await either_way.server.app_rate_limited(either_way.team)
        assert act.status == 200
        await either_way.answers()
    assert caplog.text.count("delivers only some of the events") == 1


def an_event(service: Service) -> dict[str, Any]:
    return {
        "type": "event_callback",
        "team_id": service.team.id,
        "event_id": "Ev1",
        "event": {"type": "reaction_added", "user": service.ada.id, "reaction": "marmalade"},
    }


def a_shortcut(service: Service) -> dict[str, Any]:
    return {
        "type": "shortcut",
        "callback_id": "marmalade",
        "trigger_id": "1.2.marmalade",
        "team": {"id": service.team.id},
        "user": {"id": service.ada.id, "team_id": service.team.id},
    }


@pytest.mark.parametrize("payload", [an_event, a_shortcut])
async def test_what_the_bot_does_not_know_is_left_alone_and_not_written_down(
    either_way: Service,
    caplog: pytest.LogCaptureFixture,
    payload: Callable[[Service], dict[str, Any]],
) -> None:
    caplog.set_level(logging.DEBUG)
    server, made = either_way.server, payload(either_way)
    kind: Literal["events_api", "interactive"] = "events_api" if "event" in made else "interactive"
    async with either_way.running():
        await server.forge(kind, made, either_way.team, either_way.ada, wait=False)
        await either_way.answers()
    assert "marmalade" not in caplog.text
