import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    op.execute("UPDATE customers SET status = 'call \\\\:name' WHERE id = 1")
    op.execute("UPDATE customers SET status = '12:30' WHERE id = 2")
    op.execute(sa.text("UPDATE customers SET status = :status WHERE id = 3").bindparams(status="gone"))


def downgrade() -> None:
    pass
