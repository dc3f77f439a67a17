"""scripts/compare-with-sqlalchemy: what we read of our samples is what SQLAlchemy makes of them, and a lie is found."""

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

from roundtrip import Bench  # noqa: E402

from models import compare_models, without_outer  # noqa: E402

PROGRAM = Path(os.environ.get("MIGRATE_BUILD", ROOT / "build")) / "show_models"
SAMPLES = ROOT / "tests/models/samples"


def setUpModule():
    global bench
    bench = Bench()


def tearDownModule():
    bench.__exit__()


class Models(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="migrate-test-models-"))
        self.addCleanup(shutil.rmtree, self.folder)

    def compare(self, stack: str = "mid"):
        return compare_models(self.folder, PROGRAM, bench, stack=stack)

    def test_samples_are_read_as_sqlalchemy_makes_them(self):
        for name, tables in (("classic", 3), ("mapped", 3), ("dynamic", 6), ("shapes", 6), ("events", 4)):
            shutil.copy(SAMPLES / f"{name}.py", self.folder / f"{name}.py")
            with self.subTest(name):
                reports, real = self.compare()
                self.assertEqual(set(real["failed"]) - {"configure_mappers"}, set())
                for report in reports:
                    self.assertEqual([each.text() for each in report.certain()], [])
                self.assertGreaterEqual(reports[0].tables, tables, reports[0].not_compared)  # SQLite has no schemas
            (self.folder / f"{name}.py").unlink()

    def test_the_models_of_the_sample_project(self):
        shutil.copytree(ROOT / "tests/sample", self.folder, dirs_exist_ok=True)
        shutil.copytree(ROOT / "tests/sample-models", self.folder, dirs_exist_ok=True)
        for report in self.compare("new")[0]:
            self.assertEqual([each.text() for each in report.certain()], [])
            self.assertGreaterEqual(report.tables, 2)

    def test_a_difference_is_found(self):
        """What only a run can know is not read: here the column's type and a second table."""
        (self.folder / "lies.py").write_text(
            "import sqlalchemy as sa\nfrom sqlalchemy.orm import declarative_base\nBase = declarative_base()\n"
            "class One(Base):\n    __tablename__ = 'one'\n    id = sa.Column(sa.Integer, primary_key=True)\n"
            "globals()['One'].__table__.append_column(sa.Column('late', sa.Text))\n"
        )
        reports, _ = self.compare()
        places = [each.place for each in reports[0].certain()]
        self.assertEqual(places, ["tables.one.columns.late"])

    def test_parentheses_around_the_whole_are_left_out(self):
        self.assertEqual(without_outer("( ( a = 1 ) or ( b = 2 ) )"), "( a = 1 ) or ( b = 2 )")
        self.assertEqual(without_outer("( a ) = ( b )"), "( a ) = ( b )")


if __name__ == "__main__":
    unittest.main()
