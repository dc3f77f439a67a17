"""make email required on users

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
    op.execute("UPDATE users SET email = 'x' WHERE email IS NULL")

    with op.batch_alter_table("users") as batch_op:
        batch_op.alter_column(
            "email",
            nullable=False,
            existing_type=sa.String(255),
            existing_nullable=True,
            existing_server_default=None,
        )


def downgrade() -> None:
    with op.batch_alter_table("users") as batch_op:
        batch_op.alter_column(
            "email",
            nullable=True,
            existing_type=sa.String(255),
            existing_nullable=False,
            existing_server_default=None,
        )
