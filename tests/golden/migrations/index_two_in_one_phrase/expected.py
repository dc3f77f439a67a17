"""add an index on payments received_at and an index on bikes brand

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
    op.create_index("idx_payments_received_at", "payments", ["received_at"], if_not_exists=True)
    op.create_index("idx_bikes_brand", "bikes", ["brand"], if_not_exists=True)


def downgrade() -> None:
    op.drop_index("idx_bikes_brand", table_name="bikes", if_exists=True)
    op.drop_index("idx_payments_received_at", table_name="payments", if_exists=True)
