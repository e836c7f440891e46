"""Servers with their settings, and who changed them."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    instant = sa.DateTime(timezone=True)
    op.create_table(
        "servers",
        sa.Column("id", key, primary_key=True),
        sa.Column("door", sa.Text(), nullable=False),
        sa.Column("platform_id", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text()),
        sa.Column("season", sa.Integer()),
        sa.Column("leader_roles", sa.JSON(), nullable=False),
        sa.Column("checklist_channels", sa.JSON(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("joined_at", instant, nullable=False),
        sa.Column("gone_at", instant),
        sa.Column("updated_at", instant, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_servers"),
        sa.UniqueConstraint("door", "platform_id", name="uq_servers_door_platform_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "audit",
        sa.Column("id", key, primary_key=True),
        sa.Column("server_id", key, nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.Column("person_id", key),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("change", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sa.ForeignKeyConstraint(["server_id"], ["servers.id"], name="fk_audit_server_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_audit_person_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_server_id", "audit", ["server_id"])
    op.create_index("ix_audit_person_id", "audit", ["person_id"])
