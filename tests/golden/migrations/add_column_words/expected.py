"""add priority in (LOW, NORMAL, HIGH) default NORMAL to service_requests

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
    with op.batch_alter_table("service_requests") as batch_op:
        batch_op.add_column(sa.Column("priority", sa.String(32), nullable=False, server_default=sa.text("'NORMAL'")))
        batch_op.create_check_constraint("chk_service_requests_priority", "priority IN ('LOW','NORMAL','HIGH')")


def downgrade() -> None:
    with op.batch_alter_table("service_requests") as batch_op:
        batch_op.drop_constraint("chk_service_requests_priority", type_="check")
        batch_op.drop_column("priority")
