import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    op.execute("DELETE FROM events")  # expect: backfill-without-batches drop-loses-rows
    op.add_column("events", sa.Column("kind", sa.String(20), nullable=False))


def downgrade() -> None:
    op.drop_column("events", "kind")
