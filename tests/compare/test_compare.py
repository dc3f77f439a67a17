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

from compare import Report, compare_project, program  # noqa: E402
from differences import compare_catalogs, not_compared  # noqa: E402
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

    NAMED = (
        "op.create_table('a', sa.Column('id', sa.Integer, primary_key=True), sa.Column('n', sa.Integer, unique=True),\n"
        "    sa.CheckConstraint('n > 0', name='positive'), sa.CheckConstraint('n < 9', name=op.f('small')))\n"
        "op.create_table('b', sa.Column('id', sa.Integer, primary_key=True),\n"
        "    sa.Column('a_id', sa.Integer, sa.ForeignKey('a.id'), index=True))",
        "if op.get_context().dialect.name != 'sqlite':\n"
        "    op.create_unique_constraint(None, 'b', ['a_id'])\n"
        "    op.drop_constraint('positive', 'a', type_='check')",
    )
    CONVENTION = """{
    "ix": "idx_%(table_name)s__%(column_0_N_name)s", "uq": "uniq_%(table_name)s_%(column_0_name)s",
    "ck": "chk_%(table_name)s_%(constraint_name)s", "pk": "key_%(table_name)s",
    "fk": "ref_%(table_name)s_%(column_0_name)s_%(referred_table_name)s"}"""

    def test_the_naming_convention_of_the_project_is_followed(self):
        """On all stacks: names that Alembic takes from target_metadata are those that we say."""
        project = self.named_project(*self.NAMED)
        for stack in ("new", "mid", "old"):
            for dialect, report in self.compare(project, stack=stack).items():
                with self.subTest(stack=stack, dialect=dialect):
                    self.assertEqual(report.lines()[1:], ["  differences: 0 certain, 0 in doubt"])
                    self.assertEqual(report.files, {"fully": 2, "in part": 0, "not at all": 0})
                    self.assertTrue(
                        any("when it is run: ck, fk, ix, pk, uq" in note for note in self.notes), self.notes
                    )

    BATCHES = (
        "op.create_table('a', sa.Column('id', sa.Integer, primary_key=True), sa.Column('n', sa.Integer),\n"
        "    sa.Column('m', sa.Text()), sa.CheckConstraint('n > 0', name='c'))\n"
        "op.create_table('e', sa.Column('x', sa.Enum('a', 'b', native_enum=False, create_constraint=True, name='x')),\n"
        "    sa.Column('y', sa.Boolean(create_constraint=True, name='y')))\n"
        "op.create_table('f', sa.Column('x', sa.Integer, sa.CheckConstraint('x > 0', name='c')))",
        "with op.batch_alter_table('a') as batch:\n"
        "    batch.create_check_constraint('d', 'n < 9')\n"
        "    batch.create_unique_constraint('u', ['n'])\n"
        "    batch.create_index('i', ['m'])",
        "with op.batch_alter_table('a', recreate='always') as batch:\n    batch.add_column(sa.Column('k', sa.Integer))",
        "with op.batch_alter_table('a') as batch:\n    batch.drop_constraint('d', type_='check')",
        "always = 'always' if op.get_context().dialect.name == 'sqlite' else 'auto'\n"
        "with op.batch_alter_table('e', recreate=always) as batch:\n    batch.add_column(sa.Column('k', sa.Integer))",
        "op.add_column('f', sa.Column('y', sa.Integer, sa.CheckConstraint('y > 0', name='d')))",
        "op.add_column('f', sa.Column('z', sa.Boolean(create_constraint=True, name='z')))\n"
        "op.create_table('g', sa.Column('x', sa.Integer),\n"
        "    sa.Column('y', sa.Enum('a', 'b', native_enum=False, create_constraint=True, name=op.f('final'))))",
        "if op.get_context().dialect.name == 'sqlite':\n"
        "    with op.batch_alter_table('g') as batch:\n"
        "        batch.alter_column('x', type_=sa.Boolean(create_constraint=True, name='b'))",
    )

    def named_project(self, *bodies: str) -> Path:
        env = "from alembic import context\nfrom house import Base\ncontext.configure(target_metadata=Base.metadata)\n"
        house = "from sqlalchemy import MetaData\nfrom sqlalchemy.orm import declarative_base\n"
        house += f"Base = declarative_base(metadata=MetaData(naming_convention={self.CONVENTION}))\n"
        project = self.project(*bodies, house=house)
        (project / "migrations/env.py").write_text(env)
        return project

    def test_checks_in_batches_are_named_as_alembic_names_them(self):
        project = self.named_project(*self.BATCHES)
        for stack in ("new", "mid", "old"):
            for dialect, report in self.compare(project, stack=stack).items():
                with self.subTest(stack=stack, dialect=dialect):
                    self.assertEqual(report.lines()[1:], ["  differences: 0 certain, 0 in doubt"])

    def test_a_renamed_column_in_a_check_stops_batch_mode(self):
        project = self.project(
            "op.create_table('a', sa.Column('n', sa.Integer), sa.CheckConstraint('n > 0', name='c'))",
            "with op.batch_alter_table('a') as batch:\n    batch.alter_column('n', new_column_name='m')",
        )
        reports = self.compare(project)
        self.assertEqual((reports["postgresql"].stopped, reports["postgresql"].code()), ("", 0))
        self.assertEqual((reports["sqlite"].revision, reports["sqlite"].foretold), ("r1", True))

    def test_what_batch_mode_does_not_find_is_foretold(self):
        project = self.project(
            "op.create_table('a', sa.Column('n', sa.Integer))",
            "with op.batch_alter_table('a') as batch:\n    batch.drop_constraint('c', type_='check')",
        )
        for dialect, report in self.compare(project).items():
            with self.subTest(dialect=dialect):
                self.assertEqual((report.revision, report.foretold), ("r1", True))

    def test_a_convention_that_needs_names_stops_both(self):
        project = self.named_project(
            "op.create_table('a', sa.Column('n', sa.Integer))",
            "op.create_table('b', sa.Column('n', sa.Integer), sa.CheckConstraint('n > 0'))",
        )
        for dialect, report in self.compare(project).items():
            with self.subTest(dialect=dialect):
                self.assertIn("r2_step.py", report.stopped)
                self.assertEqual((report.revision, report.foretold, report.code()), ("r1", True, 2))

    def test_a_naming_convention_that_is_not_known_makes_doubts(self):
        env = "from alembic import context\nfrom house import Base\ncontext.configure(target_metadata=Base.metadata)\n"
        house = "from sqlalchemy import MetaData\nfrom sqlalchemy.orm import declarative_base\n"
        house += f"made = str({self.CONVENTION}).replace('key_', 'k_')\n"
        house += "Base = declarative_base(metadata=MetaData(naming_convention=eval(made)))\n"
        project = self.project(*self.NAMED, house=house)
        (project / "migrations/env.py").write_text(env)
        report = self.compare(project, dialects=("postgresql",))["postgresql"]
        self.assertIn("k_a", str(report.differences))
        self.assertEqual(report.certain(), [], report.lines())

    def test_the_order_of_columns_counts_on_postgresql(self):
        def catalog(*columns):
            table = {"columns": {name: {"type": "text", "default": None} for name in columns}}
            return {"dialect": "postgresql", "tables": {"a": table}, "sequences": {}}

        differences = compare_catalogs(catalog("x", "y"), catalog("y", "x"), Ours("r", "", [], [], set()))
        self.assertEqual([difference.place for difference in differences], ["tables.a.order of columns"])

    def test_what_is_not_compared_is_listed(self):
        table = {"columns": {}, "triggers": {"t": "CREATE TRIGGER"}}
        found = not_compared({"tables": {"a": table}, "functions": {"f()": "1"}})
        self.assertEqual(found, {"functions": ["f()"], "triggers": ["a.t"]})
        report = Report("postgresql", not_compared=found)
        self.assertIn("  not compared: 1 triggers: a.t", report.lines())

    def test_a_stop_that_we_do_not_foretell_is_said(self):
        report = Report("sqlite", stopped="r2.py: no such table", foretold=False)
        self.assertIn("  our replay does NOT foretell it", report.lines())
        self.assertEqual(report.code(), 1)

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
