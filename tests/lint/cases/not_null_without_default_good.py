import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    op.add_column("orders", sa.Column("currency", sa.String(3), nullable=False, server_default="EUR"))
    op.create_table("scratch", sa.Column("id", sa.Integer(), primary_key=True))
    op.add_column("orders", sa.Column("sum", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("orders", "sum")
    op.drop_table("scratch")
    op.drop_column("orders", "currency")
