"""add column backfill

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
    op.add_column("payments", sa.Column("reference", sa.String(40), nullable=True))
    op.execute("UPDATE payments SET reference = 'unknown' WHERE reference IS NULL")

    with op.batch_alter_table("payments") as batch_op:
        batch_op.alter_column(
            "reference",
            nullable=False,
            existing_type=sa.String(40),
            existing_nullable=True,
            existing_server_default=None,
        )


def downgrade() -> None:
    with op.batch_alter_table("payments") as batch_op:
        batch_op.alter_column(
            "reference",
            nullable=True,
            existing_type=sa.String(40),
            existing_nullable=False,
            existing_server_default=None,
        )
        batch_op.drop_column("reference")
