import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    op.create_table("codes", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("code", sa.Text()))
    op.execute("INSERT INTO codes (id, code) SELECT id, status FROM customers")
    op.execute("UPDATE codes SET code = lower(code)")
    op.execute("UPDATE customers SET status = 'new' WHERE status = 'fresh'")
    op.execute("UPDATE orders SET note = '' WHERE id IN (SELECT id FROM orders WHERE note IS NULL LIMIT 5000)")


def downgrade() -> None:
    op.drop_table("codes")
