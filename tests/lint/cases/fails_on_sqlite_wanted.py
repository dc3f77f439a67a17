import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20260102_000002"
down_revision = "20260101_000001"


# the tests' database is stopped by: versions/first.py


def upgrade() -> None:
    if op.get_context().dialect.name == "sqlite":
        op.add_column("customers", sa.Column("address", sa.String(45)))
    else:
        op.add_column("customers", sa.Column("address", postgresql.INET()))
    # expect: fails-on-sqlite=info several-locks=info
    op.add_column("users", sa.Column("address", postgresql.INET()))


def downgrade() -> None:
    op.drop_column("users", "address")
    op.drop_column("customers", "address")
