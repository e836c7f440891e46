"""Rate limits: a bucket for each method and workspace, and one for each channel."""

import math
from dataclasses import dataclass

from tests.platforms.slack_server.clock import Clock
from tests.platforms.slack_server.wire import HttpFailure


@dataclass(frozen=True)
class Rate:
    """So many calls in so many seconds, and as many as `burst` at once."""

    calls: int
    seconds: float
    burst: int

    @property
    def each(self) -> float:
        """Seconds until one more call is allowed."""
        return self.seconds / self.calls


@dataclass
class Bucket:
    """What is left, and when that was counted."""

    left: float
    at: float


TIERS = {
    1: Rate(1, 60, 5),
    2: Rate(20, 60, 20),
    3: Rate(50, 60, 50),
    4: Rate(100, 60, 100),
}
"""Slack's tiers: calls a minute in each workspace."""

CHANNEL = Rate(1, 1, 1)
"""One message a second in a channel; Slack promises no more."""

WORKSPACE = Rate(300, 60, 300)
"""Messages over all channels of a workspace: "several hundred a minute"."""

ROUNDING = 1e-6

OFTEN = Rate(600, 60, 600)
"""Methods without a tier: "hundreds a minute"."""


class Limits:
    """Every limit of the server; a test sets `channel`, `workspace` and `rates`.

    `rates` maps a method to a rate that takes the place of its tier's; `history` is the most
    messages that one look at a channel gives.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.channel = CHANNEL
        self.workspace = WORKSPACE
        self.rates: dict[str, Rate] = {}
        self.history = 999
        self.on = True
        self.refused = 0
        self._buckets: dict[tuple[str, str], Bucket] = {}

    def relax(self) -> None:
        """Lift every limit."""
        self.on = False

    def unreviewed(self) -> None:
        """Let looks at channels be as scarce as for apps that Slack did not review."""
        self.history = 15
        self.rates["conversations.history"] = Rate(1, 60, 1)
        self.enforce()

    def enforce(self) -> None:
        """Apply every limit from now on, with full buckets."""
        self.on = True
        self._buckets.clear()

    def admit(self, method: str, workspace: str, rate: Rate) -> None:
        """Count a call of a method. Raises HttpFailure (429)."""
        self._count(method, workspace, self.rates.get(method, rate))

    def admit_message(self, channel: str, workspace: str) -> None:
        """Count a message in a channel. Raises HttpFailure (429)."""
        self._count("channel", channel, self.channel)
        self._count("workspace", workspace, self.workspace)

    def _count(self, what: str, whose: str, rate: Rate) -> None:
        if not self.on:
            return
        now = self._clock.now()
        bucket = self._buckets.setdefault((what, whose), Bucket(rate.burst, now))
        bucket.left = min(rate.burst, bucket.left + (now - bucket.at) / rate.each)
        bucket.at = now
        if bucket.left < 1 - ROUNDING:
            self.refused += 1
            wait = math.ceil(round((1 - bucket.left) * rate.each, 6))
            raise HttpFailure(429, "ratelimited", max(wait, 1))
        bucket.left -= 1
