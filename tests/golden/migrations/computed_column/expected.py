"""add gross to payments computed as amount * 1.21

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
    with op.batch_alter_table("payments") as batch_op:
        batch_op.add_column(
            sa.Column("gross", sa.Numeric(12, 2), sa.Computed("amount * 1.21", persisted=True), nullable=True),
        )


def downgrade() -> None:
    op.drop_column("payments", "gross")
