"""A gateway session: its numbered events, kept so that they can be sent again on resume."""

import asyncio
import json
from collections import deque

from aiohttp import web

KEPT_EVENTS = 5_000


class Connection:
    """One open socket and the frames waiting to be written to it, in order."""

    def __init__(self, socket: web.WebSocketResponse, request: web.Request) -> None:
        self.socket = socket
        self._transport = request.transport
        self._frames: asyncio.Queue[str | int] = asyncio.Queue()
        self.session: Session | None = None
        self.frames_received = 0

    def send(self, frame: str) -> None:
        """Write this frame after those before it."""
        self._frames.put_nowait(frame)

    def close(self, code: int) -> None:
        """Close the socket with this code once the frames before are written."""
        self._frames.put_nowait(code)

    def abort(self) -> None:
        """Cut the line without a word."""
        if self._transport is not None:
            self._transport.abort()

    async def write(self) -> None:
        """Write frames until the socket is closed."""
        while True:
            frame = await self._frames.get()
            if isinstance(frame, int):
                await self.socket.close(code=frame)
                return
            try:
                await self.socket.send_str(frame)
            except ConnectionError:
                return


class Session:
    """What one identify began: it outlives its sockets until it is invalidated."""

    def __init__(self, session_id: str, shard: int, shards: int, intents: int) -> None:
        self.id = session_id
        self.shard = shard
        self.shards = shards
        self.intents = intents
        self.sequence = 0
        self.connection: Connection | None = None
        self._events: deque[tuple[int, str]] = deque(maxlen=KEPT_EVENTS)

    def dispatch(self, event: str, data: str) -> None:
        """Number an event, keep it, and send it if a socket is open."""
        self.sequence += 1
        frame = f'{{"op":0,"s":{self.sequence},"t":"{event}","d":{data}}}'
        self._events.append((self.sequence, frame))
        if self.connection is not None:
            self.connection.send(frame)

    def can_resume_after(self, sequence: int) -> bool:
        """Whether every event after this number is still kept."""
        oldest = self._events[0][0] if self._events else self.sequence + 1
        return oldest - 1 <= sequence <= self.sequence

    def replay(self, connection: Connection, sequence: int) -> int:
        """Take a new socket, send what it missed, then RESUMED; the number of missed events."""
        self.connection = connection
        missed = [frame for number, frame in self._events if number > sequence]
        for frame in missed:
            connection.send(frame)
        self.dispatch("RESUMED", json.dumps({"_trace": []}))
        return len(missed)
