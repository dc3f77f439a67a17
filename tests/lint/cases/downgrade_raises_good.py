import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    op.drop_column("customers", "phone")  # expect: drop-loses-rows


def downgrade() -> None:
    op.add_column("customers", sa.Column("phone", sa.String(20)))
