import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    # expect: backfill-without-batches=info drop-loses-rows=info
    op.execute("DELETE FROM events WHERE id NOT IN (SELECT id FROM orders)")
    op.add_column("events", sa.Column("kind", sa.Text(), nullable=False))  # expect: not-null-without-default


def downgrade() -> None:
    op.drop_column("events", "kind")
