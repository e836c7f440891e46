"""Freezes a message as it is claimed: what of it is still wanted, as it stands now."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.assessment.prepared import Prepared
from core.deliveries.freeze import Decision, Frozen, NothingToSay, PutOff
from core.planning.current import CurrentPlan, current_plan
from core.reminders.carried import Carried, CarriedItem, CarriedKind
from core.reminders.carrying import (
    carried_check,
    carried_dates,
    carried_item,
    carried_welcome,
)
from core.reminders.exam_quiet import is_silenced
from core.reminders.hours import allowed_from
from core.reminders.keeping import is_pointless
from core.reminders.occurrence import Message, Occurrence, OtherRung, tells_of_move
from core.reminders.preferences import Preferences
from core.reminders.schedule import is_wanted
from core.reminders.wall_clock import wall_of
from core.storage.deliveries import SavedDelivery
from core.storage.destinations import read_destination
from core.storage.engine import Transaction
from core.storage.occurrences import StoredOccurrence, carried_by, coming_messages
from core.storage.reminder_settings import read_settings
from core.storage.settling import gather, let_go, overdue_beside
from core.terms import Ladder
from core.timeline.result import PlannedMilestone

_QUIET = "quiet_hours"


@dataclass(frozen=True, slots=True)
class Freezing:
    """Freezes by the facts as they are now: ``prepared`` gives those in use."""

    prepared: Callable[[], Prepared]

    async def __call__(
        self, tx: Transaction, delivery: SavedDelivery, *, now: datetime
    ) -> Decision:
        """What becomes of a message, in the transaction of its claim."""
        return await freeze(tx, delivery, prepared=self.prepared(), now=now)


async def freeze(
    tx: Transaction, delivery: SavedDelivery, *, prepared: Prepared, now: datetime
) -> Decision:
    """What becomes of a message: it goes now, after the person's quiet hours, or not at all.

    Reminders have to be on and the person to be reached through the same account still. Other
    messages of theirs that are due go into this one, late ones with the reason. A message that
    may have arrived carries what it did. The first message follows a press, so that it goes at
    any hour; so does a late one of something irreversible whose date would be past, or all but,
    when the quiet hours end. Raises what reading a profile raises.
    """
    preferences = await _reached(tx, delivery, now)
    if preferences is None:
        return NothingToSay()
    person = _Person(tx, delivery, preferences, prepared, now)
    if delivery.kind is not CarriedKind.WELCOME:
        allowed = allowed_from(now, preferences)
        if allowed > now and not await person.cannot_wait(allowed):
            return PutOff(allowed, _QUIET)
    if delivery.carried is not None:
        return Frozen(delivery.carried)
    match delivery.kind:
        case CarriedKind.CHECK:
            carried: Carried | None = await person.check()
        case CarriedKind.WELCOME:
            carried = await person.welcome()
        case _:
            carried = await person.dates()
    return NothingToSay() if carried is None else Frozen(carried.written())


async def _reached(tx: Transaction, delivery: SavedDelivery, now: datetime) -> Preferences | None:
    """What the person chose; ``None`` where this message is not wanted or not possible now."""
    if delivery.person_id is None or delivery.account_id is None:
        return None
    saved = await read_settings(tx, delivery.person_id)
    to = await read_destination(tx, delivery.account_id)
    if saved is None or to is None or to.unreachable_at is not None:
        return None
    same = saved.settings.account_id == delivery.account_id
    return saved.settings.preferences if same and saved.settings.sends(now) else None


@dataclass(frozen=True, slots=True)
class _Person:
    """Whom a message is for, and the moment."""

    tx: Transaction
    delivery: SavedDelivery
    preferences: Preferences
    prepared: Prepared
    now: datetime

    async def plan(self) -> CurrentPlan:
        today = wall_of(self.now, self.preferences.zone).date()
        person = self.delivery.person_id or 0
        return await current_plan(self.tx, person, prepared=self.prepared, today=today)

    async def cannot_wait(self, allowed: datetime) -> bool:
        """Whether something irreversible leaves too little time if it waits until ``allowed``."""
        if self.delivery.kind is not CarriedKind.REMINDER:
            return False
        left = timedelta(hours=self.prepared.facts.reminders.lateness.irreversible_leaves_hours)
        plan = await self.plan()
        held = await carried_by(self.tx, [self.delivery.id])
        carried = (plan.milestone(one.occurrence.milestone_key) for one in held)
        return any(
            one.ladder is Ladder.IRREVERSIBLE and self.now < one.at.instant < allowed + left
            for one in carried
            if one is not None and is_wanted(one, self.preferences)
        )

    async def check(self) -> Carried | None:
        """The question whether reminders are useful; ``None`` where nothing asks it any more."""
        held = await carried_by(self.tx, [self.delivery.id])
        if not any(one.occurrence.rung == OtherRung.CHECK for one in held):
            return None
        return carried_check(self.preferences, self.prepared.facts, now=self.now)

    async def welcome(self) -> Carried:
        facts, plan = self.prepared.facts, await self.plan()
        coming = await coming_messages(
            self.tx, self.delivery.person_id or 0, limit=facts.reminders.welcome.shown
        )
        messages = [
            Message(
                wall_of(due, self.preferences.zone),
                self.preferences.zone,
                due,
                tuple(one.occurrence for one in carried),
            )
            for due, carried in coming
        ]
        by_key = {one.key: one for one in plan.milestones}
        return carried_welcome(messages, by_key, self.preferences, facts, now=self.now)

    async def dates(self) -> Carried | None:
        facts, plan = self.prepared.facts, await self.plan()
        others = await overdue_beside(self.tx, self.delivery, now=self.now)
        together = {one.id: one for one in (self.delivery, *others)}
        held = await carried_by(self.tx, tuple(together))
        wanted = {one.id: milestone for one in held if (milestone := self._wanted(one, plan))}
        await let_go(self.tx, [one.id for one in held if one.id not in wanted])
        if others:
            await gather(self.tx, self.delivery.id, [one.id for one in others], now=self.now)
        items = [
            self._item(one, wanted[one.id], plan, together) for one in held if one.id in wanted
        ]
        if not items:
            return None
        kind = _kind([one.kind for one in together.values()])
        return carried_dates(kind, items, self.preferences, facts, now=self.now)

    def _wanted(self, one: StoredOccurrence, plan: CurrentPlan) -> PlannedMilestone | None:
        """The date of a reminder, where the person is to be reminded of it still."""
        occurrence = one.occurrence
        milestone = plan.milestone(occurrence.milestone_key)
        if milestone is None or not is_wanted(milestone, self.preferences):
            return None
        if tells_of_move(occurrence.rung) and not _is_untold(plan, milestone):
            return None
        rules = self.prepared.facts.reminders
        if _moved_on(occurrence, milestone) or is_pointless(milestone, rules, self.now):
            return None
        return None if is_silenced(occurrence, plan.milestones, rules) else milestone

    def _item(
        self,
        one: StoredOccurrence,
        milestone: PlannedMilestone,
        plan: CurrentPlan,
        together: Mapping[int, SavedDelivery],
    ) -> CarriedItem:
        moved = plan.stored.get(milestone.key) if tells_of_move(one.occurrence.rung) else None
        return carried_item(
            milestone,
            one.occurrence,
            self.prepared.facts,
            due=together[one.delivery_id or self.delivery.id].due_at,
            now=self.now,
            moved_from=moved.moved_from if moved else None,
            moved_why=moved.moved_why if moved else "",
        )


def _is_untold(plan: CurrentPlan, milestone: PlannedMilestone) -> bool:
    stored = plan.stored.get(milestone.key)
    return stored is not None and stored.moved_from is not None


def _moved_on(one: Occurrence, milestone: PlannedMilestone) -> bool:
    """Whether a rung is for a date that stands elsewhere now, and is planned anew for that."""
    other = tells_of_move(one.rung) or one.rung.startswith(OtherRung.SNOOZE)
    return not other and one.target != milestone.at.written


def _kind(kinds: list[CarriedKind]) -> CarriedKind:
    """What a message is that several went into."""
    order = (CarriedKind.REMINDER, CarriedKind.DIGEST, CarriedKind.MOVED)
    return next(kind for kind in order if kind in kinds)
