"""add tags

Revision ID: 20260209_000014
Revises: 20260206_000013
Create Date: 2026-02-09 12:00:00
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20260209_000014"
down_revision = "20260206_000013"
branch_labels = None
depends_on = None

FIRST_TAGS = ["steel", "carbon", "tandem", "cargo"]


def upgrade() -> None:
    bind = op.get_bind()
    if bind.dialect.name == "sqlite":
        id_type, id_default = sa.String(36), sa.text("(lower(hex(randomblob(16))))")
    else:
        id_type, id_default = postgresql.UUID(as_uuid=True), sa.text("gen_random_uuid()")

    tags = op.create_table(
        "tags",
        sa.Column("id", id_type, primary_key=True, server_default=id_default),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("colour", sa.String(7), nullable=False, server_default="#808080"),
    )
    op.execute("CREATE UNIQUE INDEX uniq_tags_name ON tags (lower(name))")
    op.bulk_insert(tags, [{"name": name} for name in FIRST_TAGS])


def downgrade() -> None:
    op.drop_index("uniq_tags_name", table_name="tags")
    op.drop_table("tags")
