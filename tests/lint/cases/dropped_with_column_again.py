import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.execute("ALTER INDEX ix_users_name RENAME TO ix_users_full_name")
        op.drop_column("users", "name")  # expect: drop-loses-rows


def downgrade() -> None:  # expect: downgrade-differs=critical
    if op.get_context().dialect.name == "postgresql":
        op.add_column("users", sa.Column("name", sa.String(100)))
