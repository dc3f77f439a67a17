"""drop payments table

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
    op.drop_index("idx_payments_project_id", table_name="payments", if_exists=True)
    op.drop_index("uniq_payments_provider_event", table_name="payments", if_exists=True)
    op.drop_table("payments", if_exists=True)


def downgrade() -> None:
    is_postgres = op.get_context().dialect.name == "postgresql"
    uuid_type = sa.String(36).with_variant(postgresql.UUID(as_uuid=True), "postgresql")

    if is_postgres:
        op.create_table(
            "payments",
            sa.Column("id", uuid_type, nullable=False, server_default=sa.text("gen_random_uuid()")),
            sa.Column("project_id", uuid_type, nullable=False),
            sa.Column("amount", sa.Numeric(12, 2), nullable=False),
            sa.Column("currency", sa.CHAR(3), nullable=False, server_default=sa.text("'EUR'")),
            sa.Column("method", sa.String(16), nullable=False),
            sa.Column("provider", sa.String(32), nullable=True),
            sa.Column("provider_event_id", sa.String(128), nullable=True),
            sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
            sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.text("now()")),
            sa.Column("receipt_data", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True),
            sa.PrimaryKeyConstraint("id", name="payments_pkey"),
            sa.ForeignKeyConstraint(
                ["project_id"],
                ["projects.id"],
                name="fk_payments_project_id_projects",
                ondelete="RESTRICT",
            ),
            sa.CheckConstraint("amount > 0", name=op.f("ck_payments__chk_payments_amount")),
            sa.CheckConstraint("method IN ('CASH', 'CARD', 'TRANSFER')", name=op.f("ck_payments__chk_payments_method")),
            sa.CheckConstraint("currency = upper(currency)", name=op.f("chk_payments_currency")),
            if_not_exists=True,
        )

    if not is_postgres:
        op.create_table(
            "payments",
            sa.Column("id", sa.String(36), primary_key=True),
            sa.Column("project_id", sa.String(36), nullable=False),
            sa.Column("amount", sa.Numeric(12, 2), nullable=False),
            sa.Column("currency", sa.CHAR(3), nullable=False, server_default=sa.text("'EUR'")),
            sa.Column("method", sa.String(16), nullable=False),
            sa.Column("provider", sa.String(32), nullable=True),
            sa.Column("provider_event_id", sa.String(128), nullable=True),
            sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
            sa.Column(
                "created_at",
                sa.DateTime(timezone=True),
                nullable=True,
                server_default=sa.text("CURRENT_TIMESTAMP"),
            ),
            sa.Column("receipt_data", sa.JSON(), nullable=True),
            sa.ForeignKeyConstraint(
                ["project_id"],
                ["projects.id"],
                name="fk_payments_project_id_projects",
                ondelete="RESTRICT",
            ),
            sa.CheckConstraint("amount > 0", name=op.f("ck_payments__chk_payments_amount")),
            sa.CheckConstraint("method IN ('CASH', 'CARD', 'TRANSFER')", name=op.f("ck_payments__chk_payments_method")),
            if_not_exists=True,
        )

    op.create_index(
        "uniq_payments_provider_event",
        "payments",
        ["provider", "provider_event_id"],
        unique=True,
        postgresql_where=sa.text("provider_event_id IS NOT NULL"),
        sqlite_where=sa.text("provider_event_id IS NOT NULL"),
        if_not_exists=True,
    )
    op.create_index("idx_payments_project_id", "payments", ["project_id"], if_not_exists=True)
