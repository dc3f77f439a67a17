"""exhibits

Revision ID: 44dd55ee66ff
Revises:
Create Date: 2025-05-01 09:00:00.000001

"""

from collections.abc import Sequence

from alembic import op

# revision identifiers, used by Alembic.
revision: str = "44dd55ee66ff"
down_revision: str | Sequence[str] | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade schema."""
    for extension in ("citext", "cube", "hstore", "ltree"):
        op.execute(f"CREATE EXTENSION {extension}")
    op.execute("CREATE TYPE vector")
    op.execute(
        "CREATE FUNCTION vector_in(cstring, oid, integer) RETURNS vector "
        "LANGUAGE internal IMMUTABLE STRICT AS 'varcharin'"
    )
    op.execute(
        "CREATE FUNCTION vector_out(vector) RETURNS cstring "
        "LANGUAGE internal IMMUTABLE STRICT AS 'varcharout'"
    )
    op.execute(
        "CREATE TYPE vector (INPUT = vector_in, OUTPUT = vector_out, LIKE = text, "
        "TYPMOD_IN = varchartypmodin, TYPMOD_OUT = varchartypmodout)"
    )
    op.execute(
        """
        CREATE TABLE exhibits (
            id bigserial PRIMARY KEY,
            number serial,
            shelf smallserial NOT NULL,
            shown tstzrange NOT NULL,
            days daterange,
            lent tstzmultirange,
            sizes numrange[],
            floors int4range,
            card macaddr,
            long_card macaddr8,
            host inet,
            net cidr,
            opens timetz,
            closes time(3) with time zone,
            made_at timestamp(2) without time zone,
            seen_at timestamp(3) with time zone,
            label xml,
            title citext,
            place ltree,
            placed lquery,
            looks vector(1536),
            any_looks vector,
            marks bit varying(8),
            flags bit(3),
            flag bit,
            many_flags varbit,
            words tsvector,
            asked tsquery,
            lasts interval day to second(3),
            years interval year,
            pause interval(2),
            corner box,
            spot point,
            edge line,
            side lseg,
            walk path,
            floor polygon,
            turn circle,
            volume cube,
            facts hstore,
            finder jsonpath,
            price money,
            old_id oid,
            short_name name,
            stored_as regclass,
            written pg_lsn,
            run xid8,
            padded bpchar,
            padded_five bpchar(5),
            ratio real,
            exact double precision,
            tags text[],
            grid integer[][],
            names citext[]
        )
        """
    )


def downgrade() -> None:
    """Downgrade schema."""
    op.execute("DROP TABLE exhibits")
    op.execute("DROP TYPE vector CASCADE")
    for extension in ("ltree", "hstore", "cube", "citext"):
        op.execute(f"DROP EXTENSION {extension}")
