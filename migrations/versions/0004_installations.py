"""Installations in many workspaces, events that were handled, and files sent to people."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    instant = sa.DateTime(timezone=True)
    op.add_column("servers", sa.Column("enterprise_id", sa.Text()))
    op.create_table(
        "installations",
        sa.Column("door", sa.Text(), nullable=False),
        sa.Column("enterprise_id", sa.Text(), nullable=False),
        sa.Column("team_id", sa.Text(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("installed_at", instant, nullable=False),
        sa.Column("updated_at", instant, nullable=False),
        sa.PrimaryKeyConstraint("door", "enterprise_id", "team_id", name="pk_installations"),
    )
    op.create_table(
        "oauth_states",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("expires_at", instant, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_oauth_states"),
    )
    op.create_index("ix_oauth_states_expires_at", "oauth_states", ["expires_at"])
    op.create_table(
        "handled_events",
        sa.Column("door", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.PrimaryKeyConstraint("door", "event_id", name="pk_handled_events"),
    )
    op.create_index("ix_handled_events_at", "handled_events", ["at"])
    op.create_table(
        "uploads",
        sa.Column("id", key, primary_key=True),
        sa.Column("door", sa.Text(), nullable=False),
        sa.Column("enterprise_id", sa.Text(), nullable=False),
        sa.Column("team_id", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Text(), nullable=False),
        sa.Column("person_id", key),
        sa.Column("uploaded_at", instant, nullable=False),
        sa.Column("due_at", instant),
        sa.PrimaryKeyConstraint("id", name="pk_uploads"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_uploads_person_id"),
        sa.UniqueConstraint("door", "team_id", "file_id", name="uq_uploads_door_team_id_file_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_uploads_person_id", "uploads", ["person_id"])
    op.create_index("ix_uploads_due_at", "uploads", ["due_at"])
