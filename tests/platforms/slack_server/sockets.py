"""Socket Mode: addresses with tickets, hello, envelopes and their acknowledgements."""

import json
import secrets
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSCloseCode, WSMsgType, web

from tests.platforms.discord_server.watching import PATIENCE
from tests.platforms.slack_server.acknowledging import answered
from tests.platforms.slack_server.core import Core
from tests.platforms.slack_server.deliveries import Act, Attempt
from tests.platforms.slack_server.wire import Json, NotOffered

MOST = 10


@dataclass(eq=False)
class Connection:
    """One open socket."""

    socket: web.WebSocketResponse
    request: web.Request
    sent: int = 0
    leaving: bool = False
    said: list[Json] = field(default_factory=list)


class Sockets:
    """The open sockets. `refuse_connections` lets every new one be refused."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._tickets: set[str] = set()
        self._waiting: dict[str, tuple[Act, Attempt]] = {}
        self._outbox: set[Any] = set()
        self.connections: list[Connection] = []
        self.opened = 0
        self.refuse_connections = False
        self.unknown: list[Any] = []

    def new_address(self) -> str:
        """An address for one socket."""
        ticket = secrets.token_hex(16)
        self._tickets.add(ticket)
        root = self._core.root.replace("http", "ws", 1)
        return f"{root}/link/?ticket={ticket}&app_id={self._core.world.app_id}"

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serve one socket until it ends."""
        ticket = request.query.get("ticket", "")
        if self.refuse_connections or ticket not in self._tickets:
            return web.Response(status=403)
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        if len(self.connections) >= MOST:
            await socket.send_json({"type": "disconnect", "reason": "too_many_websockets"})
            await socket.close()
            return socket
        connection = Connection(socket, request)
        self.connections.append(connection)
        self.opened += 1
        try:
            await socket.send_json(self._hello())
            self._core.watch.changed()
            async for message in socket:
                if message.type == WSMsgType.TEXT:
                    self._heard(connection, message.data)
        finally:
            self._forget(connection)
        return socket

    async def connected(self, count: int = 1, within: float = PATIENCE) -> None:
        """Wait until at least so many sockets are open."""
        await self._core.watch.until(
            lambda: len(self.connections) >= count or None, f"{count} sockets", within
        )

    async def seen(self, count: int, within: float = PATIENCE) -> None:
        """Wait until so many sockets have been opened since the beginning, one still open."""
        await self._core.watch.until(
            lambda: (self.opened >= count and bool(self.connections)) or None,
            f"{count} sockets since the beginning",
            within,
        )

    async def send(self, act: Act, number: int, reason: str) -> None:
        """Send an act in an envelope to one of the open sockets, each in its turn."""
        usable = [c for c in self.connections if not c.leaving]
        if not usable:
            raise NotOffered("the app has no open socket")
        connection = min(usable, key=lambda c: c.sent)
        connection.sent += 1
        envelope_id = str(uuid.uuid4())
        attempt = Attempt(time.monotonic(), number, envelope_id)
        act.attempts.append(attempt)
        self._waiting[envelope_id] = (act, attempt)
        envelope: Json = {
            "envelope_id": envelope_id,
            "payload": act.payload,
            "type": act.kind,
            "accepts_response_payload": act.takes_answer,
        }
        if act.kind == "events_api":
            envelope |= {"retry_attempt": number, "retry_reason": reason}
        await connection.socket.send_str(json.dumps(envelope))

    async def warn(self) -> None:
        """Tell every socket that it will be closed soon."""
        await self._tell("warning")

    async def refresh(self) -> None:
        """Ask every socket to be opened anew, and send nothing more to it."""
        for connection in self.connections:
            connection.leaving = True
        await self._tell("refresh_requested")

    async def close_all(self) -> None:
        """Close every socket in order."""
        for connection in list(self.connections):
            await connection.socket.close(code=WSCloseCode.GOING_AWAY)

    def drop(self) -> None:
        """Cut the line of every socket without a word."""
        for connection in list(self.connections):
            self._forget(connection)
            if connection.request.transport is not None:
                connection.request.transport.abort()

    async def _tell(self, reason: str) -> None:
        body = {"type": "disconnect", "reason": reason, "debug_info": {"host": "local"}}
        for connection in list(self.connections):
            await connection.socket.send_json(body)

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.connections),
            "debug_info": {
                "host": "local",
                "build_number": 1,
                "approximate_connection_time": 18060,
            },
            "connection_info": {"app_id": self._core.world.app_id},
        }

    def _heard(self, connection: Connection, data: str) -> None:
        said = json.loads(data)
        connection.said.append(said)
        found = self._waiting.pop(said.get("envelope_id", ""), None)
        if found is None:
            self.unknown.append(said)
            self._core.watch.changed()
            return
        act, attempt = found
        answered(self._core, act, attempt, 200, said.get("payload"))

    def _forget(self, connection: Connection) -> None:
        if connection in self.connections:
            self.connections.remove(connection)
        self._core.watch.changed()
