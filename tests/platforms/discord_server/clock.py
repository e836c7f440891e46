"""The server's clock, which tests move on, and the ids that carry its time."""

import time
from datetime import UTC, datetime

DISCORD_EPOCH_MS = 1_420_070_400_000
A_MONTH_MS = 30 * 24 * 3600 * 1000


class Clock:
    """Seconds since 1970, running steadily; a test moves it on instead of sleeping."""

    def __init__(self) -> None:
        self._base = time.time() - time.monotonic()
        self.offset = 0.0

    def now(self) -> float:
        """Seconds since 1970."""
        return self._base + time.monotonic() + self.offset

    def advance(self, seconds: float) -> None:
        """Let this much time have passed for tokens, nonces and rate limits."""
        self.offset += seconds

    def iso(self) -> str:
        """The present moment as Discord writes it."""
        return datetime.fromtimestamp(self.now(), UTC).isoformat()


class Snowflakes:
    """Ids that carry the millisecond they were made in."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._old_ms = int(clock.now() * 1000) - DISCORD_EPOCH_MS - A_MONTH_MS
        self._guild_ms = self._old_ms - A_MONTH_MS
        self._last = 0

    def old(self) -> int:
        """An id of something that has existed for a month; each a millisecond of its own."""
        self._old_ms += 1
        return self._old_ms << 22

    def guild(self) -> int:
        """An id of a guild, two months old; one after the other they fill all shards evenly.

        A guild's shard is the millisecond it was made in modulo the number of shards.
        """
        self._guild_ms += 1
        return self._guild_ms << 22

    def new(self) -> int:
        """An id of something made now."""
        now = (int(self._clock.now() * 1000) - DISCORD_EPOCH_MS) << 22
        self._last = max(self._last + 1, now)
        return self._last
