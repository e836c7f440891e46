"""Which tables hold something about a person, and how that is shown and removed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sqlalchemy import Delete, Select, Table, Update, select

from core.storage.tables import (
    accounts,
    audit,
    deliveries,
    destinations,
    drafts,
    milestones,
    occurrences,
    people,
    profiles,
    reminder_settings,
    season_proposals,
    servers,
    subscriptions,
    tenants,
    uploads,
)


@dataclass(frozen=True, slots=True)
class PersonalRule:
    """What happens with a table's rows when a person asks for them, and when they go.

    ``exported`` selects the rows in the person's own terms, one column a key; ``deleted``
    removes every one of them, or forgets in them who the person was where the row is a server's
    or names what has to be removed elsewhere too.
    """

    exported: Callable[[int], Select[Any]]
    deleted: Callable[[int], Delete | Update]


def _owned(table: Table, *shown: str, key: str = "person_id") -> PersonalRule:
    columns = [table.c[name] for name in shown]
    return PersonalRule(
        exported=lambda person: (
            select(*columns).where(table.c[key] == person).order_by(*table.primary_key)
        ),
        deleted=lambda person: table.delete().where(table.c[key] == person),
    )


def _exported_accounts(person: int) -> Select[Any]:
    return (
        select(accounts.c.door, tenants.c.platform_id.label("tenant"), accounts.c.platform_id)
        .join(tenants, tenants.c.id == accounts.c.tenant_id)
        .where(accounts.c.person_id == person)
        .order_by(accounts.c.id)
    )


def _exported_changes(person: int) -> Select[Any]:
    return (
        select(
            servers.c.door,
            servers.c.platform_id.label("server"),
            audit.c.at,
            audit.c.kind,
            audit.c.change,
        )
        .join(servers, servers.c.id == audit.c.server_id)
        .where(audit.c.person_id == person)
        .order_by(audit.c.id)
    )


def _exported_proposals(person: int) -> Select[Any]:
    proposals = season_proposals.c
    return (
        select(
            servers.c.door,
            servers.c.platform_id.label("server"),
            *(proposals[name] for name in ("season", "milestone", "at", "source", "proposed_at")),
        )
        .join(servers, servers.c.id == proposals.server_id)
        .where(proposals.person_id == person)
        .order_by(proposals.id)
    )


PERSONAL: Mapping[str, PersonalRule] = MappingProxyType(
    {
        "people": _owned(people, "id", "created_at", "last_seen_at", key="id"),
        "accounts": PersonalRule(
            exported=_exported_accounts,
            deleted=lambda person: accounts.delete().where(accounts.c.person_id == person),
        ),
        "profiles": _owned(
            profiles,
            "document",
            "document_version",
            "row_version",
            "season",
            "created_at",
            "updated_at",
        ),
        "drafts": _owned(drafts, "id", "kind", "content", "updated_at", "expires_at"),
        "audit": PersonalRule(
            exported=_exported_changes,
            deleted=lambda person: (
                audit.update().where(audit.c.person_id == person).values(person_id=None)
            ),
        ),
        "reminder_settings": _owned(
            reminder_settings,
            "state",
            "paused_until",
            "zone",
            "hour",
            "quiet_from",
            "quiet_to",
            "digest_day",
            "muted",
            "unanswered",
            "asked_at",
            "only_irreversible",
            "created_at",
            "updated_at",
        ),
        "destinations": _owned(
            destinations, "door", "workspace", "channel_id", "unreachable_at", "reason"
        ),
        "milestones": _owned(
            milestones, "key", "title", "at", "zone", "state", "moved_from", "created_at"
        ),
        "occurrences": _owned(
            occurrences, "milestone_key", "rung", "target", "wall", "zone", "state"
        ),
        "deliveries": _owned(
            deliveries, "kind", "state", "carried", "due_at", "attempts", "reason", "settled_at"
        ),
        # The secret itself is nowhere; that there is an address, and since when, can be told.
        "subscriptions": _owned(subscriptions, "created_at"),
        "season_proposals": PersonalRule(
            exported=_exported_proposals,
            deleted=lambda person: (
                season_proposals.update()
                .where(season_proposals.c.person_id == person)
                .values(person_id=None)
            ),
        ),
        "uploads": PersonalRule(
            exported=_owned(uploads, "door", "team_id", "file_id", "uploaded_at").exported,
            # A file is on the platform still: it is due from now on, and needs nobody for that.
            deleted=lambda person: (
                uploads.update()
                .where(uploads.c.person_id == person)
                .values(person_id=None, due_at=uploads.c.uploaded_at)
            ),
        ),
    }
)
"""The rule of every table that holds a person's id, by the table's name."""
