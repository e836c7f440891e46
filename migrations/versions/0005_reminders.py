"""The season's corrections, what is planned for a person, what is sent, and who sends it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

revision = "0005"
down_revision = "0004"

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_INSTANT = sa.DateTime(timezone=True)


def _text(name: str, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=null)


def _instant(name: str, *, null: bool = False) -> sa.Column[object]:
    return sa.Column(name, _INSTANT, nullable=null)


def _number(name: str, *, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=null)


def _row_id() -> sa.Column[int]:
    return sa.Column("id", _KEY, primary_key=True)


_POINTS_TO = {
    "person_id": "people",
    "account_id": "accounts",
    "server_id": "servers",
    "delivery_id": "deliveries",
}


def _of(table: str, column: str, *, null: bool = False) -> tuple[SchemaItem, SchemaItem]:
    """A column that points to a row of another table, and its constraint."""
    return (
        sa.Column(column, _KEY, nullable=null),
        sa.ForeignKeyConstraint(
            [column], [f"{_POINTS_TO[column]}.id"], name=f"fk_{table}_{column}"
        ),
    )


def upgrade() -> None:
    _settings()
    _plan()
    _sending()
    _season()
    _others()


def _settings() -> None:
    op.create_table(
        "reminder_settings",
        *_of("reminder_settings", "person_id"),
        *_of("reminder_settings", "account_id"),
        _text("state"),
        _instant("paused_until", null=True),
        _text("zone"),
        sa.Column("zone_chosen", sa.Boolean(), nullable=False),
        _text("hour"),
        _text("quiet_from"),
        _text("quiet_to"),
        _number("digest_day", null=True),
        sa.Column("muted", sa.JSON(), nullable=False),
        _number("unanswered"),
        _instant("asked_at", null=True),
        sa.Column("only_irreversible", sa.Boolean(), nullable=False),
        _text("planned_by"),
        _number("row_version"),
        _instant("created_at"),
        _instant("updated_at"),
        sa.PrimaryKeyConstraint("person_id", name="pk_reminder_settings"),
    )
    op.create_index("ix_reminder_settings_account_id", "reminder_settings", ["account_id"])
    op.create_index("ix_reminder_settings_planned_by", "reminder_settings", ["planned_by"])
    op.create_table(
        "destinations",
        *_of("destinations", "account_id"),
        *_of("destinations", "person_id"),
        _text("door"),
        _text("workspace"),
        _text("channel_id", null=True),
        _instant("unreachable_at", null=True),
        _text("reason", null=True),
        _instant("told_at", null=True),
        _instant("updated_at"),
        sa.PrimaryKeyConstraint("account_id", name="pk_destinations"),
    )
    op.create_index("ix_destinations_person_id", "destinations", ["person_id"])


def _plan() -> None:
    op.create_table(
        "milestones",
        _row_id(),
        *_of("milestones", "person_id"),
        _text("key"),
        sa.Column("own", sa.Boolean(), nullable=False),
        _text("title", null=True),
        _text("at"),
        _text("zone"),
        _text("state"),
        _text("moved_from", null=True),
        _text("moved_why", null=True),
        _number("row_version"),
        _instant("created_at"),
        _instant("updated_at"),
        sa.PrimaryKeyConstraint("id", name="pk_milestones"),
        sa.UniqueConstraint("person_id", "key", name="uq_milestones_person_id_key"),
        sqlite_autoincrement=True,
    )


def _sending() -> None:
    op.create_table(
        "deliveries",
        _row_id(),
        _text("key"),
        _text("door"),
        _text("workspace"),
        *_of("deliveries", "person_id", null=True),
        *_of("deliveries", "account_id", null=True),
        _text("channel_id", null=True),
        _text("kind"),
        _text("state"),
        sa.Column("carried", sa.JSON(none_as_null=True)),
        _instant("due_at"),
        _instant("next_at"),
        _number("attempts"),
        _text("lease_holder", null=True),
        _instant("lease_until", null=True),
        _instant("first_attempt_at", null=True),
        _instant("unknown_since", null=True),
        _text("message_id", null=True),
        _text("reason", null=True),
        _instant("settled_at", null=True),
        _instant("created_at"),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.UniqueConstraint("key", name="uq_deliveries_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_deliveries_person_id", "deliveries", ["person_id"])
    op.create_index("ix_deliveries_account_id", "deliveries", ["account_id"])
    op.create_index("ix_deliveries_settled_at", "deliveries", ["settled_at"])
    for state, columns in {
        "waiting": ["door", "workspace", "next_at"],
        "sending": ["door", "lease_until"],
    }.items():
        only = sa.text(f"state = '{state}'")
        op.create_index(
            f"ix_deliveries_{state}",
            "deliveries",
            columns,
            sqlite_where=only,
            postgresql_where=only,
        )
    op.create_table(
        "occurrences",
        _row_id(),
        *_of("occurrences", "person_id"),
        _text("milestone_key"),
        _text("rung"),
        _text("target"),
        _text("wall"),
        _text("zone"),
        _instant("due_at"),
        _text("state"),
        *_of("occurrences", "delivery_id", null=True),
        _instant("updated_at"),
        sa.PrimaryKeyConstraint("id", name="pk_occurrences"),
        sa.UniqueConstraint(
            "person_id",
            "milestone_key",
            "rung",
            "target",
            name="uq_occurrences_person_id_milestone_key_rung_target",
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_occurrences_delivery_id", "occurrences", ["delivery_id"])
    op.create_table(
        "token_holders",
        _text("scope"),
        _text("holder"),
        _number("fence"),
        _instant("expires_at"),
        sa.PrimaryKeyConstraint("scope", name="pk_token_holders"),
    )


def _season() -> None:
    op.create_table(
        "season_corrections",
        _number("season"),
        _text("milestone"),
        _text("at"),
        _text("zone"),
        _text("strength"),
        _text("source"),
        _text("note"),
        _text("checked"),
        _text("check_again"),
        _instant("set_at"),
        sa.PrimaryKeyConstraint("season", "milestone", name="pk_season_corrections"),
    )
    op.create_table(
        "season_proposals",
        _row_id(),
        *_of("season_proposals", "server_id"),
        *_of("season_proposals", "person_id", null=True),
        _number("season"),
        _text("milestone"),
        _text("at"),
        _text("source"),
        _instant("proposed_at"),
        _instant("settled_at", null=True),
        sa.PrimaryKeyConstraint("id", name="pk_season_proposals"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_season_proposals_server_id", "season_proposals", ["server_id"])
    op.create_index("ix_season_proposals_person_id", "season_proposals", ["person_id"])


def _others() -> None:
    op.create_table(
        "subscriptions",
        *_of("subscriptions", "person_id"),
        _text("digest"),
        _instant("created_at"),
        sa.PrimaryKeyConstraint("person_id", name="pk_subscriptions"),
        sa.UniqueConstraint("digest", name="uq_subscriptions_digest"),
    )
    op.create_table(
        "erasures",
        _row_id(),
        sa.Column("number", sa.BigInteger(), nullable=False),
        _instant("number_given_at"),
        _instant("erased_at"),
        sa.PrimaryKeyConstraint("id", name="pk_erasures"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_erasures_erased_at", "erasures", ["erased_at"])
