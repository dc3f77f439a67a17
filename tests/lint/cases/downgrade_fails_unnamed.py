import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    with op.batch_alter_table("orders", table_args=[sa.CheckConstraint("total >= 0", name="ck_total")]) as batch_op:
        # expect: batch-loses constraint-without-not-valid foreign-key-without-index
        batch_op.create_foreign_key("fk_orders_customer_id", "customers", ["customer_id"], ["id"])


def downgrade() -> None:
    op.drop_constraint("fk_orders_customer", "orders", type_="foreignkey")  # expect: downgrade-fails
