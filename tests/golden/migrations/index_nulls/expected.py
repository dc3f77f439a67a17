"""add index on projects(status, created_at desc nulls last)

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
    is_postgres = op.get_context().dialect.name == "postgresql"

    if is_postgres:
        op.create_index(
            "idx_projects_status_created_at",
            "projects",
            ["status", sa.text("created_at DESC NULLS LAST")],
            if_not_exists=True,
        )

    if not is_postgres:
        op.create_index(
            "idx_projects_status_created_at",
            "projects",
            ["status", sa.text("created_at DESC")],
            if_not_exists=True,
        )


def downgrade() -> None:
    op.drop_index("idx_projects_status_created_at", table_name="projects", if_exists=True)
