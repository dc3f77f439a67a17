"""naive timestamp and long name"""

import sqlalchemy as sa
from alembic import op

revision = "shop_30"
down_revision = "shop_29"


def upgrade():
    op.add_column("orders", sa.Column("sent_at", sa.DateTime()))
    op.execute(
        "CREATE INDEX CONCURRENTLY ix_orders_sent_at_with_a_name_that_is_much_longer_than_postgresql_keeps ON orders (sent_at)"
    )


def downgrade():
    op.drop_column("orders", "sent_at")
