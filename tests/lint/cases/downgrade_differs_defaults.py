import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.drop_column("people", "is_known")  # expect: drop-loses-rows
        op.drop_column("people", "age")
        op.drop_column("people", "motto")


def downgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.add_column("people", sa.Column("motto", sa.String(20), server_default=sa.text("''::character varying")))
        op.add_column("people", sa.Column("age", sa.Integer(), nullable=False, server_default=sa.text("( 18 )")))
        op.add_column("people", sa.Column("is_known", sa.Boolean(), nullable=False, server_default=sa.text("false")))
