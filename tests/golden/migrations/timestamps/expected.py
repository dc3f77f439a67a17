"""add timestamps to parts and tags

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

    with op.batch_alter_table("parts") as batch_op:
        batch_op.add_column(
            sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        )
        batch_op.add_column(
            sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        )

    if not is_postgres:
        op.drop_index("uniq_tags_name", table_name="tags", if_exists=True)

    with op.batch_alter_table("tags") as batch_op:
        batch_op.add_column(
            sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        )
        batch_op.add_column(
            sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        )

    if not is_postgres:
        op.create_index("uniq_tags_name", "tags", [sa.text("lower(name)")], unique=True, if_not_exists=True)


def downgrade() -> None:
    op.drop_column("tags", "updated_at")
    op.drop_column("tags", "created_at")

    op.drop_column("parts", "updated_at")
    op.drop_column("parts", "created_at")
