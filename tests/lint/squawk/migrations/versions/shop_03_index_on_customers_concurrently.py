"""index on customers concurrently"""

from alembic import op

revision = "shop_03"
down_revision = "shop_02"


def upgrade():
    with op.get_context().autocommit_block():
        op.create_index("ix_customers_phone", "customers", ["phone"], postgresql_concurrently=True, if_not_exists=True)


def downgrade():
    with op.get_context().autocommit_block():
        op.drop_index("ix_customers_phone", table_name="customers", postgresql_concurrently=True, if_exists=True)
