"""drop table and view"""

from alembic import op

revision = "shop_27"
down_revision = "shop_26"


def upgrade():
    op.execute("DROP VIEW open_orders")
    op.drop_table("bills")


def downgrade():
    raise NotImplementedError("the bills are gone")
