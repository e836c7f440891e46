"""Plans anew whoever has to be: after a corrected calendar, each week, after a long silence."""

import logging
from datetime import datetime

from core.assessment.prepared import Prepared
from core.planning.marker import planned_by
from core.planning.replan import replan
from core.storage.engine import Store
from core.storage.errors import StoreError
from core.storage.reminder_settings import note_planned, people_to_plan, unplannable

_LOG = logging.getLogger("readingroom.planning")


async def replan_outdated(store: Store, *, prepared: Prepared, now: datetime, limit: int) -> int:
    """Plan ``limit`` people at most, each in a transaction of their own; gives how many.

    Call it again until it gives 0. Somebody whose profile cannot be read keeps the rows they
    have until the next week. Raises the store's errors.
    """
    marker = planned_by(prepared, now)
    silent_from = prepared.facts.reminders.silence.ask_after
    async with store.reading() as tx:
        people = await people_to_plan(tx, marker, silent_from=silent_from, now=now, limit=limit)
    for person in people:
        try:
            async with store.writing() as tx:
                await replan(tx, person, prepared=prepared, now=now)
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - one person must not hold up all the others
            _LOG.error("somebody's reminders could not be planned (%s)", type(error).__name__)
            async with store.writing() as tx:
                await note_planned(tx, person, unplannable(marker))
    return len(people)
