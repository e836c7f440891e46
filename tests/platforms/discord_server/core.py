"""What all parts of the server share."""

from dataclasses import dataclass, field
from typing import Any

from tests.platforms.discord_server.buckets import Limits
from tests.platforms.discord_server.clock import Clock, Snowflakes
from tests.platforms.discord_server.faults import Faults
from tests.platforms.discord_server.interactions import Interaction
from tests.platforms.discord_server.messages import Attachment, Message
from tests.platforms.discord_server.registry import Registry
from tests.platforms.discord_server.sockets import Sockets
from tests.platforms.discord_server.watching import Watch
from tests.platforms.discord_server.wire import Json
from tests.platforms.discord_server.world import World


@dataclass
class Upload:
    """A file that came with a request."""

    filename: str
    data: bytes
    content_type: str


@dataclass(eq=False)
class Request:
    """A request that the server has dealt with; `status` is 0 when it was cut off."""

    method: str
    path: str
    query: dict[str, str]
    body: Any
    files: dict[int, Upload]
    at: float
    status: int = 0
    code: int = 0

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


@dataclass
class RefusedBody:
    """A body that broke a documented limit."""

    request: Request
    code: int
    errors: Json

    def __str__(self) -> str:
        return f"{self.request}: {self.code} {self.errors}"


@dataclass(eq=False)
class Core:
    """Clock, world, gateway, limits, and what has been kept."""

    token: str
    clock: Clock
    ids: Snowflakes
    world: World
    sockets: Sockets
    limits: Limits
    faults: Faults
    registry: Registry
    shards: int = 1
    root: str = ""
    interactions: dict[str, Interaction] = field(default_factory=dict)
    ephemeral: dict[int, Message] = field(default_factory=dict)
    attachments: dict[int, Attachment] = field(default_factory=dict)
    nonces: dict[tuple[int, str], tuple[float, Message]] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    unexpected: list[Request] = field(default_factory=list)
    refused_bodies: list[RefusedBody] = field(default_factory=list)
    watch: Watch = field(default_factory=Watch)
