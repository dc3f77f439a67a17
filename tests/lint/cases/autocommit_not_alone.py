import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    op.add_column("customers", sa.Column("fax", sa.String(20)))
    with op.get_context().autocommit_block():
        # expect: autocommit-not-alone
        op.create_index("ix_customers_fax", "customers", ["fax"], postgresql_concurrently=True)


def downgrade() -> None:
    op.drop_index("ix_customers_fax", table_name="customers")
    op.drop_column("customers", "fax")
