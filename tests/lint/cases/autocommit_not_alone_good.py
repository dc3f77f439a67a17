from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    with op.get_context().autocommit_block():
        op.create_index("ix_customers_phone", "customers", ["phone"], postgresql_concurrently=True, if_not_exists=True)


def downgrade() -> None:
    with op.get_context().autocommit_block():
        op.drop_index("ix_customers_phone", table_name="customers", postgresql_concurrently=True, if_exists=True)
