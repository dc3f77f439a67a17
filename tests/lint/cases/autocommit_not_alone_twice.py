from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    with op.get_context().autocommit_block():
        # expect: autocommit-not-alone
        op.create_index("ix_customers_phone", "customers", ["phone"], postgresql_concurrently=True)
        op.create_index("ix_customers_status", "customers", ["status"], postgresql_concurrently=True)


def downgrade() -> None:
    op.drop_index("ix_customers_status", table_name="customers")
    op.drop_index("ix_customers_phone", table_name="customers")
