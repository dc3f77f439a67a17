"""rename bikes.frame_number to serial_no, bikes.brand to maker

Revision ID: 20260301_000019
Revises: 20260224_000018
Create Date: 2026-03-01
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20260301_000019"
down_revision = "20260224_000018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.alter_column("bikes", "frame_number", new_column_name="serial_no")
    op.alter_column("bikes", "brand", new_column_name="maker")


def downgrade() -> None:
    op.alter_column("bikes", "maker", new_column_name="brand")
    op.alter_column("bikes", "serial_no", new_column_name="frame_number")
