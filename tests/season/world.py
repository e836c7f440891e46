"""A season on a virtual clock: a real database, real planning, a real deliverer, a made-up post."""

from collections import deque
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import func, select

from core.assessment.prepared import Prepared
from core.deliveries.composing import compose
from core.deliveries.deliverer import Deliverer
from core.deliveries.freezing import Freezing
from core.planning.begin import begin
from core.planning.current import current_plan
from core.planning.putting_off import put_off_until
from core.planning.replan import replan
from core.planning.sweep import replan_outdated
from core.reminders.carried import CarriedKind, read_carried
from core.reminders.occurrence import OtherRung
from core.reminders.preferences import Preferences
from core.storage.engine import Store, Transaction
from core.storage.milestones import add_own, set_state
from core.storage.occurrences import sent_occurrences
from core.storage.people import account_of, person_for
from core.storage.profiles import read_profile, save_profile
from core.storage.reminder_settings import (
    ReminderSettings,
    ReminderState,
    note_answered,
    read_settings,
    save_settings,
)
from core.storage.tables import deliveries, occurrences
from core.terms import MilestoneState
from core.timeline.result import PlannedMilestone
from tests.season.cast import FIRST, LAST, Event, Person, change_days
from tests.season.clocks import DAY, local
from tests.season.post import Arrival, Post

DOOR = "discord"
SWEEP = time(0, 5, 30)
LEASE = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Downtime:
    """The bot does not run from one moment to the other."""

    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Seen:
    """A person's plan and wishes from a moment on, as they were planned by then."""

    at: datetime
    plan: tuple[PlannedMilestone, ...]
    chosen: Preferences
    paused_until: datetime | None
    prepared: Prepared = field(repr=False)


@dataclass(frozen=True, slots=True)
class PutOff:
    """A reminder that the person put off: pressed when, until when, and named what."""

    at: datetime
    key: str
    rung: str
    target: str
    until: datetime


@dataclass
class Diary:
    """Everything of one person that a reminder is judged by."""

    person: Person
    number: int = 0
    account: int = 0
    seen: list[Seen] = field(default_factory=list)
    closed: dict[str, datetime] = field(default_factory=dict)
    put_off: list[PutOff] = field(default_factory=list)
    arrivals: list[Arrival] = field(default_factory=list)
    random: Random = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.random = Random(self.person.name)


@dataclass(frozen=True, slots=True)
class Row:
    """A reminder as the database has it in the end."""

    person: str
    key: str
    rung: str
    target: str
    state: str
    delivery: int | None


@dataclass
class World:
    """One run. While ``downtimes`` nothing runs; ``corrected`` is a calendar that comes later."""

    file: Path
    people: tuple[Person, ...]
    prepared: Prepared
    downtimes: tuple[Downtime, ...] = ()
    corrected: tuple[datetime, Prepared] | None = None
    restart_every: timedelta = timedelta(days=5)
    now: datetime = FIRST
    diaries: dict[str, Diary] = field(default_factory=dict)
    restarts: int = 0

    def __post_init__(self) -> None:
        self.post = Post(lambda: self.now)
        self.diaries = {one.name: Diary(one) for one in self.people}

    async def run(self) -> list[Row]:
        """From July to March; gives every reminder as it stands then."""
        events = deque(sorted(self._calendar(), key=lambda one: one[0]))
        self.store = await Store.open(f"sqlite:///{self.file}")
        try:
            await self._restart()
            swept = FIRST
            while self.now < LAST:
                if self._is_down():
                    coming = [self._up_again()]
                else:
                    next_at = await self.deliverer.round()
                    await self._answered()
                    coming = [next_at] if next_at else []
                coming += [events[0][0]] if events else []
                coming += [swept + DAY, LAST]
                self.now = max(self.now + timedelta(milliseconds=1), min(coming))
                while events and events[0][0] <= self.now:
                    _, person, event = events.popleft()
                    await self._happens(self.diaries[person], event)
                if self.now >= swept + DAY:
                    swept += DAY
                    if not self._is_down():
                        await self._sweep()
            return await self._rows()
        finally:
            await self.store.close()

    def _calendar(self) -> list[tuple[datetime, str, Event | None]]:
        found: list[tuple[datetime, str, Event | None]] = []
        for one in self.people:
            found.append((one.joins, one.name, None))
            found += [(event.at, one.name, event) for event in one.events]
        # Nobody can press anything while nothing runs.
        return [(self._when_up(at), name, event) for at, name, event in found]

    def _when_up(self, at: datetime) -> datetime:
        return next((down.ends for down in self.downtimes if down.begins <= at < down.ends), at)

    def _is_down(self) -> bool:
        return any(down.begins <= self.now < down.ends for down in self.downtimes)

    def _up_again(self) -> datetime:
        return min(down.ends for down in self.downtimes if self.now < down.ends)

    async def _restart(self) -> None:
        """A new process: the database is opened anew, and nothing is remembered."""
        await self.store.close()
        self.store = await Store.open(f"sqlite:///{self.file}")
        self.restarts += 1
        self.deliverer = Deliverer(
            self.store,
            {DOOR: self.post},
            Freezing(lambda: self.prepared),
            now=lambda: self.now,
            holder=f"run {self.restarts}",
            resend_after=timedelta(minutes=30),
            compose=compose,
            lease=LEASE,
            monotonic=lambda: (self.now - FIRST).total_seconds(),
            settle_pauses=(0.0,),
        )

    async def _sweep(self) -> None:
        """Once a day, as a running service does more often."""
        if self.corrected is not None and self.now >= self.corrected[0]:
            self.prepared = self.corrected[1]
        if (self.now - FIRST) // DAY % (self.restart_every // DAY) == 0:
            await self._restart()
        swept = 0
        while many := await replan_outdated(
            self.store, prepared=self.prepared, now=self.now, limit=50
        ):
            swept += many
        if swept:
            for diary in self.diaries.values():
                if diary.number:
                    async with self.store.reading() as tx:
                        await self._note(tx, diary)

    async def _note(self, tx: Transaction, diary: Diary) -> None:
        saved = await read_settings(tx, diary.number)
        assert saved is not None
        chosen = saved.settings.preferences
        today = local(self.now, chosen.zone).date()
        plan = await current_plan(tx, diary.number, prepared=self.prepared, today=today)
        until = saved.settings.paused_until
        if saved.settings.state is not ReminderState.PAUSED:
            until = None
        diary.seen.append(Seen(self.now, plan.milestones, chosen, until, self.prepared))

    async def _happens(self, diary: Diary, event: Event | None) -> None:
        async with self.store.writing() as tx:
            if event is None:
                await self._joins(tx, diary)
            elif diary.number:
                await self._does(tx, diary, event)
            if diary.number:
                await self._note(tx, diary)

    async def _joins(self, tx: Transaction, diary: Diary) -> None:
        person = diary.person
        known = {"door": DOOR, "tenant": DOOR, "platform_id": person.name}
        diary.number = await person_for(tx, **known, now=self.now)
        account = await account_of(tx, **known)
        assert account is not None
        diary.account = account
        await save_profile(tx, diary.number, person.profile, now=self.now, expected=None)
        settings = ReminderSettings(account, person.chosen, zone_chosen=True)
        await begin(tx, diary.number, settings, workspace="", prepared=self.prepared, now=self.now)

    async def _does(self, tx: Transaction, diary: Diary, event: Event) -> None:
        if not diary.person.silent:
            await note_answered(tx, diary.number)
        match event.what:
            case "profile":
                saved = await read_profile(tx, diary.number)
                assert saved is not None
                profile = saved.profile.model_copy(update=event.given)
                await save_profile(
                    tx, diary.number, profile, now=self.now, expected=saved.row_version
                )
            case "own":
                await add_own(tx, diary.number, "Something of my own", event.given, now=self.now)
            case "settings":
                await self._settings(tx, diary, event.given)
            case "pause":
                await self._pauses(tx, diary, event.given)
        await replan(tx, diary.number, prepared=self.prepared, now=self.now)

    async def _settings(self, tx: Transaction, diary: Diary, given: dict[str, object]) -> None:
        saved = await read_settings(tx, diary.number)
        assert saved is not None
        chosen = replace(saved.settings.preferences, **given)  # type: ignore[arg-type]
        settings = replace(saved.settings, preferences=chosen)
        await save_settings(tx, diary.number, settings, now=self.now, expected=saved.row_version)

    async def _pauses(self, tx: Transaction, diary: Diary, until: datetime) -> None:
        saved = await read_settings(tx, diary.number)
        assert saved is not None
        settings = replace(saved.settings, state=ReminderState.PAUSED, paused_until=until)
        await save_settings(tx, diary.number, settings, now=self.now, expected=saved.row_version)

    async def _answered(self) -> None:
        """What people press on messages that are new; silent ones press nothing."""
        while self.post.fresh:
            arrival = self.post.fresh.popleft()
            diary = self.diaries[arrival.person]
            diary.arrivals.append(arrival)
            if not diary.person.silent:
                await self._presses(diary, arrival)

    async def _presses(self, diary: Diary, arrival: Arrival) -> None:
        async with self.store.writing() as tx:
            await note_answered(tx, diary.number)
            choice = diary.random.randrange(12)
            items = arrival.reply.data.get("items", ())
            if choice > 3 or not items:
                return
            key = diary.random.choice([item["key"] for item in items])
            today = local(self.now, diary.seen[-1].chosen.zone).date()
            plan = await current_plan(tx, diary.number, prepared=self.prepared, today=today)
            milestone = plan.milestone(key)
            if milestone is None or milestone.state is not MilestoneState.OPEN:
                return
            if milestone.at.day in change_days(diary.person.chosen.zone):
                # Something has to come as the clocks change.
                return
            if choice in {0, 1}:
                state = MilestoneState.DONE if choice else MilestoneState.DROPPED
                await set_state(tx, diary.number, key, state, at=milestone.at, now=self.now)
                diary.closed[key] = self.now
                await replan(tx, diary.number, prepared=self.prepared, now=self.now)
            elif milestone.at.instant - self.now > 5 * DAY:
                await self._puts_off(tx, diary, milestone, days=1 if choice == 2 else 3)
            await self._note(tx, diary)

    async def _puts_off(
        self, tx: Transaction, diary: Diary, milestone: PlannedMilestone, days: int
    ) -> None:
        chosen = diary.seen[-1].chosen
        day = local(self.now, chosen.zone).date() + days * DAY
        sent = await sent_occurrences(tx, diary.number)
        one = put_off_until(milestone, day, None, chosen, sent)
        await replan(tx, diary.number, prepared=self.prepared, now=self.now, put_off=one)
        diary.put_off.append(PutOff(self.now, milestone.key, one.rung, one.target, one.due))

    async def _rows(self) -> list[Row]:
        names = {diary.number: name for name, diary in self.diaries.items()}
        async with self.store.reading() as tx:
            c = occurrences.c
            found = await tx.execute(
                select(c.person_id, c.milestone_key, c.rung, c.target, c.state, c.delivery_id)
            )
            rows = [
                Row(names[row.person_id], row[1], row[2], row[3], row[4], row[5]) for row in found
            ]
            await self._nothing_is_half_done(tx)
        return rows

    async def _nothing_is_half_done(self, tx: Transaction) -> None:
        c = deliveries.c
        sending = select(func.count()).select_from(deliveries).where(c.state == "sending")
        assert (await tx.execute(sending)).scalar_one() == 0
        for row in await tx.execute(select(c.kind, c.carried).where(c.state == "delivered")):
            assert read_carried(row.carried).kind is CarriedKind(row.kind)


def is_other(rung: str) -> bool:
    """Whether a reminder is of no ladder."""
    return rung.startswith(OtherRung.SNOOZE) or rung in set(OtherRung)
