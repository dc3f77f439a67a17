import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    op.create_table("codes", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("code", sa.String(20)))
    op.create_index("ix_codes_code", "codes", ["code"])
    with op.get_context().autocommit_block():
        op.create_index("ix_customers_phone", "customers", ["phone"], postgresql_concurrently=True)


def downgrade() -> None:
    op.drop_index("ix_customers_phone", table_name="customers")
    op.drop_table("codes")
