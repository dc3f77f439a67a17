"""rename table"""

from alembic import op

revision = "shop_25"
down_revision = "shop_24"


def upgrade():
    op.rename_table("invoices", "bills")


def downgrade():
    op.rename_table("bills", "invoices")
