"""The gateway: sockets, sessions, and what a test can do to them."""

import asyncio
import json
import secrets
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from aiohttp import WSMsgType, web

from tests.platforms.discord_server.places import Guild
from tests.platforms.discord_server.sessions import Connection, Session
from tests.platforms.discord_server.watching import PATIENCE, Watch
from tests.platforms.discord_server.wire import Json
from tests.platforms.discord_server.world import World

DISPATCH, HEARTBEAT, IDENTIFY, PRESENCE, VOICE, RESUME = 0, 1, 2, 3, 4, 6
RECONNECT, REQUEST_MEMBERS, INVALID_SESSION, HELLO, ACK = 7, 8, 9, 10, 11

GUILDS, MEMBERS, PRESENCES, CONTENT = 1 << 0, 1 << 1, 1 << 8, 1 << 15
GUILD_MESSAGES, DIRECT_MESSAGES = 1 << 9, 1 << 12
EMOJIS = 1 << 3
PRIVILEGED_FLAGS = {
    MEMBERS: 1 << 14 | 1 << 15,
    PRESENCES: 1 << 12 | 1 << 13,
    CONTENT: 1 << 18 | 1 << 19,
}
"""The application flags of which one must be set for each privileged intent."""

NEEDED_INTENT = {
    "GUILD_MEMBER_ADD": MEMBERS,
    "GUILD_MEMBER_UPDATE": MEMBERS,
    "GUILD_MEMBER_REMOVE": MEMBERS,
    "GUILD_EMOJIS_UPDATE": EMOJIS,
}
FRAMES_A_MINUTE = 120


class Refused(Exception):
    """The client broke the protocol: its socket is closed with this code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Sockets:
    """Every gateway connection to this server.

    `happened` counts what came from clients: "connect", "identify", "resume", "heartbeat",
    "presence". A test waits for one of them with `await sockets.saw("resume")`.
    """

    def __init__(self, world: World, token: str, address: Callable[[], str]) -> None:
        self._world = world
        self._token = token
        self._address = address
        self.sessions: dict[str, Session] = {}
        self.connections: set[Connection] = set()
        self.happened: Counter[str] = Counter()
        self.identifies: list[Json] = []
        self.presences: list[Json] = []
        self.heartbeat_interval = 41.25
        self.withhold_acks = False
        self.refuse_connections = False
        self._watch = Watch()
        self._limit_frames = FRAMES_A_MINUTE

    # What a test does to the connections. Without a shard, to all of them.

    def drop(self, shard: int | None = None) -> None:
        """Cut the sockets abruptly; their sessions can be resumed."""
        for connection in self._live(shard):
            self._detach(connection)
            connection.abort()

    def ask_to_reconnect(self, shard: int | None = None) -> None:
        """Ask the clients to connect again and resume (op 7)."""
        for connection in self._live(shard):
            connection.send('{"op":7,"d":null}')

    def invalidate(self, shard: int | None = None, *, resumable: bool = False) -> None:
        """Tell the clients that their session is invalid (op 9), and forget it."""
        for connection in self._live(shard):
            session = connection.session
            if not resumable and session is not None:
                self._forget(session)
            connection.send(json.dumps({"op": INVALID_SESSION, "d": resumable}))

    def forget_sessions(self) -> None:
        """Let every later resume be refused, as after a long outage."""
        for session in list(self.sessions.values()):
            self._forget(session)

    def close(self, code: int, shard: int | None = None) -> None:
        """Close the sockets with this code."""
        for connection in self._live(shard):
            connection.close(code)

    def ask_for_heartbeat(self, shard: int | None = None) -> None:
        """Ask the clients for a heartbeat at once (op 1)."""
        for connection in self._live(shard):
            connection.send('{"op":1,"d":null}')

    async def saw(self, what: str, times: int = 1, within: float = PATIENCE) -> None:
        """Wait until this has come from clients so many times in all."""
        await self._watch.until(
            lambda: self.happened[what] >= times or None, f"{what} x {times}", within
        )

    async def connected(self, shards: int = 1, within: float = PATIENCE) -> None:
        """Wait until so many shards have a session with an open socket."""
        await self._watch.until(
            lambda: len({s.shard for s in self._attached()}) >= shards or None,
            f"{shards} shards connected",
            within,
        )

    @property
    def is_connected(self) -> bool:
        """Whether any session has an open socket."""
        return any(self._attached())

    def listens(self, guild: Guild | None) -> bool:
        """Whether there is a session that hears of this guild, or of direct messages."""
        return any(self.hearing(guild))

    # Events to clients.

    def dispatch(self, event: str, data: str, guild: Guild | None, intent: int = 0) -> None:
        """Send an event to every session of the guild's shard that asked for such events."""
        for session in self.hearing(guild):
            if session.intents & intent == intent:
                session.dispatch(event, data)

    def hearing(self, guild: Guild | None) -> Iterator[Session]:
        """The sessions that hear of this guild, or of direct messages."""
        for session in self.sessions.values():
            if session.shard == (guild.shard(session.shards) if guild is not None else 0):
                yield session

    def announce(self, event: str, payload: Json, guild: Guild) -> None:
        """Tell of a change in a guild."""
        if self.sessions:
            intent = NEEDED_INTENT.get(event, GUILDS)
            self.dispatch(event, json.dumps(payload), guild, intent)

    def appeared(self, guild: Guild, *, joined: bool = True) -> None:
        """Tell of a guild that the bot joined, or that came back."""
        if self.sessions:
            self.dispatch("GUILD_CREATE", guild.created(joined=joined), guild, GUILDS)

    def disappeared(self, guild: Guild, *, outage: bool) -> None:
        """Tell of a guild that the bot left, or that is out of order."""
        data: Json = {"id": str(guild.id), **({"unavailable": True} if outage else {})}
        self.dispatch("GUILD_DELETE", json.dumps(data), guild, GUILDS)

    # One connection.

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serve one socket until it closes."""
        if self.refuse_connections:
            return web.Response(status=503)
        socket = web.WebSocketResponse(max_msg_size=0)
        await socket.prepare(request)
        connection = Connection(socket, request)
        self.connections.add(connection)
        self._note("connect")
        interval = int(self.heartbeat_interval * 1000)
        connection.send(json.dumps({"op": HELLO, "d": {"heartbeat_interval": interval}}))
        writer = asyncio.create_task(connection.write())
        try:
            await self._read(connection)
        finally:
            writer.cancel()
            self._left(connection)
        return socket

    async def close_all(self) -> None:
        """Close every socket at the end."""
        for connection in list(self.connections):
            await connection.socket.close(code=1001)

    async def _read(self, connection: Connection) -> None:
        async for message in connection.socket:
            if message.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                return
            try:
                self._received(connection, message.data)
            except Refused as refused:
                await connection.socket.close(code=refused.code)
                return

    def _received(self, connection: Connection, text: str | bytes) -> None:
        connection.frames_received += 1
        if connection.frames_received > self._limit_frames:
            raise Refused(4008)
        try:
            frame = json.loads(text)
            operation, data = frame["op"], frame.get("d")
        except (ValueError, KeyError, TypeError):
            raise Refused(4002) from None
        handler = {
            HEARTBEAT: self._heartbeat,
            IDENTIFY: self._identify,
            RESUME: self._resume,
            PRESENCE: self._presence,
            VOICE: self._presence,
            REQUEST_MEMBERS: self._members,
        }.get(operation)
        if handler is None:
            raise Refused(4001)
        if operation not in (HEARTBEAT, IDENTIFY, RESUME) and connection.session is None:
            raise Refused(4003)
        handler(connection, data)

    def _heartbeat(self, connection: Connection, _: Any) -> None:
        connection.frames_received -= 1
        if not self.withhold_acks:
            connection.send('{"op":11}')
        self._note("heartbeat")

    def _identify(self, connection: Connection, data: Json) -> None:
        if connection.session is not None:
            raise Refused(4005)
        if data.get("token") != self._token:
            raise Refused(4004)
        shard, shards = data.get("shard") or (0, 1)
        if not 0 <= shard < shards:
            raise Refused(4010)
        intents = data.get("intents", 0)
        for intent, flags in PRIVILEGED_FLAGS.items():
            if intents & intent and not self._world.application_flags & flags:
                raise Refused(4014)
        session = Session(secrets.token_hex(16), shard, shards, intents)
        self.sessions[session.id] = session
        self._attach(connection, session)
        self.identifies.append(data)
        self._greet(session)
        self._note("identify")

    def _greet(self, session: Session) -> None:
        guilds = [
            guild
            for guild in self._world.guilds.values()
            if guild.has_bot and guild.shard(session.shards) == session.shard
        ]
        world = self._world
        ready = {
            "v": 10,
            "user": world.bot.payload,
            "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
            "session_id": session.id,
            "resume_gateway_url": self._address(),
            "shard": [session.shard, session.shards],
            "application": {"id": str(world.application_id), "flags": world.application_flags},
            "private_channels": [],
            "relationships": [],
            "user_settings": {},
            "_trace": [],
        }
        session.dispatch("READY", json.dumps(ready))
        if session.intents & GUILDS:
            for guild in guilds:
                if guild.available:
                    session.dispatch("GUILD_CREATE", guild.created(joined=False))

    def _resume(self, connection: Connection, data: Json) -> None:
        if data.get("token") != self._token:
            raise Refused(4004)
        session = self.sessions.get(str(data.get("session_id")))
        sequence = data.get("seq") or 0
        if session is None or not session.can_resume_after(sequence):
            connection.send('{"op":9,"d":false}')
            self._note("refused resume")
            return
        if session.connection is not None:
            session.connection.close(4000)
        self._attach(connection, session)
        session.replay(connection, sequence)
        self._note("resume")

    def _presence(self, _: Connection, data: Json) -> None:
        self.presences.append(data)
        self._note("presence")

    def _members(self, connection: Connection, data: Json) -> None:
        guild = self._world.guilds.get(int(data["guild_id"]))
        if guild is None or connection.session is None:
            return
        asked = {int(user_id) for user_id in data.get("user_ids") or ()}
        query, limit = str(data.get("query") or ""), data.get("limit") or len(guild.members)
        found = [
            member.payload()
            for member in guild.members.values()
            if (member.user.id in asked if asked else member.user.name.startswith(query))
        ]
        chunk: Json = {
            "guild_id": str(guild.id),
            "members": found[:limit],
            "chunk_index": 0,
            "chunk_count": 1,
            "not_found": [],
            "nonce": data.get("nonce"),
        }
        connection.session.dispatch("GUILD_MEMBERS_CHUNK", json.dumps(chunk))

    # Keeping count.

    def _attach(self, connection: Connection, session: Session) -> None:
        connection.session = session
        session.connection = connection

    def _detach(self, connection: Connection) -> None:
        session = connection.session
        if session is not None and session.connection is connection:
            session.connection = None

    def _forget(self, session: Session) -> None:
        self.sessions.pop(session.id, None)
        session.connection = None

    def _left(self, connection: Connection) -> None:
        self.connections.discard(connection)
        session = connection.session
        self._detach(connection)
        # A client that closes with 1000 or 1001 gives its session up.
        if session is not None and connection.socket.close_code in (1000, 1001):
            self.sessions.pop(session.id, None)
        self._note("disconnect")

    def _live(self, shard: int | None) -> list[Connection]:
        return [
            connection
            for connection in self.connections
            if connection.session is not None
            and (shard is None or connection.session.shard == shard)
        ]

    def _attached(self) -> Iterator[Session]:
        return (session for session in self.sessions.values() if session.connection is not None)

    def _note(self, what: str) -> None:
        self.happened[what] += 1
        self._watch.changed()
