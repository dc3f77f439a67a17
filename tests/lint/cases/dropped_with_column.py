import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    op.drop_column("users", "name")  # expect: drop-loses-rows needs-batch


def downgrade() -> None:  # expect: dropped-with-column=warning
    op.add_column("users", sa.Column("name", sa.String(100)))
