"""row level security where the API role exists

Revision ID: 20260113_000005
Revises: 20260112_000004
Create Date: 2026-01-13 07:30:00
"""

from alembic import op
from sqlalchemy import text

revision = "20260113_000005"
down_revision = "20260112_000004"
branch_labels = None
depends_on = None

TABLES = ["users", "clients", "projects", "bikes", "project_photos", "payments"]


def _has_role(name: str) -> bool:
    found = op.get_bind().execute(text("SELECT 1 FROM pg_roles WHERE rolname = :name"), {"name": name})
    return found.scalar() is not None


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    if not _has_role("workshop_api"):
        return  # a developer's machine

    for table in TABLES:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(
            f"""
            CREATE POLICY {table}_api_only ON {table}
                FOR ALL TO workshop_api
                USING (true) WITH CHECK (true)
            """
        )


def downgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in reversed(TABLES):
        op.execute(f"DROP POLICY IF EXISTS {table}_api_only ON {table}")
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
