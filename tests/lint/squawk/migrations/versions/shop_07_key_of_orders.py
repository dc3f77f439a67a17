"""key of orders"""

from alembic import op

revision = "shop_07"
down_revision = "shop_06"


def upgrade():
    op.create_foreign_key("fk_orders_customer_id", "orders", "customers", ["customer_id"], ["id"])


def downgrade():
    op.drop_constraint("fk_orders_customer_id", "orders", type_="foreignkey")
