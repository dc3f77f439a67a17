"""add audit trail

Revision ID: 20260301_000019
Revises: 20260224_000018
Create Date: 2026-03-01
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20260301_000019"
down_revision = "20260224_000018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    is_postgres = op.get_context().dialect.name == "postgresql"
    uuid_type = sa.String(36).with_variant(postgresql.UUID(as_uuid=True), "postgresql")
    uuid_default = sa.text("gen_random_uuid()") if is_postgres else None

    op.create_table(
        "audit_entries",
        sa.Column("id", uuid_type, primary_key=True, server_default=uuid_default),
        sa.Column("project_id", uuid_type, nullable=True),
        sa.Column("kind", sa.String(16), nullable=False, server_default=sa.text("'A'")),
        sa.Column("amount", sa.Numeric(14, 4), nullable=False, server_default=sa.text("0")),
        sa.Column("flag", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tags", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True),
        sa.Column("address", sa.String(45).with_variant(postgresql.INET(), "postgresql"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["projects.id"],
            name="fk_audit_entries_project_id_projects",
            ondelete="SET NULL",
        ),
        sa.UniqueConstraint("kind", "seen_at", name="uniq_audit_entries_kind_seen_at"),
        sa.CheckConstraint("kind IN ('A','B','it''s')", name=op.f("ck_audit_entries_kind")),
        sa.CheckConstraint("amount >= 0", name=op.f("chk_audit_entries_amount")),
        if_not_exists=True,
    )
    op.create_index(
        "idx_audit_entries_kind",
        "audit_entries",
        ["kind"],
        postgresql_where=sa.text("seen_at IS NULL"),
        sqlite_where=sa.text("seen_at IS NULL"),
        if_not_exists=True,
    )
    op.create_index("idx_audit_entries_project_id", "audit_entries", ["project_id"], if_not_exists=True)


def downgrade() -> None:
    op.drop_index("idx_audit_entries_project_id", table_name="audit_entries", if_exists=True)
    op.drop_index("idx_audit_entries_kind", table_name="audit_entries", if_exists=True)
    op.drop_table("audit_entries", if_exists=True)
