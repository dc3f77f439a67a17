import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    op.add_column("customers", sa.Column("fax", sa.String(20)))
    op.create_index("ix_users_email", "users", ["email"])  # expect: several-locks index-not-concurrent redundant-index


def downgrade() -> None:
    op.drop_index("ix_users_email", table_name="users")
    op.drop_column("customers", "fax")
