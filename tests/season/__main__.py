"""A whole season of many people: ``python -m tests.season``; ends with 1 where anything is wrong.

Every world has its own people, faults and database; they run beside each other. The time that it
took is told, and nothing is made of it.
"""

import logging
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor

from tests.season.running import Report, calendars, season

WORLDS, PEOPLE, LEAST = 14, 30, 15_000


def main() -> int:
    """Run every world, and say what came of it."""
    began, reports = time.perf_counter(), []
    # Read once, before the processes part.
    calendars()
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for report in pool.map(_world, range(1, WORLDS + 1)):
            reports.append(report)
            _say(str(report))
            for sentence in report.verdict.wrong:
                _say(f"  {sentence}")
    arrived = sum(report.verdict.arrived for report in reports)
    wrong = sum(len(report.verdict.wrong) for report in reports)
    took = time.perf_counter() - began
    _say(f"{arrived} reminders of {WORLDS * PEOPLE} people, {wrong} wrong, in {took:.0f} s")
    return int(bool(wrong) or arrived < LEAST)


def _world(number: int) -> Report:
    # Messages whose sender raised are logged, as they should be.
    logging.disable(logging.CRITICAL)
    return season(PEOPLE, number)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
