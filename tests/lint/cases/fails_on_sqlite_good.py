import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.execute("CREATE EXTENSION IF NOT EXISTS pgcrypto")
    op.add_column("customers", sa.Column("address", sa.String(45).with_variant(postgresql.INET(), "postgresql")))


def downgrade() -> None:
    op.drop_column("customers", "address")
