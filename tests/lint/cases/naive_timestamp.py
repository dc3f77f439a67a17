import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    op.add_column("customers", sa.Column("seen_at", sa.DateTime()))  # expect: naive-timestamp


def downgrade() -> None:
    op.drop_column("customers", "seen_at")
