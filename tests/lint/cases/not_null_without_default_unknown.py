import platform

import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    op.add_column("users", sa.Column("made_on", sa.String(200), nullable=False, server_default=platform.system()))


def downgrade() -> None:
    op.drop_column("users", "made_on")
