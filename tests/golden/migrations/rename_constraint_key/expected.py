"""rename constraint fk_projects_lead_id_users to fk_projects_lead

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
        op.execute("ALTER TABLE projects RENAME CONSTRAINT fk_projects_lead_id_users TO fk_projects_lead")

    if not is_postgres:
        with op.batch_alter_table("projects") as batch_op:
            batch_op.drop_constraint("fk_projects_lead_id_users", type_="foreignkey")
            batch_op.create_foreign_key("fk_projects_lead", "users", ["lead_id"], ["id"])


def downgrade() -> None:
    is_postgres = op.get_context().dialect.name == "postgresql"

    if is_postgres:
        op.execute("ALTER TABLE projects RENAME CONSTRAINT fk_projects_lead TO fk_projects_lead_id_users")

    if not is_postgres:
        with op.batch_alter_table("projects") as batch_op:
            batch_op.drop_constraint("fk_projects_lead", type_="foreignkey")
            batch_op.create_foreign_key("fk_projects_lead_id_users", "users", ["lead_id"], ["id"])
