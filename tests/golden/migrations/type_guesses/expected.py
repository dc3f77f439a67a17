"""add gauges table

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
        "gauges",
        sa.Column("id", uuid_type, primary_key=True, server_default=uuid_default),
        sa.Column("customer_id", uuid_type, nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_on", sa.Date(), nullable=False),
        sa.Column("start_date", sa.Date(), nullable=False),
        sa.Column("is_ok", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("has_lid", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("amount", sa.Numeric(12, 2), nullable=False),
        sa.Column("total", sa.Numeric(12, 2), nullable=False),
        sa.Column("price", sa.Numeric(12, 2), nullable=False),
        sa.Column("cost", sa.Numeric(12, 2), nullable=False),
        sa.Column("seat_count", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(255), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("item_type", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("meta", sa.JSON(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("anything", sa.String(255), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name="fk_gauges_customer_id_customers"),
        if_not_exists=True,
    )
    op.create_index("idx_gauges_customer_id", "gauges", ["customer_id"], if_not_exists=True)


def downgrade() -> None:
    op.drop_index("idx_gauges_customer_id", table_name="gauges", if_exists=True)
    op.drop_table("gauges", if_exists=True)
