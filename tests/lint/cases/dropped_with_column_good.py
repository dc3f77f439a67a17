import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    op.drop_index("ix_users_name", table_name="users")  # expect: index-drop-not-concurrent
    op.drop_column("users", "name")  # expect: drop-loses-rows


def downgrade() -> None:
    op.add_column("users", sa.Column("name", sa.String(100)))
    op.create_index("ix_users_name", "users", ["name"])
