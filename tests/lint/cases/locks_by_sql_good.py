from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        with op.get_context().autocommit_block():
            op.execute("REINDEX TABLE CONCURRENTLY customers")
        op.execute("REFRESH MATERIALIZED VIEW CONCURRENTLY totals")


def downgrade() -> None:
    pass
