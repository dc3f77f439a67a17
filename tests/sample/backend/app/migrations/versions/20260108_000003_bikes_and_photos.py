"""bikes and project photos

Revision ID: 20260108_000003
Revises: 20260105_000002
Create Date: 2026-01-08 09:05:00
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20260108_000003"
down_revision = "20260105_000002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    bind = op.get_bind()
    is_postgres = bind.dialect.name == "postgresql"
    if is_postgres:
        key = postgresql.UUID(as_uuid=True)
        key_default = sa.text("gen_random_uuid()")
        json_type = postgresql.JSONB(astext_type=sa.Text())
        json_default = sa.text("'{}'::jsonb")
    else:
        key, key_default = sa.String(36), None
        json_type, json_default = sa.JSON(), sa.text("'{}'")

    op.create_table(
        "bikes",
        sa.Column("id", key, primary_key=True, server_default=key_default),
        sa.Column("client_id", key, nullable=False),
        sa.Column("frame_number", sa.String(64), nullable=False),
        sa.Column("brand", sa.String(80), nullable=False),
        sa.Column("model_year", sa.SmallInteger()),
        sa.Column("specs", json_type, nullable=False, server_default=json_default),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name="fk_bikes_client_id_clients", ondelete="CASCADE"),
        sa.UniqueConstraint("frame_number", name="uniq_bikes_frame_number"),
        sa.CheckConstraint("model_year IS NULL OR model_year > 1880", name="chk_bikes_model_year"),
    )
    op.create_table(
        "project_photos",
        sa.Column("id", key, primary_key=True, server_default=key_default),
        sa.Column("project_id", key, nullable=False),
        sa.Column("taken_by", key),
        sa.Column("url", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name="fk_project_photos_project_id_projects", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["taken_by"], ["users.id"], name="fk_project_photos_taken_by_users", ondelete="SET NULL"
        ),
    )
    if is_postgres:
        op.execute("CREATE INDEX idx_bikes_specs ON bikes USING gin (specs)")


def downgrade() -> None:
    for table in ("project_photos", "bikes"):
        op.drop_table(table)
