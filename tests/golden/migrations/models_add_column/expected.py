"""add due_date to payments

Revision ID: 20260301_000019
Revises: 20260224_000018
Create Date: 2026-03-01
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20260301_000019"
down_revision = "20260224_000018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("payments", sa.Column("due_date", sa.Date(), nullable=True))
    op.create_index("ix_payments_due_date", "payments", ["due_date"], if_not_exists=True)


def downgrade() -> None:
    op.drop_index("ix_payments_due_date", table_name="payments", if_exists=True)
    op.drop_column("payments", "due_date")
