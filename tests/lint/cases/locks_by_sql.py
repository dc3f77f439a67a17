from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.execute("LOCK TABLE customers")  # expect: locks-by-sql
        op.execute("REINDEX TABLE customers")  # expect: locks-by-sql
        op.execute("CLUSTER users USING ix_users_name")  # expect: locks-by-sql several-locks
        op.execute("REFRESH MATERIALIZED VIEW totals")  # expect: locks-by-sql


def downgrade() -> None:
    pass
