"""concurrently in the transaction"""

from alembic import op

revision = "shop_04"
down_revision = "shop_03"


def upgrade():
    op.create_index("ix_orders_note", "orders", ["note"], postgresql_concurrently=True)


def downgrade():
    op.drop_index("ix_orders_note", table_name="orders")
