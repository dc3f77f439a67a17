"""workbench bookings

Revision ID: 20260216_000016
Revises: 20260212_000015
Create Date: 2026-02-16 08:00:00
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20260216_000016"
down_revision = "20260212_000015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    is_postgres = op.get_context().dialect.name == "postgresql"
    key = sa.String(36).with_variant(postgresql.UUID(as_uuid=True), "postgresql")
    links = {"project_id": "projects", "user_id": "users"}

    op.create_table(
        "workbench_bookings",
        sa.Column("id", key, nullable=False, server_default=sa.text("gen_random_uuid()") if is_postgres else None),
        *[sa.Column(column, key, nullable=column == "user_id") for column in links],
        sa.Column("bench", sa.SmallInteger(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), comment="for the mechanic, not for the customer"),
        sa.PrimaryKeyConstraint("id", name=op.f("workbench_bookings_pkey")),
        *[
            sa.ForeignKeyConstraint(
                [column],
                [f"{target}.id"],
                name=op.f(f"fk_workbench_bookings_{column}_{target}"),
                ondelete="CASCADE" if target == "projects" else None,
            )
            for column, target in links.items()
        ],
        sa.UniqueConstraint("bench", "starts_at", name=op.f("uniq_workbench_bookings_slot")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("chk_workbench_bookings_time")),
    )
    for column in links:
        op.create_index(op.f(f"idx_workbench_bookings_{column}"), "workbench_bookings", [column], unique=False)


def downgrade() -> None:
    for column in ["user_id", "project_id"]:
        op.drop_index(op.f(f"idx_workbench_bookings_{column}"), table_name="workbench_bookings")
    op.drop_table("workbench_bookings")
