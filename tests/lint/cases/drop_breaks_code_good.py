from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    op.execute("DROP VIEW busy_people")
    op.execute("CREATE VIEW busy_people AS SELECT id FROM people WHERE id > 3")
    if op.get_context().dialect.name == "postgresql":
        op.create_index("uq_users_email_2", "users", ["email"], unique=True)  # expect: index-not-concurrent
        op.drop_constraint("uq_users_email", "users")


def downgrade() -> None:  # expect: downgrade-raises
    raise NotImplementedError("the view before is not worth it")
