from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.execute("ALTER TYPE temper RENAME TO temper_old")
        op.execute("CREATE TYPE temper AS ENUM ('calm')")
        op.execute("UPDATE people SET temper = 'calm' WHERE temper <> 'calm'")
        # expect: type-change-rewrites
        op.execute("ALTER TABLE people ALTER temper TYPE temper USING temper::text::temper")
        op.execute("DROP TYPE temper_old")


def downgrade() -> None:  # expect: downgrade-raises
    raise NotImplementedError("rows have moved")
