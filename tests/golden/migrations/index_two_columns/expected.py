"""add index on payments(method, created_at)

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
    op.create_index("idx_payments_method_created_at", "payments", ["method", "created_at"], if_not_exists=True)


def downgrade() -> None:
    op.drop_index("idx_payments_method_created_at", table_name="payments", if_exists=True)
