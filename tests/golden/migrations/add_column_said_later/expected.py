"""add warranty_until date to bikes. It should be not null, default '2030-01-01'. Index it

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
    op.add_column(
        "bikes",
        sa.Column("warranty_until", sa.Date(), nullable=False, server_default=sa.text("'2030-01-01'")),
    )
    op.create_index("idx_bikes_warranty_until", "bikes", ["warranty_until"], if_not_exists=True)


def downgrade() -> None:
    op.drop_index("idx_bikes_warranty_until", table_name="bikes", if_exists=True)
    op.drop_column("bikes", "warranty_until")
