import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        # expect: volatile-default
        op.add_column("orders", sa.Column("gross", sa.Numeric(12, 2), sa.Computed("total * 1.21", persisted=True)))


def downgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.drop_column("orders", "gross")
