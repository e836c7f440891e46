"""Every table, and the revision of ``migrations`` that makes exactly these."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from core.storage.instant import Instant

REVISION = "0005"
"""The newest revision in ``migrations/versions``; a database at it needs no migration."""

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

# SQLite numbers rows by itself in a column of exactly this type.
Key = BigInteger().with_variant(Integer(), "sqlite")

people = Table(
    "people",
    metadata,
    Column("id", Key, primary_key=True),
    Column("created_at", Instant, nullable=False),
    Column("last_seen_at", Instant, nullable=False),
    # The number of somebody who was deleted never becomes somebody else's.
    sqlite_autoincrement=True,
)

tenants = Table(
    "tenants",
    metadata,
    Column("id", Key, primary_key=True),
    Column("door", Text, nullable=False),
    Column("platform_id", Text, nullable=False),
    UniqueConstraint("door", "platform_id"),
    sqlite_autoincrement=True,
)

accounts = Table(
    "accounts",
    metadata,
    Column("id", Key, primary_key=True),
    Column("person_id", ForeignKey("people.id"), nullable=False, index=True),
    Column("door", Text, nullable=False),
    Column("tenant_id", ForeignKey("tenants.id"), nullable=False, index=True),
    Column("platform_id", Text, nullable=False),
    UniqueConstraint("door", "tenant_id", "platform_id"),
    sqlite_autoincrement=True,
)

profiles = Table(
    "profiles",
    metadata,
    Column("person_id", ForeignKey("people.id"), primary_key=True, autoincrement=False),
    Column("document", JSON, nullable=False),
    Column("document_version", Integer, nullable=False),
    # Counts saves, so that of two saves at once the second is told.
    Column("row_version", Integer, nullable=False),
    # Copied out of the document because retention asks by it.
    Column("season", Integer, index=True),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
)

drafts = Table(
    "drafts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("content", JSON, nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
    Column("updated_at", Instant, nullable=False),
    UniqueConstraint("person_id", "kind"),
)

servers = Table(
    "servers",
    metadata,
    Column("id", Key, primary_key=True),
    Column("door", Text, nullable=False),
    Column("platform_id", Text, nullable=False),
    # The organisation that it is part of, where the bot is installed in a whole one.
    Column("enterprise_id", Text),
    Column("zone", Text),
    Column("season", Integer),
    Column("leader_roles", JSON, nullable=False),
    Column("checklist_channels", JSON, nullable=False),
    # Counts saves of the settings, as a profile's does; 0 until the first.
    Column("row_version", Integer, nullable=False),
    Column("joined_at", Instant, nullable=False),
    # Empty while the bot is there.
    Column("gone_at", Instant),
    Column("updated_at", Instant, nullable=False),
    UniqueConstraint("door", "platform_id"),
    sqlite_autoincrement=True,
)

audit = Table(
    "audit",
    metadata,
    Column("id", Key, primary_key=True),
    Column("server_id", ForeignKey("servers.id"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    # Empty once the person has deleted what is stored about them.
    Column("person_id", ForeignKey("people.id"), index=True),
    Column("kind", Text, nullable=False),
    Column("change", JSON, nullable=False),
    sqlite_autoincrement=True,
)

registrations = Table(
    "registrations",
    metadata,
    Column("door", Text, primary_key=True),
    # Where on the platform: an application, and a server of it or all of them.
    Column("scope", Text, primary_key=True),
    # Of the declarations that were sent, so that the same ones are not sent again.
    Column("digest", Text, nullable=False),
    Column("registered_at", Instant, nullable=False),
)

installations = Table(
    "installations",
    metadata,
    Column("door", Text, primary_key=True),
    # Empty where a workspace is in no organisation.
    Column("enterprise_id", Text, primary_key=True),
    # Empty where the whole organisation has the bot.
    Column("team_id", Text, primary_key=True),
    # What the platform gave, with its tokens.
    Column("document", JSON, nullable=False),
    # Counts saves, so that a token that was refreshed overwrites only the one it came from.
    Column("row_version", Integer, nullable=False),
    Column("installed_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
)

oauth_states = Table(
    "oauth_states",
    metadata,
    # Of a state that was used; those that were only begun are nowhere.
    Column("digest", Text, primary_key=True),
    Column("expires_at", Instant, nullable=False, index=True),
)

handled_events = Table(
    "handled_events",
    metadata,
    Column("door", Text, primary_key=True),
    Column("event_id", Text, primary_key=True),
    Column("at", Instant, nullable=False, index=True),
)

uploads = Table(
    "uploads",
    metadata,
    Column("id", Key, primary_key=True),
    Column("door", Text, nullable=False),
    Column("enterprise_id", Text, nullable=False),
    Column("team_id", Text, nullable=False),
    # The platform's own; the file itself is never kept.
    Column("file_id", Text, nullable=False),
    # Empty where nothing is stored about whoever it was sent to, or not any more.
    Column("person_id", ForeignKey("people.id"), index=True),
    Column("uploaded_at", Instant, nullable=False),
    # When it has to go from the platform; empty while it may stay.
    Column("due_at", Instant, index=True),
    UniqueConstraint("door", "team_id", "file_id"),
    sqlite_autoincrement=True,
)

reminder_settings = Table(
    "reminder_settings",
    metadata,
    Column("person_id", ForeignKey("people.id"), primary_key=True, autoincrement=False),
    # Through which account the person is written to; the one with which they opted in.
    Column("account_id", ForeignKey("accounts.id"), nullable=False, index=True),
    # on, paused or off; off keeps what was chosen.
    Column("state", Text, nullable=False),
    Column("paused_until", Instant),
    # An IANA zone; where the person did not choose it, it follows what their platform says.
    Column("zone", Text, nullable=False),
    Column("zone_chosen", Boolean, nullable=False),
    # Wall-clock times in that zone, as 07:00.
    Column("hour", Text, nullable=False),
    Column("quiet_from", Text, nullable=False),
    Column("quiet_to", Text, nullable=False),
    # The weekday of the digest, 0 for Monday; empty where none is wanted.
    Column("digest_day", Integer),
    # Kinds of reminder that the person does not want.
    Column("muted", JSON, nullable=False),
    # Reminders since the person last pressed or asked anything.
    Column("unanswered", Integer, nullable=False),
    # When the person was asked whether reminders are still useful.
    Column("asked_at", Instant),
    Column("only_irreversible", Boolean, nullable=False),
    # Of the calendar and rules that the rows were planned by; another one means planning again.
    Column("planned_by", Text, nullable=False, index=True),
    Column("row_version", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
)

destinations = Table(
    "destinations",
    metadata,
    Column("account_id", ForeignKey("accounts.id"), primary_key=True, autoincrement=False),
    Column("person_id", ForeignKey("people.id"), nullable=False, index=True),
    Column("door", Text, nullable=False),
    # Slack's team whose installation writes to the person; empty on Discord.
    Column("workspace", Text, nullable=False),
    # The direct message's channel; empty until it has been opened.
    Column("channel_id", Text),
    # Since when the person cannot be reached, the reason, and when they were told of it.
    Column("unreachable_at", Instant),
    Column("reason", Text),
    Column("told_at", Instant),
    Column("updated_at", Instant, nullable=False),
)

milestones = Table(
    "milestones",
    metadata,
    Column("id", Key, primary_key=True),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    # The rule and the season it was planned for, or "own" and a number.
    Column("key", Text, nullable=False),
    Column("own", Boolean, nullable=False),
    # What the person typed; empty where the plan's own words stand.
    Column("title", Text),
    # A wall-clock time in the zone, as 2027-01-29T23:59, or a day where it is not timed.
    Column("at", Text, nullable=False),
    Column("zone", Text, nullable=False),
    # open, done or dropped.
    Column("state", Text, nullable=False),
    # Where it stood before it moved, and why it did; empty while nothing has to be told.
    Column("moved_from", Text),
    Column("moved_why", Text),
    Column("row_version", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    UniqueConstraint("person_id", "key"),
    sqlite_autoincrement=True,
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Key, primary_key=True),
    # What the platform knows it by; 25 characters at most.
    Column("key", Text, nullable=False, unique=True),
    Column("door", Text, nullable=False),
    # What pace and fairness go by: Slack's team; empty on Discord.
    Column("workspace", Text, nullable=False),
    # Empty where it goes to a channel.
    Column("person_id", ForeignKey("people.id"), index=True),
    Column("account_id", ForeignKey("accounts.id"), index=True),
    Column("channel_id", Text),
    Column("kind", Text, nullable=False),
    # waiting, sending, delivered, unreachable, rejected or withdrawn.
    Column("state", Text, nullable=False),
    # What it carries, while it is sent or may have arrived; before, and where it surely did not
    # arrive, empty.
    Column("carried", JSON(none_as_null=True)),
    # When it was to arrive, and from when it may be claimed (again).
    Column("due_at", Instant, nullable=False),
    Column("next_at", Instant, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("lease_holder", Text),
    Column("lease_until", Instant),
    Column("first_attempt_at", Instant),
    # Since when it may have arrived without anybody knowing.
    Column("unknown_since", Instant),
    Column("message_id", Text),
    Column("reason", Text),
    Column("settled_at", Instant, index=True),
    Column("created_at", Instant, nullable=False),
    # Those that are settled pile up over the years, and are in neither index.
    Index(
        "ix_deliveries_waiting",
        "door",
        "workspace",
        "next_at",
        sqlite_where=text("state = 'waiting'"),
        postgresql_where=text("state = 'waiting'"),
    ),
    Index(
        "ix_deliveries_sending",
        "door",
        "lease_until",
        sqlite_where=text("state = 'sending'"),
        postgresql_where=text("state = 'sending'"),
    ),
    sqlite_autoincrement=True,
)

occurrences = Table(
    "occurrences",
    metadata,
    Column("id", Key, primary_key=True),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    # The milestone's key; empty for what belongs to none, as the welcome.
    Column("milestone_key", Text, nullable=False),
    # Which reminder of its ladder, as 7d.
    Column("rung", Text, nullable=False),
    # For which date of the milestone, as it stands there: a date that moves has reminders anew.
    Column("target", Text, nullable=False),
    # A wall-clock time in the person's zone, and the instant that it is.
    Column("wall", Text, nullable=False),
    Column("zone", Text, nullable=False),
    Column("due_at", Instant, nullable=False),
    # planned, sent or dropped.
    Column("state", Text, nullable=False),
    # The message that carries it.
    Column("delivery_id", ForeignKey("deliveries.id"), index=True),
    Column("updated_at", Instant, nullable=False),
    UniqueConstraint("person_id", "milestone_key", "rung", "target"),
    sqlite_autoincrement=True,
)

token_holders = Table(
    "token_holders",
    metadata,
    # The door and a digest of the token that one process at a time works with.
    Column("scope", Text, primary_key=True),
    Column("holder", Text, nullable=False),
    # Counts the changes of holder.
    Column("fence", Integer, nullable=False),
    # By the database's clock.
    Column("expires_at", Instant, nullable=False),
)

season_corrections = Table(
    "season_corrections",
    metadata,
    Column("season", Integer, primary_key=True, autoincrement=False),
    Column("milestone", Text, primary_key=True),
    Column("at", Text, nullable=False),
    Column("zone", Text, nullable=False),
    Column("strength", Text, nullable=False),
    # Who publishes it, as people read it, with the address where there is one.
    Column("source", Text, nullable=False),
    Column("note", Text, nullable=False),
    # Calendar days, as 2026-11-24.
    Column("checked", Text, nullable=False),
    Column("check_again", Text, nullable=False),
    Column("set_at", Instant, nullable=False),
)

season_proposals = Table(
    "season_proposals",
    metadata,
    Column("id", Key, primary_key=True),
    Column("server_id", ForeignKey("servers.id"), nullable=False, index=True),
    # Empty once the person has deleted what is stored about them.
    Column("person_id", ForeignKey("people.id"), index=True),
    Column("season", Integer, nullable=False),
    Column("milestone", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("proposed_at", Instant, nullable=False),
    # When the operator took or declined it; empty while it is open.
    Column("settled_at", Instant),
    sqlite_autoincrement=True,
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("person_id", ForeignKey("people.id"), primary_key=True, autoincrement=False),
    # Of the secret in the address, which is nowhere else than with the person.
    Column("digest", Text, nullable=False, unique=True),
    Column("created_at", Instant, nullable=False),
)

erasures = Table(
    "erasures",
    metadata,
    Column("id", Key, primary_key=True),
    # Who was deleted, so that a backup made before is brought to the same state. A number may
    # come back after a restore; with the moment it was given out it means one person.
    Column("number", BigInteger, nullable=False),
    Column("number_given_at", Instant, nullable=False),
    Column("erased_at", Instant, nullable=False, index=True),
    sqlite_autoincrement=True,
)
