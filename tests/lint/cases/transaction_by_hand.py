import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    op.execute("COMMIT")  # expect: transaction-by-hand
    op.add_column("customers", sa.Column("fax", sa.String(20)))
    op.execute("BEGIN")


def downgrade() -> None:
    op.drop_column("customers", "fax")
