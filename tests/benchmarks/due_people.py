"""People with one reminder each, all due at the same moment, written straight into the tables."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from core.commands.visit import Library
from core.planning.marker import planned_by
from core.storage.engine import Store
from core.storage.tables import (
    accounts,
    deliveries,
    destinations,
    milestones,
    occurrences,
    people,
    reminder_settings,
    tenants,
)

IN_A_WEEK = timedelta(days=7)
_HALF_A_DAY, _AN_HOUR = timedelta(hours=12), timedelta(hours=1)

Person = tuple[str, str, str, str]
"""The door, the workspace, the person's id there and the channel with them."""


async def fill(store: Store, shelf: Library, who: Sequence[Person], *, due: datetime) -> None:
    """Let each of them have a date of their own in a week, of which they are reminded then."""
    numbered = list(enumerate(who, start=1))
    at = f"{due + IN_A_WEEK:%Y-%m-%dT%H:%M}"
    times = {"created_at": due, "updated_at": due}
    places = sorted({(door, workspace) for door, workspace, *_ in who})
    tenant = {place: number for number, place in enumerate(places, start=1)}
    settings: dict[str, Any] = {
        "state": "on",
        "zone": "UTC",
        "zone_chosen": True,
        "hour": "08:00",
        # Whenever it is measured, these hours are far.
        "quiet_from": f"{due + _HALF_A_DAY:%H}:00",
        "quiet_to": f"{due + _HALF_A_DAY + _AN_HOUR:%H}:00",
        "muted": [],
        "unanswered": 0,
        "only_irreversible": False,
        "planned_by": planned_by(shelf.prepared, due),
        "row_version": 1,
        **times,
    }
    async with store.writing() as tx:
        await tx.execute(
            tenants.insert(),
            [
                {"id": tenant[door, workspace], "door": door, "platform_id": workspace or door}
                for door, workspace in places
            ],
        )
        await tx.execute(
            people.insert(),
            [{"id": n, "created_at": due, "last_seen_at": due} for n, _ in numbered],
        )
        await tx.execute(
            accounts.insert(),
            [
                {
                    "id": n,
                    "person_id": n,
                    "door": door,
                    "tenant_id": tenant[door, workspace],
                    "platform_id": platform_id,
                }
                for n, (door, workspace, platform_id, _) in numbered
            ],
        )
        await tx.execute(
            reminder_settings.insert(),
            [{"person_id": n, "account_id": n, **settings} for n, _ in numbered],
        )
        await tx.execute(
            destinations.insert(),
            [
                {
                    "account_id": n,
                    "person_id": n,
                    "door": door,
                    "workspace": workspace,
                    "channel_id": channel,
                    "updated_at": due,
                }
                for n, (door, workspace, _, channel) in numbered
            ],
        )
        await tx.execute(
            milestones.insert(),
            [
                {
                    "person_id": n,
                    "key": "own:1",
                    "own": True,
                    "title": f"Ask Dr. Adams for the letter, {n}",
                    "at": at,
                    "zone": "UTC",
                    "state": "open",
                    "row_version": 1,
                    **times,
                }
                for n, _ in numbered
            ],
        )
        await tx.execute(
            deliveries.insert(),
            [
                {
                    "id": n,
                    "key": f"due-{n}",
                    "door": door,
                    "workspace": workspace,
                    "person_id": n,
                    "account_id": n,
                    "kind": "reminder",
                    "state": "waiting",
                    "due_at": due,
                    "next_at": due,
                    "attempts": 0,
                    "created_at": due,
                }
                for n, (door, workspace, *_) in numbered
            ],
        )
        await tx.execute(
            occurrences.insert(),
            [
                {
                    "person_id": n,
                    "milestone_key": "own:1",
                    "rung": "7d",
                    "target": at,
                    "wall": f"{due:%Y-%m-%dT%H:%M}",
                    "zone": "UTC",
                    "due_at": due,
                    "state": "planned",
                    "delivery_id": n,
                    "updated_at": due,
                }
                for n, _ in numbered
            ],
        )
