"""add network cidr and search tsvector to parts

Revision ID: 20260301_000019
Revises: 20260224_000018
Create Date: 2026-03-01
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20260301_000019"
down_revision = "20260224_000018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "parts",
        sa.Column("network", sa.String(49).with_variant(postgresql.CIDR(), "postgresql"), nullable=True),
    )
    op.add_column(
        "parts",
        sa.Column("search", sa.Text().with_variant(postgresql.TSVECTOR(), "postgresql"), nullable=True),
    )


def downgrade() -> None:
    op.drop_column("parts", "search")
    op.drop_column("parts", "network")
