"""The server itself: started and stopped, and what a test asks of it."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

import yarl
from aiohttp import web
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.platforms.discord_server import faults, rest
from tests.platforms.discord_server.acts import Acts
from tests.platforms.discord_server.buckets import Limits
from tests.platforms.discord_server.clock import Clock, Snowflakes
from tests.platforms.discord_server.core import Core, RefusedBody, Request
from tests.platforms.discord_server.faults import Fault, Faults
from tests.platforms.discord_server.interactions import Interaction
from tests.platforms.discord_server.messages import Message
from tests.platforms.discord_server.people import User
from tests.platforms.discord_server.places import Channel, Guild
from tests.platforms.discord_server.posting import keep, new_message
from tests.platforms.discord_server.registry import Registry
from tests.platforms.discord_server.sockets import Sockets
from tests.platforms.discord_server.watching import PATIENCE
from tests.platforms.discord_server.wire import ApiError
from tests.platforms.discord_server.world import World

LARGEST_BODY = 200 << 20


class DiscordServer(Acts):
    """A Discord on a loopback port, for one application. See the package's description."""

    def __init__(self, token: str | None = None) -> None:
        clock = Clock()
        ids = Snowflakes(clock)
        world = World(clock, ids)
        token = token or f"test.{secrets.token_urlsafe(16)}"
        self.core = Core(
            token=token,
            clock=clock,
            ids=ids,
            world=world,
            sockets=Sockets(world, token, lambda: self.gateway),
            limits=Limits(clock),
            faults=Faults(),
            registry=Registry(world.application_id, ids),
        )
        world.announce = self.core.sockets.announce
        world.appeared = self.core.sockets.appeared
        self.clock = clock
        self.world = world
        self.sockets = self.core.sockets
        self.limits = self.core.limits
        self.registry = self.core.registry
        self.token = token
        self.bot = world.bot
        self.user = world.user
        self.guild = world.guild
        self.dm = world.dm
        self.private = world.private
        self.add_bot = world.add_bot
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=LARGEST_BODY)
        app.router.add_get("/gateway", self.sockets.handle)
        app.router.add_get("/gateway/", self.sockets.handle)
        app.router.add_get("/attachments/{channel}/{id}/{filename}", self._attachment)
        app.router.add_route("*", "/{path:.*}", self._rest)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
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
        await self.sockets.close_all()
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def api(self) -> str:
        """The base of the REST interface."""
        return f"{self.core.root}{rest.PREFIX}"

    @property
    def gateway(self) -> str:
        """The address of the gateway."""
        return f"{self.core.root.replace('http', 'ws', 1)}/gateway"

    @property
    def shards(self) -> int:
        """How many shards /gateway/bot recommends."""
        return self.core.shards

    @shards.setter
    def shards(self, count: int) -> None:
        self.core.shards = count

    # Guilds come and go.

    def remove_bot(self, guild: Guild) -> None:
        """Throw the bot out of a guild."""
        self.sockets.disappeared(guild, outage=False)
        self.world.take_bot_away(guild)

    def outage(self, guild: Guild) -> None:
        """Let a guild be out of order for a while."""
        guild.available = False
        self.sockets.disappeared(guild, outage=True)

    def recover(self, guild: Guild) -> None:
        """End an outage."""
        guild.available = True
        self.sockets.appeared(guild, joined=False)

    # Time.

    def age(self, interaction: Interaction, seconds: float) -> None:
        """Let an interaction be older by so many seconds."""
        interaction.born -= seconds

    # Direct messages.

    def refuse_dms(self, user: User, code: int = 50007) -> None:
        """Let direct messages to this person be refused: 50007 closed, 50278 no mutual guild."""
        user.dm_error = code

    def accept_dms(self, user: User) -> None:
        """Let direct messages to this person arrive again."""
        user.dm_error = None

    def post(self, channel: Channel, content: str) -> Message:
        """A message of the bot from before this test."""
        message = new_message(self.core, channel, self.bot, {"content": content}, {})
        keep(self.core, message)
        return message

    # Faults. A pattern is "METHOD /path" or "/path", with * for anything.

    def fail(
        self,
        pattern: str,
        *,
        status: int = 500,
        code: int = 0,
        message: str = "Something went wrong",
        times: int | None = 1,
        acts: bool = False,
        retry_after: float | None = None,
    ) -> Fault:
        """Refuse the next requests; with `acts` they take effect all the same."""
        error = ApiError(status, code, message)
        if status == 429:
            error = self.limits.too_many(retry_after or 0.05, scope="user")
        return self._order(Fault(pattern, "fail", times, acts, error=error))

    def hang(self, pattern: str, *, times: int | None = 1, acts: bool = True) -> Fault:
        """Never answer the next requests; they take effect unless told otherwise."""
        return self._order(Fault(pattern, "hang", times, acts))

    def reset(self, pattern: str, *, times: int | None = 1, acts: bool = False) -> Fault:
        """Cut the line of the next requests ("connection reset by peer")."""
        return self._order(Fault(pattern, "reset", times, acts))

    def hold(self, pattern: str, *, times: int | None = 1, acts: bool = False) -> Fault:
        """Keep the next requests waiting until the fault's `release()`."""
        return self._order(Fault(pattern, "hold", times, acts))

    def delay(
        self, pattern: str, seconds: float, *, times: int | None = None, acts: bool = False
    ) -> Fault:
        """Answer the next requests late."""
        return self._order(Fault(pattern, "delay", times, acts, seconds=seconds))

    def heal(self) -> None:
        """Take back every fault."""
        self.core.faults.heal()

    def _order(self, fault: Fault) -> Fault:
        return self.core.faults.add(fault)

    # What came in.

    @property
    def requests(self) -> list[Request]:
        """Every request that was dealt with, in order."""
        return self.core.requests

    @property
    def unexpected(self) -> list[Request]:
        """Requests to routes that this server does not know."""
        return self.core.unexpected

    @property
    def refused_bodies(self) -> list[RefusedBody]:
        """Bodies that broke a documented limit."""
        return self.core.refused_bodies

    @property
    def unanswered(self) -> list[Interaction]:
        """The interactions that the bot has not answered at all."""
        return [i for i in self.core.interactions.values() if i.answer is None]

    def assert_clean(self) -> None:
        """Raise AssertionError when the bot asked for an unknown route or broke a limit."""
        wrong = [f"unknown route: {request}" for request in self.unexpected]
        wrong += [f"refused body: {refused}" for refused in self.refused_bodies]
        if wrong:
            raise AssertionError("\n".join(wrong))

    def matching(self, pattern: str) -> list[Request]:
        """The requests dealt with whose "METHOD /path" matches."""
        return [r for r in self.core.requests if faults.matches(pattern, str(r))]

    async def saw(
        self, method: str, pattern: str, times: int = 1, within: float = PATIENCE
    ) -> list[Request]:
        """Wait for so many requests to a path; the requests."""
        wanted = f"{method} {pattern}"

        def look() -> list[Request] | None:
            found = self.matching(wanted)
            return found if len(found) >= times else None

        return await self.core.watch.until(look, f"{times} x {wanted}", within)

    # HTTP.

    async def _rest(self, request: web.Request) -> web.StreamResponse:
        return await rest.handle(self.core, request)

    async def _attachment(self, request: web.Request) -> web.StreamResponse:
        attachment = self.core.attachments.get(int(request.match_info["id"]))
        if attachment is None:
            return web.Response(status=404)
        return web.Response(body=attachment.data, content_type=attachment.content_type)


@contextmanager
def pointed_at(server: DiscordServer) -> Iterator[None]:
    """Let discord.py talk to this server instead of Discord."""
    base, gateway = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE = server.api
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(server.gateway)
    try:
        yield
    finally:
        Route.BASE = base
        DiscordWebSocket.DEFAULT_GATEWAY = gateway
