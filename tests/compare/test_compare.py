"""scripts/compare-with-alembic: our samples agree with real Alembic on both databases, and a lie is found."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(HERE.parent / "stacks")]

from compare import Report, compare_catalogs, compare_project, program  # noqa: E402
from ours import Ours  # noqa: E402
from roundtrip import Bench  # noqa: E402

BINARY = program(Path(os.environ.get("MIGRATE_BUILD", ROOT / "build")))
ENV = "from alembic import context\ncontext.configure(transaction_per_migration=False)\n"


def setUpModule():
    global bench
    bench = Bench()


def tearDownModule():
    bench.__exit__()


class Compare(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="migrate-test-compare-"))
        self.addCleanup(shutil.rmtree, self.folder)

    def compare(self, project: Path, **more) -> dict[str, Report]:
        reports, self.notes = compare_project(project, BINARY, bench=bench, **more)
        return {report.dialect: report for report in reports}

    def project(self, *bodies: str, **files: str) -> Path:
        """A project whose revisions have these upgrade() bodies, one after the other."""
        versions = self.folder / "migrations/versions"
        versions.mkdir(parents=True)
        (self.folder / "alembic.ini").write_text("[alembic]\nscript_location = migrations\n")
        (self.folder / "migrations/env.py").write_text(ENV)
        for name, text in files.items():
            (self.folder / f"{name}.py").write_text(text)
        for number, body in enumerate(bodies, 1):
            head = "import sqlalchemy as sa\nfrom alembic import op\n"
            head += f"revision = 'r{number}'\ndown_revision = {f'r{number - 1}' if number > 1 else None!r}\n"
            lines = "".join(f"    {line}\n" for line in body.splitlines())
            (versions / f"r{number}_step.py").write_text(f"{head}\ndef upgrade():\n{lines}")
        return self.folder

    def test_samples_agree(self):
        for sample in ("sample", "sample-hex"):
            for dialect, report in self.compare(ROOT / "tests" / sample).items():
                with self.subTest(sample=sample, dialect=dialect):
                    self.assertEqual(report.lines()[1:], ["  differences: 0 certain, 0 in doubt"])
                    self.assertGreater(report.tables, 3)
                    self.assertEqual((report.files["in part"], report.files["not at all"]), (0, 0))
                    self.assertEqual(report.code(), 0)

    def test_what_no_migration_says_gives_differences(self):
        """A table made before the chain, and one of the chain's own that is not as the file says."""
        project = self.project(
            "op.create_table('a', sa.Column('id', sa.Integer, primary_key=True))",
            "op.create_table('b', sa.Column('id', sa.Integer, primary_key=True), if_not_exists=True)",
        )
        self.assertEqual(self.compare(project)["postgresql"].code(), 0)
        before = "CREATE TABLE z (id int); CREATE TABLE b (id bigint PRIMARY KEY)"
        report = self.compare(project, dialects=("postgresql",), first_sql=before)["postgresql"]
        places = [difference.place for difference in report.certain()]
        self.assertIn("tables.z", places)
        self.assertIn("tables.b.columns.id.type", places)
        self.assertEqual(report.code(), 1)

    def test_a_difference_in_doubt_is_not_a_certain_one(self):
        project = self.project(
            "op.create_table('a', sa.Column('id', sa.Integer, primary_key=True))",
            "import os\nif not os.environ.get('NEVER_SET_BY_ANYONE'):\n"
            "    op.add_column('a', sa.Column('x', sa.Text()))",
        )
        for report in self.compare(project).values():
            self.assertEqual([(d.place, bool(d.doubt)) for d in report.differences if not d.doubt], [])
            self.assertEqual(report.files, {"fully": 1, "in part": 1, "not at all": 0})

    def test_a_chain_that_stops_is_compared_up_to_there(self):
        project = self.project(
            "op.create_table('a', sa.Column('id', sa.Integer, primary_key=True), sa.Column('x', sa.Text()))",
            "op.alter_column('a', 'x', nullable=False)",
        )
        reports = self.compare(project)
        self.assertEqual((reports["postgresql"].stopped, reports["postgresql"].code()), ("", 0))
        sqlite = reports["sqlite"]
        self.assertIn("r2_step.py", sqlite.stopped)
        self.assertEqual((sqlite.revision, sqlite.foretold, sqlite.code()), ("r1", True, 2))

    def test_a_failure_that_we_wrongly_foretell_is_an_alarm(self):
        report = Report("postgresql", false_alarms=["a.py:1: it fails"])
        self.assertEqual(report.code(), 1)

    def test_what_is_not_installed_is_stood_in_for_and_named(self):
        project = self.project(
            "from house import SIZE\nop.create_table('a', sa.Column('x', sa.String(SIZE)))",
            house="import a_library_that_nobody_has\nSIZE = 7\n",
        )
        report = self.compare(project, dialects=("postgresql",))["postgresql"]
        self.assertEqual(report.code(), 0, report.lines())
        self.assertTrue(any("a_library_that_nobody_has" in note for note in self.notes), self.notes)

    def test_every_kind_of_object_counts(self):
        column = {"type": "text", "nullable": True, "default": None}
        table = {"columns": {"x": column}, "constraints": {"pk": "PRIMARY KEY (x)"}, "indexes": {}}
        empty = {"tables": {"a": table}, "enums": {}, "sequences": {}, "views": {}, "functions": {}}
        for change in (
            {"tables": {}},
            {"tables": {"a": {**table, "constraints": {}}}},
            {"tables": {"a": {**table, "columns": {"x": {**column, "nullable": False}}}}},
            {"tables": {"a": {**table, "indexes": {"i": "CREATE INDEX"}}}},
            {"enums": {"mood": ["a"]}},
            {"views": {"v": ["v", "SELECT 1"]}},
        ):
            ours = Ours("r", "", [], [], set())
            left = {"dialect": "postgresql", **empty}
            self.assertEqual(len(compare_catalogs(left, {**left, **change}, ours)), 1, change)
            self.assertEqual(compare_catalogs(left, {**left, "functions": {"f()": "1"}}, ours), [])


if __name__ == "__main__":
    unittest.main()
