from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    op.create_index("ix_a", "orders", ["customer_id"])  # migrate: ignore  # expect: ignore-comment index-not-concurrent
    # expect: ignore-comment
    # migrate: ignore[index-not-concurent] a small table
    op.create_index("ix_orders_b", "users", ["email", "name"])
    # expect: ignore-comment
    # migrate: ignore[drop-loses-rows, index-not-concurrent] a small table
    op.create_index("ix_orders_c", "orders", ["note"])
    # expect: ignore-comment
    # migrate: ignore[rename-breaks-code] --
    op.rename_table("customers", "clients")


def downgrade() -> None:
    op.rename_table("clients", "customers")
    op.drop_index("ix_orders_c", table_name="orders")
    op.drop_index("ix_orders_b", table_name="users")
    op.drop_index("ix_a", table_name="orders")


# migrate: ignore[drop-loses-rows] no code follows  # expect: ignore-comment
