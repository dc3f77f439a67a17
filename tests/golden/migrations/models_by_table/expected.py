"""create table user_replies

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
    uuid_type = sa.String(36).with_variant(postgresql.UUID(as_uuid=True), "postgresql")

    op.create_table(
        "user_replies",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("reminder_id", uuid_type, nullable=False),
        sa.Column("stars", sa.Integer(), nullable=False),
        sa.Column("posted_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["reminder_id"], ["projects.id"], name="fk_user_replies_reminder_id_projects"),
        sa.CheckConstraint("stars <= 5", name="chk_user_replies_stars"),
        if_not_exists=True,
    )
    op.create_index("idx_user_replies_posted_on", "user_replies", ["posted_on"], if_not_exists=True)
    op.create_index("idx_user_replies_reminder_id", "user_replies", ["reminder_id"], if_not_exists=True)


def downgrade() -> None:
    op.drop_index("idx_user_replies_reminder_id", table_name="user_replies", if_exists=True)
    op.drop_index("idx_user_replies_posted_on", table_name="user_replies", if_exists=True)
    op.drop_table("user_replies", if_exists=True)
