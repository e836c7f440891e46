"""Which function answers which request."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.platforms.discord_server.core import Core, Upload
from tests.platforms.discord_server.wire import Json

MAJOR = ("channel", "guild", "token")


@dataclass
class Call:
    """A request with the parts of its path that vary."""

    params: dict[str, str]
    query: dict[str, str]
    body: Any
    files: dict[int, Upload]

    def id(self, name: str) -> int:
        """A part of the path that is an id; 0 when it is none."""
        value = self.params[name]
        return int(value) if value.isdigit() else 0

    @property
    def form(self) -> Json:
        """The body, when it is an object."""
        return self.body if isinstance(self.body, dict) else {}


Reply = tuple[int, Any]
"""An HTTP status and what is written as JSON, or None for no body."""

Handler = Callable[[Core, Call], Reply]


@dataclass(frozen=True)
class Route:
    """A method, a path with names in braces, and who answers.

    `open` routes need no token of the bot; they are the ones outside the overall limit.
    """

    method: str
    template: str
    handler: Handler
    open: bool = False
    limited: bool = True
    key: str = field(init=False)
    parts: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", f"{self.method} {self.template}")
        object.__setattr__(self, "parts", tuple(self.template.strip("/").split("/")))

    def match(self, parts: list[str]) -> dict[str, str] | None:
        """The varying parts when this path is meant, else None."""
        params = {}
        for wanted, given in zip(self.parts, parts, strict=True):
            if wanted[0] == "{":
                params[wanted[1:-1]] = given
            elif wanted != given:
                return None
        return params


class Router:
    """All routes, by method and number of parts."""

    def __init__(self, routes: list[Route]) -> None:
        self._routes: dict[tuple[str, int], list[Route]] = {}
        for route in routes:
            self._routes.setdefault((route.method, len(route.parts)), []).append(route)

    def find(self, method: str, path: str) -> tuple[Route, dict[str, str]] | None:
        """The route that is meant, with the varying parts of the path."""
        parts = path.strip("/").split("/")
        for route in self._routes.get((method, len(parts)), ()):
            params = route.match(parts)
            if params is not None:
                return route, params
        return None


def major(params: dict[str, str]) -> str:
    """The parameter that a route has a bucket of its own for."""
    return next((params[name] for name in MAJOR if name in params), "")
