"""key of invoices not valid"""

from alembic import op

revision = "shop_08"
down_revision = "shop_07"


def upgrade():
    op.execute("ALTER TABLE invoices ADD COLUMN customer_id BIGINT")
    op.execute(
        "ALTER TABLE invoices ADD CONSTRAINT fk_invoices_customer_id "
        "FOREIGN KEY (customer_id) REFERENCES customers (id) NOT VALID"
    )


def downgrade():
    op.drop_column("invoices", "customer_id")
