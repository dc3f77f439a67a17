"""add serial_number string(40) to bikes and a unique constraint on it

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
    with op.batch_alter_table("bikes") as batch_op:
        batch_op.add_column(sa.Column("serial_number", sa.String(40), nullable=True))
        batch_op.create_unique_constraint("uniq_bikes_serial_number", ["serial_number"])


def downgrade() -> None:
    with op.batch_alter_table("bikes") as batch_op:
        batch_op.drop_constraint("uniq_bikes_serial_number", type_="unique")
        batch_op.drop_column("serial_number")
