import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    # expect: fails-on-postgresql fails-on-sqlite
    op.add_column("customers", sa.Column("phone", sa.String(20)))


def downgrade() -> None:
    pass
