from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    n = 0
    while n < 3:
        n = n + 1
    op.execute("CREATE VIEW notes AS SELECT id, note FROM orders")


def downgrade() -> None:
    op.execute("DROP VIEW notes")
