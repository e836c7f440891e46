"""The server's clock, which tests move on, and the ids and time stamps made from it."""

import itertools
import time

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Clock:
    """Seconds since 1970. It runs steadily until `stop`; a test moves it on."""

    def __init__(self) -> None:
        self._base = time.time() - time.monotonic()
        self._offset = 0.0
        self._stopped: float | None = None

    def now(self) -> float:
        """Seconds since 1970."""
        running = time.monotonic() if self._stopped is None else self._stopped
        return self._base + running + self._offset

    def advance(self, seconds: float) -> None:
        """Let this much time have passed for triggers, response addresses, tokens and limits."""
        self._offset += seconds

    def stop(self) -> None:
        """Let it stand still except for `advance`."""
        self._stopped = time.monotonic()


class Ids:
    """Ids in Slack's manner, and time stamps of which no two are the same."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._numbers = itertools.count(1_000_000)
        self._last = 0

    def new(self, prefix: str) -> str:
        """An id such as U0000LFLS."""
        number, digits = next(self._numbers), ""
        while number:
            number, digit = divmod(number, len(DIGITS))
            digits = DIGITS[digit] + digits
        return f"{prefix}{digits:0>8}"

    def ts(self) -> str:
        """The present moment as a message's time stamp."""
        self._last = max(self._last + 1, int(self._clock.now() * 1_000_000))
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"
