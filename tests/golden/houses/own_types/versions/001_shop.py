"""Shop

Revision ID: 001
Revises:
Create Date: 2026-01-01 10:00:00.000000

"""

import sqlalchemy as sa
from alembic import op

import shop.types
from shop.types import GUID

revision = "001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "users",
        sa.Column("id", GUID(), nullable=False),
        sa.Column("secret", shop.types.Encrypted(), nullable=False),
        sa.Column("token", shop.types.Encrypted(), nullable=False),
        sa.Column("created_at", shop.types.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def downgrade():
    op.drop_table("users")
