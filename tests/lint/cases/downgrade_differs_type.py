import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    op.drop_column("orders", "note")  # expect: drop-loses-rows


def downgrade() -> None:  # expect: downgrade-differs
    op.add_column("orders", sa.Column("note", sa.String(50), nullable=True))
