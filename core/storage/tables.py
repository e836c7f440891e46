"""Every table, and the revision of ``migrations`` that makes exactly these."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ForeignKey,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

from core.storage.instant import Instant

REVISION = "0004"
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
