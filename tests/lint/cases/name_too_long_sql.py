from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        # expect: name-too-long=warning index-not-concurrent
        op.execute(
            "CREATE INDEX ix_customers_email_and_customers_email_and_customers_email_and_phone ON customers (phone)"
        )


def downgrade() -> None:  # expect: downgrade-empty
    pass
