import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    is_postgres = op.get_context().dialect.name == "postgresql"
    new_id = sa.text("gen_random_uuid()") if is_postgres else None
    op.create_table(
        "tokens",
        sa.Column("id", sa.String(36), primary_key=True, server_default=new_id),
        sa.Column("data", sa.JSON(), server_default=sa.text("'{}'")),
        sa.Column("seen_at", sa.DateTime(timezone=True), server_default=sa.func.now()),
        sa.Column("code", sa.String(8), server_default=sa.text("lower('ABC')")),
    )


def downgrade() -> None:
    op.drop_table("tokens")
