"""drop table exhibits

Revision ID: 6fe254b083c5
Revises: 44dd55ee66ff
Create Date: 2026-03-01 00:00:00
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "6fe254b083c5"
down_revision = "44dd55ee66ff"
branch_labels = None
depends_on = None


class Box(sa.types.UserDefinedType):
    cache_ok = True

    def get_col_spec(self, **kw: object) -> str:
        return "box"


class Bpchar(sa.types.UserDefinedType):
    cache_ok = True

    def get_col_spec(self, **kw: object) -> str:
        return "bpchar"


class Circle(sa.types.UserDefinedType):
    cache_ok = True

    def get_col_spec(self, **kw: object) -> str:
        return "circle"


class Citext(sa.types.UserDefinedType):
    cache_ok = True

    def get_col_spec(self, **kw: object) -> str:
        return "citext"


class Cube(sa.types.UserDefinedType):
    cache_ok = True

    def get_col_spec(self, **kw: object) -> str:
        return "cube"


class Jsonpath(sa.types.UserDefinedType):
    cache_ok = True

    def get_col_spec(self, **kw: object) -> str:
        return "jsonpath"


class Line(sa.types.UserDefinedType):
    cache_ok = True

    def get_col_spec(self, **kw: object) -> str:
        return "line"


class Lquery(sa.types.UserDefinedType):
    cache_ok = True

    def get_col_spec(self, **kw: object) -> str:
        return "lquery"


class Lseg(sa.types.UserDefinedType):
    cache_ok = True

    def get_col_spec(self, **kw: object) -> str:
        return "lseg"


class Ltree(sa.types.UserDefinedType):
    cache_ok = True

    def get_col_spec(self, **kw: object) -> str:
        return "ltree"


class Macaddr8(sa.types.UserDefinedType):
    cache_ok = True

    def get_col_spec(self, **kw: object) -> str:
        return "macaddr8"


class Name(sa.types.UserDefinedType):
    cache_ok = True

    def get_col_spec(self, **kw: object) -> str:
        return "name"


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


class Polygon(sa.types.UserDefinedType):
    cache_ok = True

    def get_col_spec(self, **kw: object) -> str:
        return "polygon"


class Serial(sa.types.UserDefinedType):
    cache_ok = True

    def get_col_spec(self, **kw: object) -> str:
        return "serial"


class Smallserial(sa.types.UserDefinedType):
    cache_ok = True

    def get_col_spec(self, **kw: object) -> str:
        return "smallserial"


class Tsquery(sa.types.UserDefinedType):
    cache_ok = True

    def get_col_spec(self, **kw: object) -> str:
        return "tsquery"


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


class Xid8(sa.types.UserDefinedType):
    cache_ok = True

    def get_col_spec(self, **kw: object) -> str:
        return "xid8"


class Xml(sa.types.UserDefinedType):
    cache_ok = True

    def get_col_spec(self, **kw: object) -> str:
        return "xml"


def upgrade() -> None:
    op.drop_table("exhibits")


def downgrade() -> None:
    op.create_table(
        "exhibits",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("number", Serial(), nullable=False),
        sa.Column("shelf", Smallserial(), nullable=False),
        sa.Column("shown", postgresql.TSTZRANGE(), nullable=False),
        sa.Column("days", postgresql.DATERANGE(), nullable=True),
        sa.Column("lent", Tstzmultirange(), nullable=True),
        sa.Column("sizes", postgresql.ARRAY(postgresql.NUMRANGE()), nullable=True),
        sa.Column("floors", postgresql.INT4RANGE(), nullable=True),
        sa.Column("card", postgresql.MACADDR(), nullable=True),
        sa.Column("long_card", Macaddr8(), nullable=True),
        sa.Column("host", postgresql.INET(), nullable=True),
        sa.Column("net", postgresql.CIDR(), nullable=True),
        sa.Column("opens", sa.Time(timezone=True), nullable=True),
        sa.Column("closes", postgresql.TIME(timezone=True, precision=3), nullable=True),
        sa.Column("made_at", postgresql.TIMESTAMP(precision=2), nullable=True),
        sa.Column(
            "seen_at",
            postgresql.TIMESTAMP(timezone=True, precision=3),
            nullable=True,
        ),
        sa.Column("label", Xml(), nullable=True),
        sa.Column("title", Citext(), nullable=True),
        sa.Column("place", Ltree(), nullable=True),
        sa.Column("placed", Lquery(), nullable=True),
        sa.Column("looks", Vector1536(), nullable=True),
        sa.Column("any_looks", Vector(), nullable=True),
        sa.Column("marks", postgresql.BIT(8, varying=True), nullable=True),
        sa.Column("flags", postgresql.BIT(3), nullable=True),
        sa.Column("flag", postgresql.BIT(), nullable=True),
        sa.Column("many_flags", postgresql.BIT(varying=True), nullable=True),
        sa.Column("words", postgresql.TSVECTOR(), nullable=True),
        sa.Column("asked", Tsquery(), nullable=True),
        sa.Column(
            "lasts",
            postgresql.INTERVAL(fields="day to second", precision=3),
            nullable=True,
        ),
        sa.Column("years", postgresql.INTERVAL(fields="year"), nullable=True),
        sa.Column("pause", sa.Interval(second_precision=2), nullable=True),
        sa.Column("corner", Box(), nullable=True),
        sa.Column("spot", Point(), nullable=True),
        sa.Column("edge", Line(), nullable=True),
        sa.Column("side", Lseg(), nullable=True),
        sa.Column("walk", Path(), nullable=True),
        sa.Column("floor", Polygon(), nullable=True),
        sa.Column("turn", Circle(), nullable=True),
        sa.Column("volume", Cube(), nullable=True),
        sa.Column("facts", postgresql.HSTORE(), nullable=True),
        sa.Column("finder", Jsonpath(), nullable=True),
        sa.Column("price", postgresql.MONEY(), nullable=True),
        sa.Column("old_id", postgresql.OID(), nullable=True),
        sa.Column("short_name", Name(), nullable=True),
        sa.Column("stored_as", postgresql.REGCLASS(), nullable=True),
        sa.Column("written", PgLsn(), nullable=True),
        sa.Column("run", Xid8(), nullable=True),
        sa.Column("padded", Bpchar(), nullable=True),
        sa.Column("padded_five", sa.CHAR(5), nullable=True),
        sa.Column("ratio", sa.Float(24), nullable=True),
        sa.Column("exact", sa.Float(), nullable=True),
        sa.Column("tags", postgresql.ARRAY(sa.Text()), nullable=True),
        sa.Column("grid", postgresql.ARRAY(sa.Integer()), nullable=True),
        sa.Column("names", postgresql.ARRAY(Citext()), nullable=True),
        sa.PrimaryKeyConstraint("id", name="exhibits_pkey"),
    )
