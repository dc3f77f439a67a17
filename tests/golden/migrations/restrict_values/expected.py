"""restrict bikes.brand to (TREK, GIANT, OTHER)

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
    with op.batch_alter_table("bikes") as batch_op:
        batch_op.create_check_constraint("chk_bikes_brand", "brand IN ('TREK','GIANT','OTHER')")


def downgrade() -> None:
    with op.batch_alter_table("bikes") as batch_op:
        batch_op.drop_constraint("chk_bikes_brand", type_="check")
