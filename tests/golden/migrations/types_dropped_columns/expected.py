"""remove number, shown, looks, flags, lasts and padded from exhibits

Revision ID: 4c14b232ed7d
Revises: 44dd55ee66ff
Create Date: 2026-03-01 00:00:00
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "4c14b232ed7d"
down_revision = "44dd55ee66ff"
branch_labels = None
depends_on = None


class Bpchar(sa.types.UserDefinedType):
    cache_ok = True

    def get_col_spec(self, **kw: object) -> str:
        return "bpchar"


class Serial(sa.types.UserDefinedType):
    cache_ok = True

    def get_col_spec(self, **kw: object) -> str:
        return "serial"


class Vector1536(sa.types.UserDefinedType):
    cache_ok = True

    def get_col_spec(self, **kw: object) -> str:
        return "vector(1536)"


def upgrade() -> None:
    op.drop_column("exhibits", "number")
    op.drop_column("exhibits", "shown")
    op.drop_column("exhibits", "looks")
    op.drop_column("exhibits", "flags")
    op.drop_column("exhibits", "lasts")
    op.drop_column("exhibits", "padded")


def downgrade() -> None:
    op.add_column("exhibits", sa.Column("padded", Bpchar(), nullable=True))
    op.add_column(
        "exhibits",
        sa.Column(
            "lasts",
            postgresql.INTERVAL(fields="day to second", precision=3),
            nullable=True,
        ),
    )
    op.add_column("exhibits", sa.Column("flags", postgresql.BIT(3), nullable=True))
    op.add_column("exhibits", sa.Column("looks", Vector1536(), nullable=True))
    op.add_column(
        "exhibits",
        sa.Column("shown", postgresql.TSTZRANGE(), nullable=False),
    )
    op.add_column("exhibits", sa.Column("number", Serial(), nullable=False))
