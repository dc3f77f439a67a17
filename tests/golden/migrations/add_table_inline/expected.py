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
        sa.Column("number", sa.String(32), nullable=False),
        sa.Column("customer_id", uuid_type, nullable=False),
        sa.Column("status", sa.String(32), nullable=False, server_default=sa.text("'DRAFT'")),
        sa.Column("total", sa.Numeric(12, 2), nullable=False),
        sa.Column("meta", sa.JSON(), nullable=False),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customers.id"],
            name="fk_invoices_customer_id_customers",
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint("number", name="uniq_invoices_number"),
        sa.CheckConstraint("status IN ('DRAFT','SENT','PAID')", name="chk_invoices_status"),
        if_not_exists=True,
    )
    op.create_index("idx_invoices_customer_id", "invoices", ["customer_id"], if_not_exists=True)


def downgrade() -> None:
    op.drop_index("idx_invoices_customer_id", table_name="invoices", if_exists=True)
    op.drop_table("invoices", if_exists=True)
