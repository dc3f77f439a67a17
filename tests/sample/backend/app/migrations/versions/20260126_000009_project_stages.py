"""project stages replace the free status

Revision ID: 20260126_000009
Revises: 20260122_000008
Create Date: 2026-01-26 06:10:00
"""

import sqlalchemy as sa
from alembic import op

revision = "20260126_000009"
down_revision = "20260122_000008"
branch_labels = None
depends_on = None

STAGES = ["INTAKE", "QUOTED", "BUILDING", "READY", "HANDED_OVER"]
CHECK = "status IN (" + ",".join(f"'{stage}'" for stage in STAGES) + ")"


def upgrade() -> None:
    bind = op.get_bind()
    is_postgres = bind.dialect.name == "postgresql"

    op.execute("UPDATE projects SET status = 'INTAKE' WHERE status = 'NEW'")
    op.execute("UPDATE projects SET status = 'HANDED_OVER' WHERE finished_at IS NOT NULL")
    op.execute(f"UPDATE projects SET status = 'BUILDING' WHERE NOT ({CHECK})")

    if is_postgres:
        op.execute("ALTER TABLE projects ALTER COLUMN status SET DEFAULT 'INTAKE'")
        op.create_check_constraint("chk_projects_status", "projects", CHECK)
    else:
        with op.batch_alter_table("projects") as batch_op:
            batch_op.alter_column(
                "status",
                existing_type=sa.String(length=32),
                existing_nullable=False,
                server_default=sa.text("'INTAKE'"),
            )
            batch_op.create_check_constraint("chk_projects_status", CHECK)


def downgrade() -> None:
    bind = op.get_bind()

    if bind.dialect.name == "postgresql":
        op.drop_constraint("chk_projects_status", "projects", type_="check")
        op.execute("ALTER TABLE projects ALTER COLUMN status SET DEFAULT 'NEW'")
    else:
        with op.batch_alter_table("projects") as batch_op:
            batch_op.drop_constraint("chk_projects_status", type_="check")
            batch_op.alter_column(
                "status",
                existing_type=sa.String(length=32),
                existing_nullable=False,
                server_default=sa.text("'NEW'"),
            )
    op.execute("UPDATE projects SET status = 'NEW' WHERE status = 'INTAKE'")
