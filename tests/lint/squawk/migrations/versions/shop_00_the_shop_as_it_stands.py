"""the shop as it stands"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "shop_00"
down_revision = None


def upgrade():
    op.create_table(
        "customers",
        sa.Column("id", sa.BigInteger(), sa.Identity(), primary_key=True),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.String(100)),
        sa.Column("phone", sa.Text()),
        sa.Column("status", sa.Text(), nullable=False, server_default="new"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.Column("updated_at", sa.DateTime(timezone=True)),
        sa.Column("seen_at", sa.DateTime(timezone=True)),
    )
    op.create_table(
        "orders",
        sa.Column("id", sa.BigInteger(), sa.Identity(), primary_key=True),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.Numeric(12, 2), nullable=False),
        sa.Column("note", sa.Text()),
        sa.Column("state", postgresql.ENUM("open", "paid", name="order_state"), nullable=False),
    )
    op.create_index("ix_orders_total", "orders", ["total"])
    op.execute("CREATE VIEW open_orders AS SELECT id FROM orders WHERE state = 'open'")


def downgrade():
    op.execute("DROP VIEW open_orders")
    op.drop_table("orders")
    op.execute("DROP TYPE order_state")
    op.drop_table("customers")
