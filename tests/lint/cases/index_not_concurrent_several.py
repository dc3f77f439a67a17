import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    op.add_column("customers", sa.Column("fax", sa.String(20)))
    op.create_index("ix_customers_fax", "customers", ["fax"])  # expect: index-not-concurrent
    op.create_index("ix_customers_phone", "customers", ["phone"])
    op.create_index("ix_customers_status", "customers", ["status"])


def downgrade() -> None:
    op.drop_index("ix_customers_status", table_name="customers")
    op.drop_index("ix_customers_phone", table_name="customers")
    op.drop_index("ix_customers_fax", table_name="customers")
    op.drop_column("customers", "fax")
