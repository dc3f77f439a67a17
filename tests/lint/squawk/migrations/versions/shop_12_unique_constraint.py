"""unique constraint"""

from alembic import op

revision = "shop_12"
down_revision = "shop_11"


def upgrade():
    op.create_unique_constraint("uq_customers_email", "customers", ["email"])


def downgrade():
    op.drop_constraint("uq_customers_email", "customers")
