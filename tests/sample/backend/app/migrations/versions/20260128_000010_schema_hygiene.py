"""schema hygiene: dates in order, created_at always set

Revision ID: 20260128_000010
Revises: 20260126_000009
Create Date: 2026-01-28 13:25:00
"""

from alembic import op

revision = "20260128_000010"
down_revision = "20260126_000009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    bind = op.get_bind()
    is_postgres = bind.dialect.name == "postgresql"

    # Only production has rows old enough to break these rules.
    if not is_postgres:
        return

    op.execute(
        "ALTER TABLE projects ADD CONSTRAINT chk_projects_dates "
        "CHECK (finished_at IS NULL OR finished_at >= started_at) NOT VALID"
    )
    op.execute("ALTER TABLE projects VALIDATE CONSTRAINT chk_projects_dates")

    for table in ("users", "payments"):
        op.execute(f"UPDATE {table} SET created_at = now() WHERE created_at IS NULL")
        op.execute(f"ALTER TABLE {table} ALTER COLUMN created_at SET NOT NULL")


def downgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return

    for table in ("payments", "users"):
        op.execute(f"ALTER TABLE {table} ALTER COLUMN created_at DROP NOT NULL")
    op.drop_constraint("chk_projects_dates", "projects", type_="check")
