"""add invoices table

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
        "invoices",
        sa.Column("id", uuid_type, primary_key=True, server_default=uuid_default),
        sa.Column("project_id", uuid_type, nullable=False),
        sa.Column("number", sa.String(64), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("total_amount", sa.Numeric(12, 2), nullable=False),
        sa.Column("due_date", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name="fk_invoices_project_id_projects"),
        sa.CheckConstraint("status IN ('draft','sent','paid')", name="chk_invoices_status"),
        if_not_exists=True,
    )
    op.create_index("idx_invoices_project_id", "invoices", ["project_id"], if_not_exists=True)


def downgrade() -> None:
    op.drop_index("idx_invoices_project_id", table_name="invoices", if_exists=True)
    op.drop_table("invoices", if_exists=True)
