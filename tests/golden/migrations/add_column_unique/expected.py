"""add column unique

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
    with op.batch_alter_table("payments") as batch_op:
        batch_op.add_column(sa.Column("external_ref", sa.String(40), nullable=True))
        batch_op.create_unique_constraint("uniq_payments_external_ref", ["external_ref"])


def downgrade() -> None:
    with op.batch_alter_table("payments") as batch_op:
        batch_op.drop_constraint("uniq_payments_external_ref", type_="unique")
        batch_op.drop_column("external_ref")
