"""add payment_reminders table

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

    if is_postgres:
        op.execute("CREATE TYPE reminder_tone AS ENUM ('FRIENDLY', 'FIRM')")

    op.create_table(
        "payment_reminders",
        sa.Column("id", uuid_type, primary_key=True),
        sa.Column("payment_id", uuid_type, nullable=False),
        sa.Column(
            "tone",
            sa.String(8).with_variant(
                postgresql.ENUM("FRIENDLY", "FIRM", name="reminder_tone", create_type=False),
                "postgresql",
            ),
            nullable=False,
            server_default=sa.text("'FRIENDLY'"),
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.ForeignKeyConstraint(
            ["payment_id"],
            ["payments.id"],
            name="fk_payment_reminders_payment_id_payments",
            ondelete="CASCADE",
        ),
        if_not_exists=True,
    )
    op.create_index("idx_payment_reminders_payment_id", "payment_reminders", ["payment_id"], if_not_exists=True)


def downgrade() -> None:
    is_postgres = op.get_context().dialect.name == "postgresql"

    op.drop_index("idx_payment_reminders_payment_id", table_name="payment_reminders", if_exists=True)
    op.drop_table("payment_reminders", if_exists=True)

    if is_postgres:
        op.execute("DROP TYPE reminder_tone")
