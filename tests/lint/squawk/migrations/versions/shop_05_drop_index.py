"""drop index"""

from alembic import op

revision = "shop_05"
down_revision = "shop_04"


def upgrade():
    op.drop_index("ix_orders_note", table_name="orders")


def downgrade():
    op.create_index("ix_orders_note", "orders", ["note"])
