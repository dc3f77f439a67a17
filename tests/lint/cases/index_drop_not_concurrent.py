from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    op.drop_index("ix_users_name", table_name="users")  # expect: index-drop-not-concurrent


def downgrade() -> None:
    op.create_index("ix_users_name", "users", ["name"])
