import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    op.add_column("orders", sa.Column("email", sa.String(200)))
    # Those of other tables: nearly all, as far as one can see.
    # expect: backfill-without-batches=warning
    op.execute("UPDATE orders SET email = (SELECT email FROM customers c WHERE c.id = customer_id) WHERE id > total")
    # expect: backfill-without-batches=info
    op.execute("UPDATE orders SET customer_id = NULL WHERE customer_id NOT IN (SELECT id FROM customers)")
    # expect: backfill-without-batches=info drop-loses-rows=info several-locks
    op.execute("DELETE FROM users WHERE NOT EXISTS (SELECT 1 FROM customers c WHERE c.id = users.id)")
    op.execute("DELETE FROM people WHERE age = 99")  # told with the one before
    op.execute("DELETE FROM events WHERE id = 0")


def downgrade() -> None:
    op.execute("INSERT INTO events (id) VALUES (0)")
    op.drop_column("orders", "email")
