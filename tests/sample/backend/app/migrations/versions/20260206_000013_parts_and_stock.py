"""parts and stock

Revision ID: 20260206_000013
Revises: 20260204_000012
Create Date: 2026-02-06 09:50:00
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20260206_000013"
down_revision = "20260204_000012"
branch_labels = None
depends_on = None

DIRECTIONS = ("IN", "OUT", "COUNT")


def _uuid():
    return sa.String(36).with_variant(postgresql.UUID(as_uuid=True), "postgresql")


def upgrade() -> None:
    is_postgres = op.get_bind().dialect.name == "postgresql"

    op.create_table(
        "parts",
        sa.Column("id", sa.Integer(), sa.Identity(), primary_key=True),
        sa.Column("sku", sa.String(40), nullable=False, unique=True),
        sa.Column("name", sa.String(160), nullable=False),
        sa.Column("price", sa.Numeric(10, 2), nullable=False, server_default="0"),
        sa.Column("weight_grams", sa.Float()),
        sa.Column("discontinued_on", sa.Date()),
    )

    direction = sa.String(8)
    if is_postgres:
        direction = postgresql.ENUM(*DIRECTIONS, name="stock_direction", create_type=False)
        direction.create(op.get_bind(), checkfirst=True)
    op.create_table(
        "stock_moves",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("part_id", sa.Integer(), sa.ForeignKey("parts.id", ondelete="CASCADE"), nullable=False),
        sa.Column("project_id", _uuid(), nullable=True),
        sa.Column("direction", direction, nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name="fk_stock_moves_project_id_projects"),
        sa.CheckConstraint("quantity <> 0", name="chk_stock_moves_quantity"),
    )
    op.create_index("idx_stock_moves_part_id", "stock_moves", ["part_id", sa.text("moved_at DESC")])
    op.create_index("idx_stock_moves_project_id", "stock_moves", ["project_id"])


def downgrade() -> None:
    op.drop_table("stock_moves")
    op.drop_table("parts")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TYPE IF EXISTS stock_direction")
