from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    op.execute("UPDATE customers SET status = 'new' WHERE status = 'fresh'")


def downgrade() -> None:
    """Data only: nothing to take back."""
    pass
