"""validate key of invoices"""

from alembic import op

revision = "shop_09"
down_revision = "shop_08"


def upgrade():
    op.execute("ALTER TABLE invoices VALIDATE CONSTRAINT fk_invoices_customer_id")


def downgrade():
    pass
