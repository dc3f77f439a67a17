"""user roles are a closed list, and titles may be longer

Revision ID: 20260219_000017
Revises: 20260216_000016
Create Date: 2026-02-19 14:30:00
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20260219_000017"
down_revision = "20260216_000016"
branch_labels = None
depends_on = None

ROLES = "role IN ('OWNER','MECHANIC','APPRENTICE')"


def upgrade() -> None:
    op.execute(sa.text("UPDATE users SET role = 'MECHANIC' WHERE NOT (" + ROLES + ")"))
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.add_column(sa.Column("hourly_rate", sa.Numeric(8, 2), nullable=True))
        batch_op.create_check_constraint("chk_users_role", ROLES)

    with op.batch_alter_table("projects", schema=None) as batch_op:
        batch_op.alter_column(
            "title", existing_type=sa.String(length=200), type_=sa.String(length=300), existing_nullable=False
        )


def downgrade() -> None:
    with op.batch_alter_table("projects", schema=None) as batch_op:
        batch_op.alter_column(
            "title", existing_type=sa.String(length=300), type_=sa.String(length=200), existing_nullable=False
        )

    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.drop_constraint("chk_users_role", type_="check")
        batch_op.drop_column("hourly_rate")
