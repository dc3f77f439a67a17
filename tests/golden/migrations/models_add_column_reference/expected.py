"""add settled_by to payments

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

    with op.batch_alter_table("payments") as batch_op:
        batch_op.add_column(sa.Column("settled_by", uuid_type, nullable=True))
        batch_op.create_foreign_key(
            "fk_payments_settled_by_users",
            "users",
            ["settled_by"],
            ["id"],
            ondelete="SET NULL",
        )

    op.create_index("idx_payments_settled_by", "payments", ["settled_by"], if_not_exists=True)


def downgrade() -> None:
    op.drop_index("idx_payments_settled_by", table_name="payments", if_exists=True)

    with op.batch_alter_table("payments") as batch_op:
        batch_op.drop_constraint("fk_payments_settled_by_users", type_="foreignkey")
        batch_op.drop_column("settled_by")
