"""A database in which every table has rows, and all that it holds, to compare."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from core.profile.applicant import Profile
from core.storage.audit import add_change
from core.storage.drafts import save_draft
from core.storage.engine import Transaction
from core.storage.handled_events import claim_event
from core.storage.installations import save_installation
from core.storage.oauth_states import use_state
from core.storage.people import person_for
from core.storage.privacy import delete_person
from core.storage.profiles import save_profile
from core.storage.registrations import note_registered
from core.storage.servers import read_server, server_joined
from core.storage.tables import metadata
from core.storage.uploads import Workspace, note_uploaded
from tests.storage.conftest import NOW
from tests.storage.examples import add_nobodys, add_proposal, add_reminders

LATER = NOW + timedelta(hours=1)


async def settle(tx: Transaction, platform_id: str) -> int:
    """Somebody about whom every personal table holds something."""
    person = await person_for(tx, door="slack", tenant="T1", platform_id=platform_id, now=NOW)
    profile = Profile(season=2027, ties=(platform_id,))
    await save_profile(tx, person, profile, now=NOW, expected=None)
    await save_draft(tx, person, "form", {"note": "“é”"}, now=NOW, expires_at=LATER)
    await server_joined(tx, door="slack", platform_id="T1", now=NOW)
    server = await read_server(tx, door="slack", platform_id="T1")
    assert server is not None
    change = {"season": 2028}
    await add_change(tx, server.id, person, "settings", before={}, after=change, now=NOW)
    place = Workspace("", "T1")
    await note_uploaded(tx, person, door="slack", workspace=place, file_id=f"F{person}", now=NOW)
    await add_reminders(tx, person, platform_id)
    await add_proposal(tx, person, server.id)
    return person


async def fill(tx: Transaction) -> int:
    """At least one row in every table; gives the person who is there."""
    gone = await settle(tx, "gone")
    await delete_person(tx, gone, now=NOW)
    person = await settle(tx, "ann")
    await note_registered(tx, door="slack", scope="1:global", digest="any", now=NOW)
    token = {"token": "xoxb-1"}
    await save_installation(
        tx, door="slack", enterprise_id="", team_id="T1", document=token, now=NOW
    )
    assert await use_state(tx, "any", LATER)
    assert await claim_event(tx, door="slack", event_id="Ev1", now=NOW)
    await add_nobodys(tx)
    return person


async def contents(
    tx: Transaction, *, without: set[str] | frozenset[str] = frozenset()
) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table but some."""
    return {
        table.name: [
            tuple(row) for row in await tx.execute(select(table).order_by(*table.primary_key))
        ]
        for table in metadata.sorted_tables
        if table.name not in without
    }
