"""The law of defaults: what `check` says of a default, PostgreSQL does. Many types, each with many defaults.

PostgreSQL makes the table and inserts a row that takes the default. Nothing that it takes may be found; what it refuses is
found, but for the few kinds that are named here.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "stacks"))

from client import ROOT  # noqa: E402
from postgres import Postgres  # noqa: E402

PROGRAM = Path(os.environ.get("MIGRATE_BUILD", ROOT / "build")) / "alembic-migrate"
FILE = "33cc44dd55ee_defaults.py"
TYPES = {
    "sa.Boolean()": "boolean",
    "sa.SmallInteger()": "smallint",
    "sa.Integer()": "integer",
    "sa.BigInteger()": "bigint",
    "sa.Numeric(5, 2)": "numeric(5,2)",
    "sa.Float()": "double precision",
    "sa.String(3)": "varchar(3)",
    "sa.CHAR(2)": "char(2)",
    "sa.Text()": "text",
    "sa.Date()": "date",
    "sa.Time()": "time",
    "sa.DateTime()": "timestamp",
    "sa.DateTime(timezone=True)": "timestamptz",
    "sa.JSON()": "json",
    "postgresql.JSONB()": "jsonb",
    "postgresql.UUID()": "uuid",
    "postgresql.ARRAY(sa.Integer())": "int[]",
    "postgresql.ARRAY(sa.Text())": "text[]",
    "postgresql.INET()": "inet",
    "sa.LargeBinary()": "bytea",
    "postgresql.INTERVAL()": "interval",
    "postgresql.TSTZRANGE()": "tstzrange",
    "postgresql.ENUM('a', 'b', name='ab', create_type=False)": "ab",
}
DEFAULTS = """0 1 2 -1 1.5 1000 99999 99999999999 1e3 true false NULL now() current_date CURRENT_TIMESTAMP
gen_random_uuid() ''  '0' '1' '1.5' '1e2' '1000.00' 'nan' 'true' 't' 'yes' 'a' 'c' 'abc' 'abcd' '{}' '[]' '{1,2}' '{a}'
'{"a":1}' '{a:1}' 'null' 'now' 'now()' '2020-01-01' '2020-13-01' '2020-02-31' '08:00' '1day' '-2hours' '127.0.0.1'
'127.0.0' '::1' '3f2504e0-4f89-11d3-9a0c-0305e82c3301' 'not-a-uuid' '\\x00' '\\x0' '[2020-01-01,2020-02-01)' 'empty'
'{}'::jsonb '0'::boolean ARRAY[]::text[] '1'::integer 'x'::text '2020-01-01'::date (1) -(1) 1+1""".split()
DEFAULTS += ["' 5 '", "'1 day'", "'1 day 2 hours ago'", "'2020-01-01 08:00+02'", "'January 8, 1999'", "'P1D'"]


def is_known_to_be_missed(type_: str, default: str) -> bool:
    """Lengths of a cast's text, casts between arrays, and a few texts that only the calendar or the clock refuses."""
    length = type_ in ("varchar(3)", "char(2)") and ("::" in default or "e" in default or "+" in default)
    arrays = type_.endswith("[]") and default.startswith("ARRAY")
    address = type_ == "inet" and ":" in default
    odd = ("'2020-02-31'", "'::1'", "'January 8, 1999'", "-(1)", "1+1")
    return length or arrays or address or default in odd


class DefaultsTest(unittest.TestCase):
    maxDiff = None

    def test_what_check_says_of_a_default_is_so(self):
        pairs = [(python, sql, default) for python, sql in TYPES.items() for default in DEFAULTS]
        found = self.found(pairs)
        with Postgres.start() as postgres:
            refused = self.refused(postgres, pairs)
        vain = [pairs[i] for i in sorted(found) if not refused[i]]
        missed = [
            (*pairs[i], why)
            for i, why in enumerate(refused)
            if why and i not in found and not is_known_to_be_missed(*pairs[i][1:])
        ]
        self.assertEqual(vain, [], "found, and PostgreSQL takes it")
        self.assertEqual(missed, [], "refused by PostgreSQL, and not found")
        self.assertGreater(len(found), len(pairs) // 2)

    def found(self, pairs) -> set[int]:
        """The places of those that `check` has a finding for."""
        lines = ["import sqlalchemy as sa", "from alembic import op", "from sqlalchemy.dialects import postgresql", ""]
        lines += ['revision = "33cc44dd55ee"', 'down_revision = "22bb33cc44dd"', "", "", "def upgrade():"]
        lines += ["    op.execute(\"CREATE TYPE ab AS ENUM ('a', 'b')\")"]
        first = len(lines) + 1
        for i, (python, _, default) in enumerate(pairs):
            column = f'sa.Column("v", {python}, server_default=sa.text({default!r}))'
            lines.append(f'    op.create_table("d{i}", {column})')
        with tempfile.TemporaryDirectory() as folder:
            project = Path(folder) / "project"
            shutil.copytree(HERE.parent / "sample-types", project)
            chain = project / "alembic/versions"
            for each in chain.iterdir():
                each.unlink()
            lines[5] = "down_revision = None"
            (chain / FILE).write_text("\n".join([*lines, "", "", "def downgrade():", "    pass", ""]), encoding="utf-8")
            command = [str(PROGRAM), "check", "--format", "json", f"alembic/versions/{FILE}"]
            ran = subprocess.run(command, cwd=project, text=True, capture_output=True, timeout=120)
        findings = json.loads(ran.stdout)["findings"]
        return {one["line"] - first for one in findings if one["rule"] == "default-of-other-type"}

    @staticmethod
    def refused(postgres, pairs) -> list[str]:
        """Why PostgreSQL refuses the table, or the row that takes its default; "" where it does neither."""
        import psycopg2

        name = postgres.name_in(postgres.create_database())
        connection = psycopg2.connect(dbname=name, user="postgres", host=postgres.socket_folder, port=postgres.port)
        connection.autocommit = True
        why = []
        with connection.cursor() as cursor:
            cursor.execute("CREATE TYPE ab AS ENUM ('a', 'b')")
            for i, (_, sql, default) in enumerate(pairs):
                try:
                    cursor.execute(f"CREATE TABLE d{i} (v {sql} DEFAULT {default})")
                    cursor.execute(f"INSERT INTO d{i} DEFAULT VALUES")
                except psycopg2.Error as error:
                    why.append(str(error).splitlines()[0])
                else:
                    why.append("")
        connection.close()
        return why


if __name__ == "__main__":
    unittest.main()
