from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    op.drop_column("customers", "fax")  # expect: fails-on-postgresql


def downgrade() -> None:
    pass
