from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    # expect: bind-in-sql
    op.execute("UPDATE customers SET status = 'call :name' WHERE id = 1")


def downgrade() -> None:
    pass
