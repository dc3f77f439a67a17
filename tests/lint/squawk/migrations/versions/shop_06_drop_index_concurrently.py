"""drop index concurrently"""

from alembic import op

revision = "shop_06"
down_revision = "shop_05"


def upgrade():
    with op.get_context().autocommit_block():
        op.drop_index("ix_customers_phone", table_name="customers", postgresql_concurrently=True, if_exists=True)


def downgrade():
    op.create_index("ix_customers_phone", "customers", ["phone"])
