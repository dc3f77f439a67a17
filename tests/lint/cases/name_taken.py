import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    op.add_column("customers", sa.Column("phone", sa.String(20)))  # expect: name-taken
    op.create_index("ix_users_name", "customers", ["phone"])  # expect: name-taken


def downgrade() -> None:
    pass
