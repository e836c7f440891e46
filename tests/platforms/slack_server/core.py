"""What all parts of the server share."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.platforms.discord_server.watching import Watch
from tests.platforms.slack_server import reading
from tests.platforms.slack_server.clock import Clock, Ids
from tests.platforms.slack_server.deliveries import Act
from tests.platforms.slack_server.faults import Faults
from tests.platforms.slack_server.limits import Limits
from tests.platforms.slack_server.messages import Message
from tests.platforms.slack_server.people import User
from tests.platforms.slack_server.response_urls import ResponseUrl
from tests.platforms.slack_server.triggers import Trigger
from tests.platforms.slack_server.views import View
from tests.platforms.slack_server.wire import Illegal, Json
from tests.platforms.slack_server.world import World


@dataclass(eq=False)
class Request:
    """A call of the Web API, of a response address or of a file's address.

    `args` are its arguments without the token. `error` is Slack's name for what was wrong, or
    nothing; `status` is 0 when the line was cut.
    """

    method: str
    args: Json = field(repr=False)
    team: str = ""
    at: float = field(default_factory=time.monotonic)
    status: int = 0
    error: str = ""


@dataclass
class Refused:
    """A body that broke a documented limit."""

    what: str
    error: str
    messages: list[str]
    body: Any = field(repr=False, default=None)

    def __str__(self) -> str:
        return f"{self.what}: {self.error} {self.messages}"


@dataclass(eq=False)
class Core:
    """Clock, world, limits, and what has been kept."""

    clock: Clock
    ids: Ids
    world: World
    limits: Limits
    faults: Faults
    watch: Watch
    root: str = ""
    new_address: Callable[[], str] | None = None
    triggers: dict[str, Trigger] = field(default_factory=dict)
    response_urls: dict[str, ResponseUrl] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    unexpected: list[Request] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    latest: dict[User, Act] = field(default_factory=dict)
    announce: Callable[[Message, str], None] | None = None

    def refuse(self, what: str, error: Illegal, body: Any) -> None:
        """Keep a body that broke a limit."""
        self.refused.append(Refused(what, error.error, error.messages, body))
        self.watch.changed()

    def show(self, what: Message | View, act: Act | None, user: User | None = None) -> None:
        """Note that a person sees something, because of an act or of what they did last."""
        if act is None and user is not None:
            act = self.latest.get(user)
        if act is not None:
            act.shown.append(what)
            if act.shown_at is None:
                act.shown_at = time.monotonic()
        self.watch.changed()

    def settle(self, blocks: list[Json]) -> list[Json]:
        """The blocks with an id for every block and element."""
        return reading.settle_ids(blocks, self.fresh)

    def fresh(self) -> str:
        """An id for a block or element that has none."""
        return secrets.token_urlsafe(4)

    def fresh_hash(self) -> str:
        """A hash for a view that is new or has changed."""
        return f"{int(self.clock.now())}.{secrets.token_hex(4)}"
