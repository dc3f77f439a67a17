"""Fields of a request that hold SQL: each is one expression, one type or one name, or the request is refused and says so.
What is accepted is in the answer's summary, not only in the file."""

import json
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]

from program import DATE, Program, files_of  # noqa: E402
from small_project import small_project  # noqa: E402

# What an expression must not be, whatever stands around it.
NO_EXPRESSIONS = (
    "'OPEN' -- rows of before 2024",
    "'OPEN' /* rows",
    "'OPEN' /* all rows */",
    "'OPEN'; DROP TABLE tags",
    "'x'; DROP TABLE tags; --",
    "'x');DROP TABLE tags;--",
    "1) + (2",
    "'a', name = 'b'",
    "'a' WHERE true",
    "'a' AS b",
    "'a' FROM parts",
    "1 UNION SELECT 2",
    "",
    "(",
    "')",
    "E'\\' OR 1=1 --",
    "E'\\'' || '; DROP TABLE tags; --'",
    "$$a$$ -- b",
    "'a\x00b'",
    "'x'\n-- y\n",
)
DEFAULTS_ONLY = ("'a' NOT NULL", "1 CHECK (true)", "1, b text DEFAULT 2", "1 IS NULL AND true")
NO_NAMES = (
    "gin); DROP TABLE tags; --",
    "a b c",
    "x -- y",
    "x) WHERE (true",
    "text_ops DESC",
    "text_ops NULLS FIRST",
    ";",
    "''",
)
NO_TYPES = ("int); DROP TABLE tags; --", "int NOT NULL", "int, b int", "int DEFAULT 1", "int -- x", "int /* x */", "1")


def column(**more):
    return {"op": "add_column", "table": "tags", "column": {"name": "c", "type": "text", **more}}


def index(**element):
    more = {key: element.pop(key) for key in ("method", "with", "where") if key in element}
    return {"op": "create_index", "table": "tags", "columns": [{"column": "name", **element}], "name": "i", **more}


def alter(**more):
    return {"op": "alter_column", "table": "tags", "column": "name", **more}


EXPRESSION_FIELDS = {
    "backfill": lambda sql: column(backfill=sql),
    "backfill of NOT NULL": lambda sql: column(nullable=False, backfill=sql),
    "backfill of an alter": lambda sql: alter(nullable=False, backfill=sql),
    "default": lambda sql: column(default={"sql": sql}),
    "default of a new table": lambda sql: {
        "op": "create_table",
        "table": "t",
        "columns": [{"name": "c", "type": "text", "default": {"sql": sql}}],
    },
    "default of an alter": lambda sql: alter(default={"sql": sql}),
    "computed": lambda sql: column(computed=sql),
    "using": lambda sql: alter(type="integer", using=sql),
    "check": lambda sql: column(check=sql),
    "check alone": lambda sql: {"op": "create_check", "table": "tags", "sql": sql},
    "where": lambda sql: index(where=sql),
    "index": lambda sql: {"op": "create_index", "table": "tags", "columns": [{"expression": sql}], "name": "i"},
}
NAME_FIELDS = {
    "opclass": lambda name: index(opclass=name),
    "method": lambda name: index(method=name),
    "with": lambda name: index(**{"with": name}),
}


class SqlFields(unittest.TestCase):
    def setUp(self):
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.project = small_project(folder)
        self.program = self.enterContext(Program(["--project", str(self.project)], folder))

    def answer(self, operation, **more):
        asked = {"message": "x", "operations": [operation], "date": DATE, "dry_run": True, **more}
        return self.program.call("migrate", asked)

    def assert_refused(self, label, operation, **more):
        before = files_of(self.project)
        answer = self.answer(operation, dry_run=False, **more)
        self.assertIn("error", answer, f"{label}: {json.dumps(operation)}\n{answer.get('result', {}).get('messages')}")
        self.assertTrue(answer["error"]["data"]["hint"], label)
        self.assertEqual(files_of(self.project), before)

    def test_expressions(self):
        for field, operation in EXPRESSION_FIELDS.items():
            for sql in NO_EXPRESSIONS:
                if not sql and field not in ("backfill", "backfill of an alter"):
                    continue  # an empty text is none
                if "E'" in sql and "--" in sql[-5:] and field == "using":
                    continue  # one string, for PostgreSQL alone
                with self.subTest(field=field, sql=sql):
                    self.assert_refused(field, operation(sql))

    def test_other_databases(self):
        """Also where the grammar of the project's database is not known: a comment of MySQL's own among them."""
        ini = self.project / "backend/alembic.ini"
        ini.write_text(ini.read_text(encoding="utf-8") + "\nsqlalchemy.url = mysql://localhost/x\n", encoding="utf-8")
        (self.project / ".alembic-migrate.toml").write_text('databases = ["mysql"]\n', encoding="utf-8")
        for field, operation in EXPRESSION_FIELDS.items():
            for sql in (
                "'OPEN' -- rows",
                "'OPEN' # rows",
                "'x'; DROP TABLE tags",
                "1) + (2",
                "'a\\'; DROP TABLE tags #'",
            ):
                with self.subTest(field=field, sql=sql):
                    self.assert_refused(field, operation(sql))
        self.assertIn("result", self.answer(column(default={"sql": "lower('A')"})))

    def test_defaults(self):
        for field, operation in EXPRESSION_FIELDS.items():
            for sql in DEFAULTS_ONLY if field.startswith("default") else ():
                with self.subTest(field=field, sql=sql):
                    self.assert_refused(field, operation(sql))

    def test_names_and_types(self):
        for field, operation in NAME_FIELDS.items():
            for name in NO_NAMES:
                with self.subTest(field=field, name=name):
                    self.assert_refused(field, operation(name))
        for text in NO_TYPES:
            with self.subTest(type=text):
                self.assert_refused("type", column(type=f"sql({text})"))
        for text in ("enum(.)", "enum(a.)", "enum(.a)", "enum(,'a')", "enum()"):
            with self.subTest(type=text):
                self.assert_refused("type", column(type=text))

    def test_request_backfill(self):
        for sql in NO_EXPRESSIONS[:6]:
            self.assert_refused("backfill", column(nullable=False), backfill=sql)

    def test_downgrade_of_its_own(self):
        self.assert_refused("down", column(), down_operations=[alter(default={"sql": "'x'; DROP TABLE tags; --"})])

    def test_honest_ones(self):
        """Taken, and each is in the summary, whole."""
        wanted = {
            "backfill": column(backfill="CASE WHEN name = 'a;b--' THEN 'x' ELSE '/* no */' END"),
            "default": column(default={"sql": "lower('A' || 'B')"}),
            "computed": column(computed="lower(name)"),
            "using": alter(type="integer", using="length(name) + 1"),
            "check": column(check="length(c) > 2"),
            "opclass": index(opclass="text_pattern_ops"),
            "long": {"op": "execute", "sql": "UPDATE tags SET name = 'a'\nWHERE name = '" + "b" * 300 + "'"},
        }
        sql = {
            "backfill": "'/* no */' END",
            "default": "lower('A' || 'B')",
            "computed": "lower(name)",
            "using": "length(name) + 1",
            "check": "length(c) > 2",
            "opclass": "text_pattern_ops",
            "long": "b" * 300 + "'",
        }
        for field, operation in wanted.items():
            with self.subTest(field):
                back = {"down_operations": [alter(type="string(60)", using="name::text")]} if field == "using" else {}
                answer = self.answer(operation, **back)
                self.assertIn("result", answer, answer)
                told = [m["text"] for m in answer["result"]["messages"] if m["type"] == "operation"]
                self.assertIn(sql[field], "\n".join(told))

    def test_collation_is_a_name(self):
        """With a quote in it too: it stays one name, as PostgreSQL quotes it."""
        answer = self.answer(index(collation='x"; DROP TABLE tags; --'))
        self.assertIn(
            'COLLATE \\"x\\"\\"; DROP TABLE tags; --\\"',
            json.dumps(answer["result"]["messages"][0]).replace("\\\\", ""),
        )

    def test_storage_parameters_are_written(self):
        text = self.answer(index(**{"with": "fillfactor=70, deduplicate_items=off"}))["result"]["messages"][0][
            "content"
        ]
        self.assertIn('postgresql_with={"fillfactor": "70", "deduplicate_items": "off"}', text)


if __name__ == "__main__":
    unittest.main()
