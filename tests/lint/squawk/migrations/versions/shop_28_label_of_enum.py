"""label of enum"""

from alembic import op

revision = "shop_28"
down_revision = "shop_27"


def upgrade():
    with op.get_context().autocommit_block():
        op.execute("ALTER TYPE order_state ADD VALUE IF NOT EXISTS 'sent' AFTER 'paid'")


def downgrade():
    pass
