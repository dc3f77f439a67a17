"""add reviews table

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
    is_postgres = op.get_context().dialect.name == "postgresql"
    uuid_type = sa.String(36).with_variant(postgresql.UUID(as_uuid=True), "postgresql")
    uuid_default = sa.text("gen_random_uuid()") if is_postgres else None

    op.create_table(
        "reviews",
        sa.Column("id", uuid_type, primary_key=True, server_default=uuid_default),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.Column("stars", sa.Integer(), nullable=False, server_default=sa.text("3")),
        sa.Column("weight", sa.Numeric(3, 1), nullable=False),
        sa.Column("label", sa.String(255), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.CheckConstraint("reason IN ('DAMAGED','LATE')", name="chk_reviews_reason"),
        sa.CheckConstraint("stars IN (1,2,3)", name="chk_reviews_stars"),
        sa.CheckConstraint("weight IN (1.5,2)", name="chk_reviews_weight"),
        sa.CheckConstraint("label IN ('O''K','B')", name="chk_reviews_label"),
        if_not_exists=True,
    )


def downgrade() -> None:
    op.drop_table("reviews", if_exists=True)
