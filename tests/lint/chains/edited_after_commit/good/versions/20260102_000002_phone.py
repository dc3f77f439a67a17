"""Adds the phone.

Not yet used.
"""

import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    # one line became four
    op.add_column(
        "users",
        sa.Column("phone", sa.String(20)),
    )


def downgrade() -> None:
    op.drop_column("users", "phone")
