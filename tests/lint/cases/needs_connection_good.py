from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("INSERT INTO events (id) SELECT id FROM customers WHERE status = 'new'")
    op.drop_index("ix_orders_note", table_name="orders", if_exists=True)


def downgrade() -> None:
    pass
