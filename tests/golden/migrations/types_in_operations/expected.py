"""create table rooms (valid, days, lent, card, opens, closes, seen, note, title, place, looks, marks, lasts, spot, number, price, weight, facts, floors, short_name)

Revision ID: ef6ba5a24075
Revises: 44dd55ee66ff
Create Date: 2026-03-01 00:00:00
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "ef6ba5a24075"
down_revision = "44dd55ee66ff"
branch_labels = None
depends_on = None


class Bigserial(sa.types.UserDefinedType):
    cache_ok = True

    def get_col_spec(self, **kw: object) -> str:
        return "bigserial"


class Citext(sa.types.UserDefinedType):
    cache_ok = True

    def get_col_spec(self, **kw: object) -> str:
        return "citext"


class Datemultirange(sa.types.UserDefinedType):
    cache_ok = True

    def get_col_spec(self, **kw: object) -> str:
        return "datemultirange"


class Ltree(sa.types.UserDefinedType):
    cache_ok = True

    def get_col_spec(self, **kw: object) -> str:
        return "ltree"


class Name(sa.types.UserDefinedType):
    cache_ok = True

    def get_col_spec(self, **kw: object) -> str:
        return "name"


class Point(sa.types.UserDefinedType):
    cache_ok = True

    def get_col_spec(self, **kw: object) -> str:
        return "point"


class Serial(sa.types.UserDefinedType):
    cache_ok = True

    def get_col_spec(self, **kw: object) -> str:
        return "serial"


class Tstzmultirange(sa.types.UserDefinedType):
    cache_ok = True

    def get_col_spec(self, **kw: object) -> str:
        return "tstzmultirange"


class Vector1536(sa.types.UserDefinedType):
    cache_ok = True

    def get_col_spec(self, **kw: object) -> str:
        return "vector(1536)"


class Xml(sa.types.UserDefinedType):
    cache_ok = True

    def get_col_spec(self, **kw: object) -> str:
        return "xml"


def upgrade() -> None:
    op.create_table(
        "rooms",
        sa.Column("id", sa.BigInteger(), primary_key=True),
        sa.Column("valid", postgresql.TSTZRANGE(), nullable=False),
        sa.Column("days", postgresql.DATERANGE(), nullable=False),
        sa.Column("lent", Tstzmultirange(), nullable=True),
        sa.Column("card", postgresql.MACADDR(), nullable=False),
        sa.Column("opens", sa.Time(timezone=True), nullable=False),
        sa.Column(
            "closes",
            postgresql.TIME(timezone=True, precision=3),
            nullable=False,
        ),
        sa.Column(
            "seen",
            postgresql.TIMESTAMP(timezone=True, precision=3),
            nullable=False,
        ),
        sa.Column("note", Xml(), nullable=False),
        sa.Column("title", Citext(), nullable=False),
        sa.Column("place", Ltree(), nullable=False),
        sa.Column("looks", Vector1536(), nullable=False),
        sa.Column("marks", postgresql.BIT(8, varying=True), nullable=False),
        sa.Column(
            "lasts",
            postgresql.INTERVAL(fields="day to second", precision=3),
            nullable=False,
        ),
        sa.Column("spot", Point(), nullable=False),
        sa.Column("number", Serial(), nullable=False),
        sa.Column("price", postgresql.MONEY(), nullable=False),
        sa.Column("weight", sa.Float(24), nullable=False),
        sa.Column("facts", postgresql.HSTORE(), nullable=False),
        sa.Column("floors", postgresql.ARRAY(postgresql.INT4RANGE()), nullable=False),
        sa.Column("short_name", Name(), nullable=False),
    )

    op.add_column("exhibits", sa.Column("second_number", Bigserial(), nullable=False))
    op.add_column("exhibits", sa.Column("days_off", Datemultirange(), nullable=True))


def downgrade() -> None:
    op.drop_column("exhibits", "days_off")
    op.drop_column("exhibits", "second_number")
    op.drop_table("rooms")
