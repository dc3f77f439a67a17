"""add refunds table

Revision ID: REVISION
Revises: 002
Create Date: DATE

"""

import sqlalchemy as sa
from alembic import op

import shop.types
from shop.types import GUID

revision = "REVISION"
down_revision = "002"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "refunds",
        sa.Column("id", GUID(), nullable=False),
        sa.Column("order_id", GUID(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("paid_at", shop.types.UTCDateTime(), nullable=False),
        sa.Column("created_at", shop.types.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"],
            ["orders.id"],
            name="fk_refunds_order_id_orders",
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_refunds_order_id"), "refunds", ["order_id"], unique=False)


def downgrade():
    op.drop_index(op.f("ix_refunds_order_id"), table_name="refunds")
    op.drop_table("refunds")
