import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    bind = op.get_bind()
    for (found,) in bind.execute(sa.text("SELECT id FROM customers")).fetchall():  # expect: needs-connection
        bind.execute(sa.text("UPDATE orders SET note = 'x' WHERE customer_id = :id"), {"id": found})


def downgrade() -> None:
    pass
