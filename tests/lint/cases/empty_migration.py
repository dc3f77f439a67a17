import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:  # expect: empty-migration
    pass


def downgrade() -> None:
    pass
