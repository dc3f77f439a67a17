"""rename unique constraint uniq_bikes_frame_number to uniq_frame

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
    is_postgres = op.get_context().dialect.name == "postgresql"

    if is_postgres:
        op.execute("ALTER TABLE bikes RENAME CONSTRAINT uniq_bikes_frame_number TO uniq_frame")

    if not is_postgres:
        with op.batch_alter_table("bikes") as batch_op:
            batch_op.drop_constraint("uniq_bikes_frame_number", type_="unique")
            batch_op.create_unique_constraint("uniq_frame", ["frame_number"])


def downgrade() -> None:
    is_postgres = op.get_context().dialect.name == "postgresql"

    if is_postgres:
        op.execute("ALTER TABLE bikes RENAME CONSTRAINT uniq_frame TO uniq_bikes_frame_number")

    if not is_postgres:
        with op.batch_alter_table("bikes") as batch_op:
            batch_op.drop_constraint("uniq_frame", type_="unique")
            batch_op.create_unique_constraint("uniq_bikes_frame_number", ["frame_number"])
