"""invoices table"""

import sqlalchemy as sa
from alembic import op

revision = "shop_01"
down_revision = "shop_00"


def upgrade():
    op.create_table(
        "invoices",
        sa.Column("id", sa.BigInteger(), sa.Identity(), primary_key=True),
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.Numeric(12, 2), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_invoices_order_id"),
        sa.UniqueConstraint("order_id", name="uq_invoices_order_id"),
        sa.CheckConstraint("amount >= 0", name="ck_invoices_amount"),
    )
    op.create_index("ix_invoices_issued_at", "invoices", ["issued_at"])


def downgrade():
    op.drop_table("invoices")
