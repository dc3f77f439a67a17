"""project indexes

Revision ID: 20260105_000002
Revises: 20260105_000001
Create Date: 2026-01-05 10:40:00
"""

from alembic import op

# revision identifiers, used by Alembic.
revision = "20260105_000002"
down_revision = "20260105_000001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("idx_projects_status", "projects", ["status"])
    op.execute(
        "CREATE INDEX IF NOT EXISTS idx_projects_open ON projects (client_id, started_at) WHERE finished_at IS NULL"
    )


def downgrade() -> None:
    op.execute("DROP INDEX IF EXISTS idx_projects_open")
    op.drop_index("idx_projects_status", table_name="projects")
