"""The server itself: started and stopped, and what a test asks of it."""

import asyncio
from collections.abc import Awaitable, Callable
from fnmatch import fnmatchcase
from types import TracebackType
from typing import Literal, Self

from aiohttp import web

from tests.platforms.discord_server.watching import PATIENCE, Watch
from tests.platforms.slack_server import addresses, events, web_api
from tests.platforms.slack_server.acts import Acts
from tests.platforms.slack_server.clock import Clock, Ids
from tests.platforms.slack_server.core import Core, Refused, Request
from tests.platforms.slack_server.deliveries import Act
from tests.platforms.slack_server.faults import Fault, Faults
from tests.platforms.slack_server.happenings import Happenings
from tests.platforms.slack_server.installs import SCOPES, Installation
from tests.platforms.slack_server.limits import Limits
from tests.platforms.slack_server.messages import Message
from tests.platforms.slack_server.methods import METHODS
from tests.platforms.slack_server.people import Enterprise, Team, User
from tests.platforms.slack_server.places import Channel
from tests.platforms.slack_server.sending import Sending
from tests.platforms.slack_server.view_acts import ViewActs
from tests.platforms.slack_server.wire import HttpFailure, NotOffered, SlackError
from tests.platforms.slack_server.world import World

LARGEST_BODY = 200 << 20


class SlackServer(Acts, ViewActs, Happenings):
    """A Slack on a loopback port, for one app. See the package's description."""

    def __init__(self, via: Literal["socket", "http"] = "socket") -> None:
        self.clock = Clock()
        ids = Ids(self.clock)
        self.world = World(self.clock, ids)
        self.limits = Limits(self.clock)
        self.core = Core(self.clock, ids, self.world, self.limits, Faults(), Watch())
        self.sending = Sending(self.core)
        self.sending.via = via
        self.sockets = self.sending.sockets
        self.http = self.sending.http
        self.core.new_address = self.sockets.new_address
        self.core.announce = self._announce
        self.subscribed = set(events.SUBSCRIBED)
        self.channel = self.world.channel
        self.dm = self.world.dm
        self.sees = self.world.sees
        self.enterprise = self.world.enterprise
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=LARGEST_BODY)
        app.router.add_get("/link/", self.sockets.handle)
        app.router.add_route("*", "/api/{method}", self._call)
        app.router.add_post("/upload/v1/{secret}", self._serve(addresses.upload))
        app.router.add_get("/files-pri/{file}/{name}", self._serve(addresses.download))
        app.router.add_get("/files-pri/{file}/download/{name}", self._serve(addresses.download))
        app.router.add_get("/signin", self._serve(addresses.sign_in))
        app.router.add_post(
            "/{kind:commands|actions|app}/{team}/{number}/{secret}",
            self._serve(addresses.respond),
        )
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self.core.root = f"http://{host}:{port}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.core.faults.heal()
        await self.sending.close()
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def api(self) -> str:
        """The base of the Web API, as `base_url` of a client."""
        return f"{self.core.root}/api/"

    @property
    def app_token(self) -> str:
        """The app's own token, for Socket Mode."""
        return self.world.app_token

    @property
    def signing_secret(self) -> str:
        """The secret that signs requests to the app."""
        return self.world.signing_secret

    @property
    def via(self) -> Literal["socket", "http"]:
        """The way to the app: Socket Mode, or HTTP to `http.url`."""
        return self.sending.via

    @via.setter
    def via(self, way: Literal["socket", "http"]) -> None:
        self.sending.via = way

    # Who there is.

    def team(
        self,
        name: str,
        enterprise: Enterprise | None = None,
        *,
        installed: bool = True,
        scopes: frozenset[str] = SCOPES,
    ) -> Team:
        """A workspace, with the app in it unless told otherwise."""
        team = self.world.team(name, enterprise)
        if installed:
            self.world.install(team, scopes=scopes)
        return team

    def user(
        self,
        name: str,
        team: Team,
        *,
        tz: str | None = "Etc/UTC",
        admin: bool = False,
        owner: bool = False,
    ) -> User:
        """A person of a workspace."""
        return self.world.user(name, team, tz=tz, admin=admin, owner=owner)

    def install(
        self, team: Team, *, scopes: frozenset[str] = SCOPES, org_wide: bool = False
    ) -> Installation:
        """Install the app in a workspace, or in all of its organisation."""
        return self.world.install(team, scopes=scopes, org_wide=org_wide)

    def token(self, team: Team) -> str:
        """The bot token that is good in a workspace. Raises LookupError when there is none."""
        installation = self.world.installation(team)
        if installation is None:
            raise LookupError(f"the app is not installed in {team.name}")
        return installation.token

    def agree(
        self,
        team: Team,
        user: User,
        *,
        scopes: frozenset[str] = SCOPES,
        org_wide: bool = False,
        redirect_uri: str | None = None,
    ) -> str:
        """Let somebody agree to install the app; the code for oauth.v2.access."""
        return self.world.code(
            team, user, scopes=scopes, org_wide=org_wide, redirect_uri=redirect_uri
        )

    def refuse_dms(self, user: User, error: str = "cannot_dm_user") -> None:
        """Let direct messages to a person be refused with this error."""
        user.dm_error = error

    def accept_dms(self, user: User) -> None:
        """Let direct messages to a person arrive again."""
        user.dm_error = None

    # Time.

    def advance(self, seconds: float) -> None:
        """Let time pass, and send again what is due."""
        self.clock.advance(seconds)
        self.sending.retry_due()

    # Faults. A pattern is a method such as "chat.*", or "response_url", "upload", "download".

    def fail(
        self,
        pattern: str,
        error: str = "internal_error",
        *,
        status: int = 200,
        times: int | None = 1,
        acts: bool = False,
        retry_after: int | None = None,
        needed: str | None = None,
    ) -> Fault:
        """Refuse the next calls; with `acts` they take effect all the same.

        A status of 200 is Slack's own refusal with `error`; 429 goes with `retry_after`.
        """
        fault = Fault(pattern, "fail", times, acts)
        if status == 429:
            fault.error = HttpFailure(429, "ratelimited", retry_after or 1)
        elif status != 200:
            fault.error = HttpFailure(status, error, retry_after)
        else:
            fault.error = SlackError(error, **({"needed": needed} if needed else {}))
        return self.core.faults.add(fault)

    def hang(self, pattern: str, *, times: int | None = 1, acts: bool = True) -> Fault:
        """Never answer the next calls; they take effect unless told otherwise."""
        return self.core.faults.add(Fault(pattern, "hang", times, acts))

    def reset(self, pattern: str, *, times: int | None = 1, acts: bool = False) -> Fault:
        """Cut the line of the next calls, after they took effect if they `acts`."""
        return self.core.faults.add(Fault(pattern, "reset", times, acts))

    def hold(self, pattern: str, *, times: int | None = 1, acts: bool = False) -> Fault:
        """Keep the next calls waiting until the fault's `release()`."""
        return self.core.faults.add(Fault(pattern, "hold", times, acts))

    def delay(
        self, pattern: str, seconds: float, *, times: int | None = None, acts: bool = False
    ) -> Fault:
        """Answer the next calls late."""
        return self.core.faults.add(Fault(pattern, "delay", times, acts, seconds=seconds))

    def heal(self) -> None:
        """Take back every fault."""
        self.core.faults.heal()

    # What came in, and what came of it.

    @property
    def requests(self) -> list[Request]:
        """Every call, in order."""
        return self.core.requests

    @property
    def unexpected(self) -> list[Request]:
        """Calls of methods that this server does not know."""
        return self.core.unexpected

    @property
    def refused(self) -> list[Refused]:
        """Bodies that broke a documented limit."""
        return self.core.refused

    @property
    def acts(self) -> list[Act]:
        """Everything that was sent to the app, in order."""
        return self.core.acts

    def assert_clean(self) -> None:
        """Raise AssertionError when the app called an unknown method or broke a limit."""
        wrong = [f"unknown method: {request.method}" for request in self.unexpected]
        wrong += [f"refused: {refused}" for refused in self.refused]
        if wrong:
            raise AssertionError("\n".join(wrong))

    def matching(self, pattern: str) -> list[Request]:
        """The calls of the methods that a pattern names."""
        return [r for r in self.core.requests if fnmatchcase(r.method, pattern)]

    async def saw(self, pattern: str, times: int = 1, within: float = PATIENCE) -> list[Request]:
        """Wait for so many calls that were answered; the calls."""

        def look() -> list[Request] | None:
            found = [r for r in self.matching(pattern) if r.status]
            return found if len(found) >= times else None

        return await self.core.watch.until(look, f"{times} x {pattern}", within)

    async def until(
        self, condition: Callable[[], object], what: str = "it", within: float = PATIENCE
    ) -> None:
        """Wait until something is so; looked at again after every change."""
        await self.core.watch.until(lambda: condition() or None, what, within)

    # HTTP.

    async def _call(self, request: web.Request) -> web.StreamResponse:
        return await web_api.handle(self.core, METHODS, request)

    def _serve(
        self, handler: Callable[[Core, web.Request], Awaitable[web.StreamResponse]]
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def serve(request: web.Request) -> web.StreamResponse:
            return await handler(self.core, request)

        return serve

    def _announce(self, message: Message, what: str) -> None:
        """Tell the app of a message in its direct messages, its own too."""
        channel: Channel = message.channel
        installation = self.world.installation(channel.team)
        wanted = channel.kind == "im" and "message.im" in self.subscribed
        if not wanted or installation is None or "im:history" not in installation.scopes:
            return
        inner = events.message_event(self.core, message, what)
        act = events.new_event(self.core, installation, channel.team, inner, channel.partner)
        try:
            self.sending.first(act)
        except (NotOffered, asyncio.InvalidStateError):
            self.core.watch.changed()
