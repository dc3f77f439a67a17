"""drop foreign key on stock_moves.part_id

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
        op.drop_constraint("stock_moves_part_id_fkey", "stock_moves", type_="foreignkey")


def downgrade() -> None:
    is_postgres = op.get_context().dialect.name == "postgresql"

    if is_postgres:
        op.create_foreign_key(
            "stock_moves_part_id_fkey",
            "stock_moves",
            "parts",
            ["part_id"],
            ["id"],
            ondelete="CASCADE",
        )
