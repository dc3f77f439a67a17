from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        with op.get_context().autocommit_block():
            op.execute("ALTER TYPE temper ADD VALUE IF NOT EXISTS 'sleepy'")


# expect: downgrade-empty=info
def downgrade() -> None:
    pass
