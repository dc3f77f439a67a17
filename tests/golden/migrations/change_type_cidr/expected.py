"""change customers.city to cidr

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
    with op.batch_alter_table("customers") as batch_op:
        batch_op.alter_column(
            "city",
            type_=sa.String(49).with_variant(postgresql.CIDR(), "postgresql"),
            existing_type=sa.String(80),
            existing_nullable=True,
            existing_server_default=None,
            postgresql_using="city::cidr",
        )


def downgrade() -> None:
    with op.batch_alter_table("customers") as batch_op:
        batch_op.alter_column(
            "city",
            type_=sa.String(80),
            existing_type=sa.String(49).with_variant(postgresql.CIDR(), "postgresql"),
            existing_nullable=True,
            existing_server_default=None,
            postgresql_using="city::character varying(80)",
        )
