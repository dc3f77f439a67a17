import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    op.create_table("codes", sa.Column("id", sa.Integer(), primary_key=True))
    if op.get_context().dialect.name == "postgresql":
        op.create_check_constraint("ck_codes_id", "codes", "id > 0")
        op.execute("ALTER TABLE orders ADD CONSTRAINT ck_orders_total CHECK (total < 1000000) NOT VALID")


def downgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.drop_constraint("ck_orders_total", "orders")
    op.drop_table("codes")
