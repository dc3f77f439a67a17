from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    op.rename_table("customers", "clients")  # expect: rename-breaks-code


def downgrade() -> None:
    op.rename_table("clients", "customers")
