import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS pgcrypto")  # expect: fails-on-sqlite
    op.add_column("customers", sa.Column("address", postgresql.INET()))  # expect: fails-on-sqlite


def downgrade() -> None:
    op.drop_column("customers", "address")
