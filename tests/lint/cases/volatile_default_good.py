import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    op.add_column("customers", sa.Column("kind", sa.String(10), nullable=False, server_default="person"))


def downgrade() -> None:
    op.drop_column("customers", "kind")
