"""drop foreign key on stock_moves.part_id

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
        op.drop_constraint("stock_moves_part_id_fkey", "stock_moves", type_="foreignkey")

    if not is_postgres:
        op.drop_index("idx_stock_moves_part_id", table_name="stock_moves", if_exists=True)

        with op.batch_alter_table("stock_moves", naming_convention={"fk": "fk_%(column_0_N_name)s"}) as batch_op:
            batch_op.drop_constraint("fk_part_id", type_="foreignkey")

        op.create_index(
            "idx_stock_moves_part_id",
            "stock_moves",
            ["part_id", sa.text("moved_at DESC")],
            if_not_exists=True,
        )


def downgrade() -> None:
    is_postgres = op.get_context().dialect.name == "postgresql"

    if is_postgres:
        op.create_foreign_key(None, "stock_moves", "parts", ["part_id"], ["id"], ondelete="CASCADE")

    if not is_postgres:
        op.drop_index("idx_stock_moves_part_id", table_name="stock_moves", if_exists=True)

        to_parts = sa.Table("parts", sa.MetaData(), sa.Column("id"))
        with op.batch_alter_table(
            "stock_moves",
            recreate="always",
            table_args=[sa.ForeignKeyConstraint(["part_id"], [to_parts.c.id], ondelete="CASCADE")],
        ):
            pass

        op.create_index(
            "idx_stock_moves_part_id",
            "stock_moves",
            ["part_id", sa.text("moved_at DESC")],
            if_not_exists=True,
        )
