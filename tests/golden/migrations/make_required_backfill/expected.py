"""make customers.city required, backfill

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
    op.execute("UPDATE customers SET city = 'Vilnius' WHERE city IS NULL")

    with op.batch_alter_table("customers") as batch_op:
        batch_op.alter_column(
            "city",
            nullable=False,
            existing_type=sa.String(80),
            existing_nullable=True,
            existing_server_default=None,
        )


def downgrade() -> None:
    with op.batch_alter_table("customers") as batch_op:
        batch_op.alter_column(
            "city",
            nullable=True,
            existing_type=sa.String(80),
            existing_nullable=False,
            existing_server_default=None,
        )
