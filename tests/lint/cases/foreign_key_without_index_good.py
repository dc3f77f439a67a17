import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    op.create_table(
        "invoice_orders",
        sa.Column("order_id", sa.Integer(), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_invoice_orders_order_id"),
    )


def downgrade() -> None:
    op.drop_table("invoice_orders")
