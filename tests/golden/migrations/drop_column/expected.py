"""remove full_name from users

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
    op.drop_column("users", "full_name")


def downgrade() -> None:
    with op.batch_alter_table("users") as batch_op:
        batch_op.add_column(sa.Column("full_name", sa.String(120), nullable=False))
