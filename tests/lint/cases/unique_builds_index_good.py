from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        with op.get_context().autocommit_block():
            op.create_index("uq_users_name", "users", ["name"], unique=True, postgresql_concurrently=True)


def downgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.drop_index("uq_users_name", table_name="users")
