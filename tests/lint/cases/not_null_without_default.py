import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    # expect: not-null-without-default
    op.add_column("orders", sa.Column("currency", sa.String(3), nullable=False))


def downgrade() -> None:
    op.drop_column("orders", "currency")
