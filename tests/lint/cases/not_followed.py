import os

from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    n = 0
    while n < 30_000:  # expect: not-followed
        n = n + 1
    op.create_index("ix_orders_note", "orders", ["note"])


def downgrade() -> None:
    for name in os.listdir("."):
        if name.startswith("ix_orders_"):
            op.drop_index(name)  # expect: not-followed
    op.drop_index("ix_orders_note", table_name="orders")
