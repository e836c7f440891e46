"""Runs seasons of a cast, and says what came of them."""

import asyncio
import tempfile
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from core.assessment.prepared import Prepared, prepare
from core.facts.load import load_facts
from core.terms import MilestoneName
from tests.planning.conftest import corrected_by
from tests.season.cast import cast, change_days
from tests.season.clocks import local
from tests.season.expected import Verdict, judge
from tests.season.world import Diary, Downtime, World

DOWNTIMES = (
    Downtime(datetime(2026, 9, 11, 4, 11, tzinfo=UTC), datetime(2026, 9, 13, 19, 40, tzinfo=UTC)),
    Downtime(datetime(2027, 1, 24, 6, 2, tzinfo=UTC), datetime(2027, 1, 25, 15, 20, tzinfo=UTC)),
)
CORRECTED_AT = datetime(2026, 12, 1, 6, tzinfo=UTC)
LATER_BY = 2


@dataclass
class Report:
    """One season: what was found, and what of the hard cases it had."""

    people: int
    verdict: Verdict = field(default_factory=Verdict)
    messages: int = 0
    tried_again: int = 0
    restarts: int = 0
    skipped: int = 0
    doubled: int = 0
    moved: int = 0
    checks: int = 0
    put_off: int = 0
    late_digests: int = 0
    seconds: float = 0.0

    def __str__(self) -> str:
        found = self.verdict
        return (
            f"{self.people} people, {found.arrived} reminders in {self.messages} messages "
            f"({found.in_time} at their minute, {found.joined} with an earlier message, "
            f"{found.late} late), {self.tried_again} tried again, {self.restarts} restarts, "
            f"{self.skipped} in skipped and {self.doubled} in doubled hours, {self.moved} moved, "
            f"{self.put_off} put off, {self.checks} questions, {self.late_digests} after downtime: "
            f"{len(found.wrong)} wrong, {self.seconds:.1f} s"
        )


@cache
def calendars() -> tuple[Prepared, Prepared]:
    """The facts, and the same once a date was corrected."""
    facts = load_facts()
    corrected = corrected_by(facts, 2027, MilestoneName.NRMP_STANDARD_DEADLINE, LATER_BY)
    return prepare(facts), corrected


def season(people: int, seed: int, restart_every: int = 5) -> Report:
    """A season of so many people; the same seed gives the same."""
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        report = asyncio.run(_season(Path(folder), people, seed, restart_every))
    report.seconds = time.perf_counter() - began
    return report


async def _season(folder: Path, people: int, seed: int, restart_every: int) -> Report:
    before, after = calendars()
    world = World(
        folder / "season.db",
        cast(people, seed),
        before,
        DOWNTIMES,
        (CORRECTED_AT, after),
        timedelta(days=restart_every),
    )
    rows = await world.run()
    report = Report(people)
    for name, diary in world.diaries.items():
        mine = [row for row in rows if row.person == name]
        judge(diary, mine, DOWNTIMES, report.verdict)
        _count(diary, report)
        sent = [row.rung for row in mine if row.state == "sent"]
        report.moved += sent.count("moved")
        report.checks += sent.count("check")
    report.messages, report.restarts = len(world.post.arrived), world.restarts
    report.tried_again = sum(one.tried > 0 for one in world.post.arrived)
    return report


def _count(diary: Diary, report: Report) -> None:
    report.put_off += len(diary.put_off)
    for one in diary.arrivals:
        zone = [seen for seen in diary.seen if seen.at <= one.at][-1].chosen.zone
        shown = local(one.at, zone)
        if any(timedelta() <= one.at - down.ends < timedelta(minutes=2) for down in DOWNTIMES):
            report.late_digests += 1
        if shown.date() in change_days(zone):
            hour = timedelta(hours=1)
            report.skipped += local(one.at - hour, zone) < shown - hour
            report.doubled += local(one.at + hour, zone) < shown + hour
