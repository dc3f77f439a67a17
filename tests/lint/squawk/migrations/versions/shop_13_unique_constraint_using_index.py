"""unique constraint using index"""

from alembic import op

revision = "shop_13"
down_revision = "shop_12"


def upgrade():
    with op.get_context().autocommit_block():
        op.create_index("uq_customers_phone", "customers", ["phone"], unique=True, postgresql_concurrently=True)
    op.execute("ALTER TABLE customers ADD CONSTRAINT uq_customers_phone UNIQUE USING INDEX uq_customers_phone")


def downgrade():
    op.drop_constraint("uq_customers_phone", "customers")
