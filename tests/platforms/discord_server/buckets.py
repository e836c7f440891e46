"""Rate limits: a bucket for each route and major parameter, one limit over all, and the ban."""

import zlib
from collections import deque
from dataclasses import dataclass

from tests.platforms.discord_server.clock import Clock
from tests.platforms.discord_server.wire import ApiError

VIA = {"Via": "1.1 google"}
BAN_WINDOW = 600.0


@dataclass(frozen=True)
class Rule:
    """So many requests in so many seconds."""

    requests: int
    seconds: float


@dataclass
class Window:
    """A running count."""

    ends: float
    used: int = 0


PLENTY = Rule(100_000, 1.0)
REAL = {
    "POST /channels/{channel}/messages": Rule(5, 5.0),
    "PATCH /channels/{channel}/messages/{message}": Rule(5, 5.0),
    "DELETE /channels/{channel}/messages/{message}": Rule(5, 1.0),
    "GET /channels/{channel}/messages": Rule(5, 5.0),
    "POST /users/@me/channels": Rule(10, 10.0),
    "POST /webhooks/{application}/{token}": Rule(5, 2.0),
    "PATCH /webhooks/{application}/{token}/messages/{message}": Rule(5, 2.0),
    "PUT /applications/{application}/commands": Rule(2, 20.0),
}
"""Sizes like those seen on Discord; it may change them at any time and says so in headers."""


class Limits:
    """Every limit of the server; a test sets `rules`, `overall` and `ban_at`.

    `rules` maps a route such as "POST /channels/{channel}/messages" to its bucket; `other` is
    the bucket of the rest. `overall` is the limit over everything except interactions' answers,
    or None.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.rules: dict[str, Rule] = dict(REAL)
        self.other = Rule(50, 1.0)
        self.overall: Rule | None = Rule(50, 1.0)
        self.ban_at = 10_000
        self.refused = 0
        self._windows: dict[tuple[str, str], Window] = {}
        self._all = Window(0.0)
        self._invalid: deque[float] = deque()
        self._hashes: dict[str, str] = {}

    def relax(self) -> None:
        """Lift every limit; buckets are still told in headers."""
        self.rules.clear()
        self.other = PLENTY
        self.overall = None

    def admit(self, route: str, major: str, *, exempt: bool) -> dict[str, str]:
        """Count a request; the headers that tell of its bucket. Raises ApiError (429)."""
        now = self._clock.now()
        if not exempt:
            self._admit_overall(now)
        rule = self.rules.get(route, self.other)
        window = self._window(route, major, rule, now)
        headers = self._headers(route, rule, window, now)
        if window.used >= rule.requests:
            raise self.too_many(window.ends - now, scope="user", headers=headers)
        window.used += 1
        headers["X-RateLimit-Remaining"] = str(rule.requests - window.used)
        return headers

    def too_many(
        self, retry_after: float, *, scope: str, headers: dict[str, str] | None = None
    ) -> ApiError:
        """The refusal of one request too many."""
        self.refused += 1
        retry_after = round(max(retry_after, 0.001), 3)
        overall = scope == "global"
        more = {"retry_after": retry_after, "global": overall}
        told = {
            "Retry-After": str(int(retry_after) + 1),
            "X-RateLimit-Scope": scope,
            **({"X-RateLimit-Global": "true"} if overall else {}),
        }
        return ApiError(
            429, 0, "You are being rate limited.", headers={**(headers or {}), **told}, more=more
        )

    def count_invalid(self) -> None:
        """Count an answer of 401, 403 or 429."""
        self._invalid.append(self._clock.now())

    @property
    def invalid(self) -> int:
        """How many such answers there were in the last ten minutes."""
        horizon = self._clock.now() - BAN_WINDOW
        while self._invalid and self._invalid[0] < horizon:
            self._invalid.popleft()
        return len(self._invalid)

    @property
    def banned(self) -> bool:
        """Whether this address gets no answers any more."""
        return len(self._invalid) >= self.ban_at and self.invalid >= self.ban_at

    def _admit_overall(self, now: float) -> None:
        if self.overall is None:
            return
        if now >= self._all.ends:
            self._all = Window(now + self.overall.seconds)
        if self._all.used >= self.overall.requests:
            raise self.too_many(self._all.ends - now, scope="global")
        self._all.used += 1

    def _window(self, route: str, major: str, rule: Rule, now: float) -> Window:
        key = (route, major)
        window = self._windows.get(key)
        if window is None or now >= window.ends:
            if len(self._windows) > 20_000:
                self._windows = {k: w for k, w in self._windows.items() if w.ends > now}
            window = self._windows[key] = Window(now + rule.seconds)
        return window

    def _headers(self, route: str, rule: Rule, window: Window, now: float) -> dict[str, str]:
        name = self._hashes.get(route)
        if name is None:
            name = self._hashes[route] = f"{zlib.crc32(route.encode()):032x}"
        return {
            "X-RateLimit-Limit": str(rule.requests),
            "X-RateLimit-Remaining": str(rule.requests - window.used),
            "X-RateLimit-Reset": f"{window.ends:.3f}",
            "X-RateLimit-Reset-After": f"{max(window.ends - now, 0.0):.3f}",
            "X-RateLimit-Bucket": name,
        }
