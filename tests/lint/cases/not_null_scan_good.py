from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.execute("ALTER TABLE users ADD CONSTRAINT name_filled CHECK (name IS NOT NULL) NOT VALID")
        with op.get_context().autocommit_block():
            # expect: autocommit-not-alone
            op.execute("ALTER TABLE users VALIDATE CONSTRAINT name_filled")
        op.alter_column("users", "name", nullable=False)
        op.drop_constraint("name_filled", "users")


def downgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.alter_column("users", "name", nullable=True)
