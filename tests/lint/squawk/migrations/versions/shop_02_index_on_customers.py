"""index on customers"""

from alembic import op

revision = "shop_02"
down_revision = "shop_01"


def upgrade():
    op.create_index("ix_customers_email", "customers", ["email"])


def downgrade():
    op.drop_index("ix_customers_email", table_name="customers")
