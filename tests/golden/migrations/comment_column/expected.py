"""add comment 'net' to column amount of payments

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
        op.alter_column(
            "payments",
            "amount",
            comment="net",
            existing_type=sa.Numeric(12, 2),
            existing_nullable=False,
            existing_server_default=None,
        )


def downgrade() -> None:
    is_postgres = op.get_context().dialect.name == "postgresql"

    if is_postgres:
        op.alter_column(
            "payments",
            "amount",
            comment=None,
            existing_type=sa.Numeric(12, 2),
            existing_nullable=False,
            existing_server_default=None,
        )
