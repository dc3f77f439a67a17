"""add invoice_lines and invoices tables

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
    uuid_type = sa.String(36).with_variant(postgresql.UUID(as_uuid=True), "postgresql")

    op.create_table(
        "invoices",
        sa.Column("id", uuid_type, primary_key=True),
        sa.Column("project_id", uuid_type, nullable=False),
        sa.Column("series", sa.String(8), nullable=False, server_default=sa.text("'A'")),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("total", sa.Numeric(12, 2), nullable=False),
        sa.Column("due_date", sa.Date(), nullable=False),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["projects.id"],
            name="fk_invoices_project_id_projects",
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint("series", "number", name="uniq_invoices_series_number"),
        sa.CheckConstraint("total >= 0", name="chk_invoices_total"),
        if_not_exists=True,
    )
    op.create_index("ix_invoices_paid_at", "invoices", ["paid_at"], if_not_exists=True)
    op.create_index(
        "idx_invoices_unpaid",
        "invoices",
        ["due_date"],
        postgresql_where=sa.text("paid_at IS NULL"),
        sqlite_where=sa.text("paid_at IS NULL"),
        if_not_exists=True,
    )
    op.create_index("idx_invoices_project_id", "invoices", ["project_id"], if_not_exists=True)
    op.create_table(
        "invoice_lines",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("invoice_id", uuid_type, nullable=False),
        sa.Column("label", sa.String(200), nullable=False),
        sa.Column("amount", sa.Numeric(12, 2), nullable=False),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoices.id"], name="fk_invoice_lines_invoice_id_invoices"),
        if_not_exists=True,
    )
    op.create_index("idx_invoice_lines_invoice_id", "invoice_lines", ["invoice_id"], if_not_exists=True)


def downgrade() -> None:
    op.drop_index("idx_invoice_lines_invoice_id", table_name="invoice_lines", if_exists=True)
    op.drop_table("invoice_lines", if_exists=True)
    op.drop_index("idx_invoices_project_id", table_name="invoices", if_exists=True)
    op.drop_index("idx_invoices_unpaid", table_name="invoices", if_exists=True)
    op.drop_index("ix_invoices_paid_at", table_name="invoices", if_exists=True)
    op.drop_table("invoices", if_exists=True)
