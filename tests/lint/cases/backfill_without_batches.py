import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    op.add_column("customers", sa.Column("fax", sa.String(20)))
    op.execute("UPDATE customers SET fax = phone WHERE fax IS NULL")  # expect: backfill-without-batches=warning
    # expect: backfill-without-batches=info several-locks
    op.execute("UPDATE orders SET note = '' WHERE note IS NULL")
    op.execute("DELETE FROM events")  # expect: backfill-without-batches=warning drop-loses-rows


def downgrade() -> None:
    op.drop_column("customers", "fax")
