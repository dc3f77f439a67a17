"""create table rooms (valid tstzrange, days daterange, lent tstzmultirange?, card macaddr, long_card macaddr8, opens timetz, closes time(3)

Revision ID: 97f47cfbd393
Revises: 44dd55ee66ff
Create Date: 2026-03-01 00:00:00
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "97f47cfbd393"
down_revision = "44dd55ee66ff"
branch_labels = None
depends_on = None


class Bigserial(sa.types.UserDefinedType):
    cache_ok = True

    def get_col_spec(self, **kw: object) -> str:
        return "bigserial"


class Box(sa.types.UserDefinedType):
    cache_ok = True

    def get_col_spec(self, **kw: object) -> str:
        return "box"


class Bpchar(sa.types.UserDefinedType):
    cache_ok = True

    def get_col_spec(self, **kw: object) -> str:
        return "bpchar"


class Citext(sa.types.UserDefinedType):
    cache_ok = True

    def get_col_spec(self, **kw: object) -> str:
        return "citext"


class Jsonpath(sa.types.UserDefinedType):
    cache_ok = True

    def get_col_spec(self, **kw: object) -> str:
        return "jsonpath"


class Ltree(sa.types.UserDefinedType):
    cache_ok = True

    def get_col_spec(self, **kw: object) -> str:
        return "ltree"


class Macaddr8(sa.types.UserDefinedType):
    cache_ok = True

    def get_col_spec(self, **kw: object) -> str:
        return "macaddr8"


class Path(sa.types.UserDefinedType):
    cache_ok = True

    def get_col_spec(self, **kw: object) -> str:
        return "path"


class PgLsn(sa.types.UserDefinedType):
    cache_ok = True

    def get_col_spec(self, **kw: object) -> str:
        return "pg_lsn"


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


class Vector(sa.types.UserDefinedType):
    cache_ok = True

    def get_col_spec(self, **kw: object) -> str:
        return "vector"


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
        sa.Column("long_card", Macaddr8(), nullable=False),
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
        sa.Column("note", Xml(), nullable=True),
        sa.Column("title", Citext(), nullable=False),
        sa.Column("place", Ltree(), nullable=False),
        sa.Column("looks", Vector1536(), nullable=False),
        sa.Column("any_looks", Vector(), nullable=False),
        sa.Column("marks", postgresql.BIT(8, varying=True), nullable=False),
        sa.Column("flags", postgresql.BIT(3), nullable=False),
        sa.Column("words", postgresql.TSVECTOR(), nullable=False),
        sa.Column(
            "lasts",
            postgresql.INTERVAL(fields="day to second", precision=3),
            nullable=False,
        ),
        sa.Column("years", postgresql.INTERVAL(fields="year"), nullable=False),
        sa.Column("corner", Box(), nullable=False),
        sa.Column("spot", Point(), nullable=False),
        sa.Column("walk", Path(), nullable=False),
        sa.Column("finder", Jsonpath(), nullable=False),
        sa.Column("number", Serial(), nullable=False),
        sa.Column("visit", Bigserial(), nullable=False),
        sa.Column("ratio", sa.Float(24), nullable=False),
        sa.Column("exact", sa.Float(), nullable=False),
        sa.Column("old_id", postgresql.OID(), nullable=False),
        sa.Column("stored", postgresql.REGCLASS(), nullable=False),
        sa.Column("written", PgLsn(), nullable=False),
        sa.Column("padded", Bpchar(), nullable=False),
        sa.Column("price", postgresql.MONEY(), nullable=False),
        sa.Column("floors", postgresql.ARRAY(postgresql.INT4RANGE()), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("rooms")
