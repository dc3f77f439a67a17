"""verify looks at values, at what a row may leave out, at what hangs on a table, and at the next deployment's process."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from verify_project import Postgres, Runner, small_project  # noqa: E402

LOGS = (
    'op.create_table("logs", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("at", sa.String(40)), '
    'sa.Column("size", sa.Numeric(12, 2)))',
    'op.drop_table("logs")',
)
MOOD = 'sa.Enum("calm", "wild", name="mood")'


class ValuesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.postgres = cls.enterClassContext(Postgres.start())

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp()).resolve()
        os.chmod(self.folder, 0o711)
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.runner = Runner(self.folder, self.postgres)
        self.addCleanup(self.runner.close)

    def prove(self, *bodies, dialect: str = "") -> dict:
        project = small_project(self.folder / f"project{self.runner._count}", *bodies)
        proof = self.runner.run(project, *(("--dialect", dialect) if dialect else ()))
        self.assertIn("dialects", proof.answer, proof)
        return {one["dialect"]: one for one in proof.answer["dialects"]}

    def codes(self, one: dict) -> list[str]:
        return [finding["code"] for finding in one["findings"]]

    def test_a_cast_that_destroys_a_text_is_found(self):
        """SQLite's CAST to DATETIME makes 2026 of 2026-01-02T08:00:07; PostgreSQL reads the moment."""
        change = """with op.batch_alter_table("logs") as batch:
    batch.alter_column("at", type_={}, existing_type={}, postgresql_using="at::{}")"""
        text, moment = "sa.String(40)", "sa.DateTime()"
        found = self.prove(LOGS, (change.format(moment, text, "timestamp"), change.format(text, moment, "text")))
        self.assertEqual(self.codes(found["sqlite"]), ["values_lost"], found["sqlite"])
        self.assertIn("'2026-01-02T08:00:07' has become '2026'", found["sqlite"]["findings"][0]["text"])
        self.assertEqual(found["postgresql"]["outcome"], "proven", found["postgresql"])
        notes = "\n".join(found["postgresql"]["notes"])
        self.assertIn("the new type changes values of logs.at: 2026-01-02T08:00:07 becomes 2026-01-02 08:00:07", notes)
        self.assertIn("values of logs.at are written otherwise after the downgrade", notes)

    def test_what_statements_and_dropped_columns_do_is_named(self):
        up = 'op.execute("UPDATE logs SET size = size + 1")\nwith op.batch_alter_table("logs") as b:\n    b.drop_column("at")'
        down = 'op.execute("UPDATE logs SET size = size - 1")\nop.add_column("logs", sa.Column("at", sa.String(40)))'
        for dialect, one in self.prove(LOGS, (up, down)).items():
            with self.subTest(dialect):
                notes = "\n".join(one["notes"])
                self.assertIn("upgrade() changes values of logs.size: ", notes)
                self.assertIn("values of logs.at are gone with the column that upgrade() drops", notes)
                self.assertNotIn("values_changed", self.codes(one))

    def test_values_that_nobody_speaks_of(self):
        """A table that is made anew with other rows, without a statement that replay sees as such."""
        up = """rows = [tuple(row) for row in op.get_bind().execute(sa.text("SELECT id, at FROM logs"))]
op.drop_table("logs")
table = op.create_table("logs", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("at", sa.String(40)),
                        sa.Column("size", sa.Numeric(12, 2)))
op.bulk_insert(table, [{"id": row[0], "at": "x"} for row in rows])"""
        for dialect, one in self.prove(LOGS, (up, "pass")).items():
            with self.subTest(dialect):
                told = [*(finding["text"] for finding in one["findings"]), *one["notes"]]
                self.assertTrue(any("upgrade() changes values of logs.at" in text for text in told), told)

    def test_a_row_without_its_key(self):
        """On SQLite a BIGINT key numbers nothing; it did as INTEGER."""
        change = 'with op.batch_alter_table("logs") as batch:\n    batch.alter_column("id", type_=sa.{}())'
        one = self.prove(LOGS, (change.format("BigInteger"), change.format("Integer")), dialect="sqlite")["sqlite"]
        self.assertIn("needs_key", self.codes(one), one)
        self.assertIn("a row without a value for logs.id is refused, which was taken before", str(one["findings"]))

    def test_a_default_that_its_column_does_not_take(self):
        column = 'op.add_column("logs", sa.Column("kind", sa.String(2), server_default="abc"))'
        plain = 'with op.batch_alter_table("logs") as b:\n    b.drop_column("kind")'
        found = self.prove(LOGS[:1] + LOGS[1:], (column.replace('"abc"', '"ab"'), plain), dialect="postgresql")
        self.assertEqual(found["postgresql"]["outcome"], "proven", found)
        table = 'op.create_table("kinds", sa.Column("id", sa.Integer(), primary_key=True), '
        table += 'sa.Column("kind", sa.String(2), server_default="abc"))'
        one = self.prove(LOGS, (table, 'op.drop_table("kinds")'), dialect="postgresql")["postgresql"]
        self.assertEqual(self.codes(one), ["default_fails"], one)
        self.assertIn("value too long", one["findings"][0]["text"])

    def test_an_enum_that_is_made_twice(self):
        """Alembic remembers it within one process; the next deployment runs in another."""
        first = f'op.create_table("a", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("m", {MOOD}))'
        first_down = 'op.drop_table("a")\nop.execute("DROP TYPE mood")'
        again = first.replace('"a"', '"b"', 1)
        one = self.prove((first, first_down), (again, 'op.drop_table("b")'), dialect="postgresql")["postgresql"]
        self.assertEqual(self.codes(one), ["upgrade_fails"], one)
        self.assertIn("in one process with the revisions before it runs", one["findings"][0]["text"])
        anew = f'op.drop_table("a")\nop.execute("DROP TYPE mood")\n{again}'
        back = f'op.drop_table("b")\nop.execute("DROP TYPE mood")\n{first}'
        one = self.prove((first, first_down), (anew, back), dialect="postgresql")["postgresql"]
        self.assertEqual(self.codes(one), ["one_process_fails"], one)

    HANGS_ON_IT = """if op.get_context().dialect.name == "postgresql":
    for sql in (
        "ALTER TABLE logs SET (fillfactor = 70)",
        "ALTER TABLE logs ALTER COLUMN at SET STORAGE EXTERNAL",
        "CREATE STATISTICS st ON at, size FROM logs",
        "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "CREATE TRIGGER tr BEFORE UPDATE ON logs FOR EACH ROW EXECUTE FUNCTION touch()",
        "ALTER TABLE logs DISABLE TRIGGER tr",
        "ALTER TABLE logs ENABLE ROW LEVEL SECURITY",
        "CREATE POLICY mine ON logs USING (size > 0)",
        "CREATE RULE quiet AS ON DELETE TO logs DO INSTEAD NOTHING",
        "COMMENT ON TABLE logs IS 'kept'",
        "COMMENT ON CONSTRAINT logs_pkey ON logs IS 'the key'",
        "CREATE SEQUENCE numbers OWNED BY logs.size",
        "GRANT SELECT ON logs TO public",
        "CREATE VIEW large WITH (security_barrier) AS SELECT id FROM logs",
    ):
        op.execute(sql)
else:
    op.execute("CREATE TRIGGER tr AFTER UPDATE ON logs BEGIN DELETE FROM logs WHERE id = -1; END")"""

    def test_what_hangs_on_a_dropped_table_is_missed(self):
        up = """if op.get_context().dialect.name == "postgresql":
    op.execute("DROP VIEW large")
op.drop_table("logs")"""
        down = (
            LOGS[0]
            + """
if op.get_context().dialect.name == "postgresql":
    op.execute("CREATE VIEW large AS SELECT id FROM logs")"""
        )
        found = self.prove((LOGS[0] + "\n" + self.HANGS_ON_IT, "pass"), (up, down))
        for dialect, objects in {
            "sqlite": ["trigger tr"],
            "postgresql": [
                "table logs: was fillfactor=70",
                "settings of logs.at",
                "statistics logs.st",
                "trigger logs.tr",
                "row security logs",
                "policy logs.mine",
                "rule logs.quiet",
                "comment on logs",
                "comment of table constraint logs_pkey",
                "sequence of logs.size",
                "privileges on logs",
                "settings of large",
            ],
        }.items():
            details = next(f for f in found[dialect]["findings"] if f["code"] == "downgrade_differs")["details"]
            for name in objects:
                with self.subTest(dialect=dialect, name=name):
                    self.assertTrue(any(line.startswith(name) for line in details), details)


if __name__ == "__main__":
    unittest.main()
