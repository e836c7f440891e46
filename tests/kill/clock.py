"""One clock for several processes: the real one, moved on by whoever drives the test."""

import mmap
import struct
import time
from datetime import UTC, datetime
from pathlib import Path

_SECONDS = struct.Struct("d")


class SharedClock:
    """Seconds by which every process's clocks are ahead, in a file that they share."""

    def __init__(self, path: Path) -> None:
        if not path.exists():
            path.write_bytes(_SECONDS.pack(0.0))
        with path.open("r+b") as file:
            self._shared = mmap.mmap(file.fileno(), _SECONDS.size)

    @property
    def ahead(self) -> float:
        """By how much time was moved on."""
        (seconds,) = _SECONDS.unpack(self._shared[:])
        return float(seconds)

    def advance(self, seconds: float) -> None:
        """Let time pass, in every process."""
        self._shared[:] = _SECONDS.pack(self.ahead + seconds)

    def now(self) -> datetime:
        """The time of day."""
        return datetime.fromtimestamp(time.time() + self.ahead, UTC)

    def monotonic(self) -> float:
        """Seconds of a clock that nobody sets."""
        return time.monotonic() + self.ahead

    def close(self) -> None:
        """Let go of the file."""
        self._shared.close()
