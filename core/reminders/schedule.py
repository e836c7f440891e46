"""Which reminders a person gets of their milestones, and when."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from core.facts.reminders import ReminderRules
from core.reminders.exam_quiet import is_silenced
from core.reminders.keeping import kept_occurrences
from core.reminders.ladders import Climber, Step
from core.reminders.occurrence import Occurrence, Sent
from core.reminders.preferences import Preferences
from core.terms import Ladder, MilestoneState
from core.timeline.result import PlannedMilestone

# Whoever opts in, or adds a date, past all rungs of these is told of them all the same.
_AT_ONCE = frozenset({Ladder.IRREVERSIBLE, Ladder.OWN})


def occurrences(
    plan: Iterable[PlannedMilestone],
    preferences: Preferences,
    rules: ReminderRules,
    *,
    now: datetime,
    sent: Iterable[Sent] = (),
    kept: Iterable[Occurrence] = (),
) -> tuple[Occurrence, ...]:
    """Every reminder to come of a plan, and what is overdue, by when it is due.

    ``kept`` are planned ones as they are stored: what the person put off, what belongs to no
    ladder, and what is overdue stay as long as their milestone is wanted (see
    :func:`core.reminders.keeping.kept_occurrences`); all others are worked out anew. No other
    reminder is due before ``now``, so that whoever opts in late is not flooded. Of something
    irreversible, or of an own date, whose whole ladder is past unsent, there is the last rung at
    once; what stands in the digest and was to be begun before is in the next one. Finished,
    dropped and past milestones have none.
    """
    plan = tuple(plan)
    climber, before = Climber(preferences, rules), _Before(sent)
    wanted = {one.key: one for one in plan if is_wanted(one, preferences)}
    found = {one.identity: one for one in kept_occurrences(kept, wanted, climber, now)}
    for milestone in wanted.values():
        for step in _coming(milestone, climber, now, before, found):
            found.setdefault(step.occurrence.identity, step.occurrence)
    return tuple(
        sorted(
            (one for one in found.values() if not is_silenced(one, plan, rules)),
            key=lambda one: (one.due, one.identity),
        )
    )


def is_wanted(milestone: PlannedMilestone, preferences: Preferences) -> bool:
    """Whether the person is reminded of a milestone at all: it is open, and its kind not muted.

    What is irreversible can be muted too, by the person themselves.
    """
    ladder = milestone.ladder
    if milestone.state is not MilestoneState.OPEN or ladder is Ladder.NONE:
        return False
    if preferences.only_irreversible and ladder is not Ladder.IRREVERSIBLE:
        return False
    return ladder not in preferences.muted


def _coming(
    milestone: PlannedMilestone,
    climber: Climber,
    now: datetime,
    before: "_Before",
    held: dict[tuple[str, str, str], Occurrence],
) -> Iterator[Step]:
    if milestone.at.instant <= now:
        return
    steps = climber.steps(milestone)
    coming = [step for step in steps if step.occurrence.due >= now]
    # What is overdue goes out at once by itself.
    overdue = any(step.occurrence.identity in held for step in steps)
    if not coming and not overdue and milestone.ladder in _AT_ONCE:
        now_or_never = climber.at_once(milestone, now)
        coming = [now_or_never] if now_or_never is not None else []
    yield from (step for step in coming if not before.has(step))
    begun = climber.in_next_digest(milestone, now)
    if begun is not None and not before.ever(begun):
        yield begun


class _Before:
    """What was sent: which reminders, and when each rung of a milestone was."""

    def __init__(self, sent: Iterable[Sent]) -> None:
        self._identities: set[tuple[str, str, str]] = set()
        self._times: dict[tuple[str, str], list[datetime]] = {}
        for one in sent:
            key, rung, _ = one.identity
            self._identities.add(one.identity)
            self._times.setdefault((key, rung), []).append(one.sent_at)

    def has(self, step: Step) -> bool:
        """Whether it was sent; or not long ago, for a date that has moved since."""
        one, near = step.occurrence, timedelta(hours=step.rung.repeat_hours)
        if one.identity in self._identities:
            return True
        times = self._times.get((one.milestone_key, one.rung), ())
        return any(abs(one.due - at) <= near for at in times)

    def ever(self, step: Step) -> bool:
        """Whether that rung of the milestone was sent, for whatever date."""
        return (step.occurrence.milestone_key, step.occurrence.rung) in self._times
