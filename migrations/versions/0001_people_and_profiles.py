"""People, the accounts that doors know them by, their profiles and drafts."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None


def upgrade() -> None:
    key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    instant = sa.DateTime(timezone=True)
    op.create_table(
        "people",
        sa.Column("id", key, primary_key=True),
        sa.Column("created_at", instant, nullable=False),
        sa.Column("last_seen_at", instant, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "tenants",
        sa.Column("id", key, primary_key=True),
        sa.Column("door", sa.Text(), nullable=False),
        sa.Column("platform_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tenants"),
        sa.UniqueConstraint("door", "platform_id", name="uq_tenants_door_platform_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "accounts",
        sa.Column("id", key, primary_key=True),
        sa.Column("person_id", key, nullable=False),
        sa.Column("door", sa.Text(), nullable=False),
        sa.Column("tenant_id", key, nullable=False),
        sa.Column("platform_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_accounts_person_id"),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name="fk_accounts_tenant_id"),
        sa.UniqueConstraint(
            "door", "tenant_id", "platform_id", name="uq_accounts_door_tenant_id_platform_id"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_accounts_person_id", "accounts", ["person_id"])
    op.create_index("ix_accounts_tenant_id", "accounts", ["tenant_id"])
    op.create_table(
        "profiles",
        sa.Column("person_id", key, primary_key=True, autoincrement=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("document_version", sa.Integer(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("season", sa.Integer()),
        sa.Column("created_at", instant, nullable=False),
        sa.Column("updated_at", instant, nullable=False),
        sa.PrimaryKeyConstraint("person_id", name="pk_profiles"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_profiles_person_id"),
    )
    op.create_index("ix_profiles_season", "profiles", ["season"])
    op.create_table(
        "drafts",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person_id", key, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("expires_at", instant, nullable=False),
        sa.Column("updated_at", instant, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_drafts"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_drafts_person_id"),
        sa.UniqueConstraint("person_id", "kind", name="uq_drafts_person_id_kind"),
    )
    op.create_index("ix_drafts_expires_at", "drafts", ["expires_at"])
