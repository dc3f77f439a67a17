from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    op.execute("DROP VIEW busy_people")  # expect: drop-breaks-code
    if op.get_context().dialect.name == "postgresql":
        op.drop_constraint("uq_users_email", "users")  # expect: drop-breaks-code
        op.execute("DROP FUNCTION touch() CASCADE")  # expect: drop-breaks-code


def downgrade() -> None:  # expect: downgrade-raises
    raise NotImplementedError("nobody used them")
