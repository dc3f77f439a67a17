"""add join table between projects and tags

Revision ID: 20260301_000019
Revises: 20260224_000018
Create Date: 2026-03-01
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20260301_000019"
down_revision = "20260224_000018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    uuid_type = sa.String(36).with_variant(postgresql.UUID(as_uuid=True), "postgresql")

    op.create_table(
        "project_tags",
        sa.Column("project_id", uuid_type, nullable=False),
        sa.Column("tag_id", uuid_type, nullable=False),
        sa.PrimaryKeyConstraint("project_id", "tag_id"),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name="fk_project_tags_project_id_projects"),
        sa.ForeignKeyConstraint(["tag_id"], ["tags.id"], name="fk_project_tags_tag_id_tags"),
        if_not_exists=True,
    )
    op.create_index("idx_project_tags_tag_id", "project_tags", ["tag_id"], if_not_exists=True)


def downgrade() -> None:
    op.drop_index("idx_project_tags_tag_id", table_name="project_tags", if_exists=True)
    op.drop_table("project_tags", if_exists=True)
