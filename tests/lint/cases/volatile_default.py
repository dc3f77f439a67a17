import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        # expect: volatile-default
        op.add_column(
            "customers", sa.Column("token", sa.Uuid(), nullable=False, server_default=sa.text("gen_random_uuid()"))
        )


def downgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.drop_column("customers", "token")
