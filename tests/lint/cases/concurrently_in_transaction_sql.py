from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.execute("VACUUM ANALYZE customers")  # expect: concurrently-in-transaction
        op.execute("REINDEX TABLE CONCURRENTLY customers")  # expect: concurrently-in-transaction
        op.execute("COMMIT")  # expect: transaction-by-hand
        op.execute("VACUUM orders")


def downgrade() -> None:
    pass
