"""``readingroom run`` that also measures how long its event loop ever stood still.

Called with a file to write the longest stall to, in milliseconds, and the instant from which it
counts, in seconds since 1970. Beside it stands the longest that was the loop's own work: where
other programs have the processor, it waits for no fault of its own. The last number is the
processor time since then, in seconds.
"""

import asyncio
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from bot.service import serve
from bot.settings import (
    DiscordSettings,
    ServiceSettings,
    SlackSettings,
    StorageSettings,
    WebSettings,
    read_settings,
)

LOOKS_EVERY = 0.002


async def _watch(into: Path, start: float) -> None:
    longest, own, used = 0.0, 0.0, 0.0
    try:
        while True:
            before, worked = time.monotonic(), time.thread_time()
            await asyncio.sleep(LOOKS_EVERY)
            late = time.monotonic() - before - LOOKS_EVERY
            if time.time() >= start:
                longest = max(longest, late)
                own = max(own, min(late, time.thread_time() - worked))
            else:
                used = time.process_time()
    finally:
        into.write_text(f"{longest * 1000:.0f} {own * 1000:.0f} {time.process_time() - used:.1f}")


async def _main(into: Path, start: float) -> None:
    watching = asyncio.create_task(_watch(into, start))
    try:
        await serve(
            read_settings(StorageSettings),
            read_settings(ServiceSettings),
            read_settings(DiscordSettings),
            read_settings(SlackSettings),
            read_settings(WebSettings),
            now=lambda: datetime.now(UTC),
        )
    finally:
        watching.cancel()
        await asyncio.wait({watching})


if __name__ == "__main__":
    asyncio.run(_main(Path(sys.argv[1]), float(sys.argv[2])))
