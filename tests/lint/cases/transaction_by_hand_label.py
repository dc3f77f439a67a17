from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.execute("ALTER TYPE temper ADD VALUE 'sunny'")
        op.execute("COMMIT")  # expect: transaction-by-hand
        op.execute("UPDATE people SET temper = 'sunny' WHERE id = 1")


def downgrade() -> None:  # expect: downgrade-raises
    raise NotImplementedError("a label does not go again")
