"""check on orders"""

from alembic import op

revision = "shop_10"
down_revision = "shop_09"


def upgrade():
    op.create_check_constraint("ck_orders_total", "orders", "total >= 0")


def downgrade():
    op.drop_constraint("ck_orders_total", "orders")
