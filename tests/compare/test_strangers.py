"""scripts/compare-strangers: where a chain is looked at, and that a chain that we know is held and a lie of it is seen."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(HERE.parent / "stacks")]

from client import StackError  # noqa: E402
from compare import program  # noqa: E402
from prepare import add_facts, prepare  # noqa: E402
from roundtrip import Bench  # noqa: E402
from runner import Runner  # noqa: E402
from strangers import Held, Stranger, samples  # noqa: E402
from survey import Chain  # noqa: E402

BINARY = program(Path(os.environ.get("MIGRATE_BUILD", ROOT / "build")))


def revisions(**downs: list[str]) -> dict[str, dict]:
    return {revision: {"down_revisions": down} for revision, down in downs.items()}


class Samples(unittest.TestCase):
    def test_only_where_a_database_stands_alone(self):
        chain = revisions(a=[], b=["a"], left=["b"], right=["b"], m=["left", "right"], z=["m"])
        self.assertEqual(samples(chain, "z", 10), ["a", "b", "m", "z"])

    def test_they_are_spread(self):
        chain = revisions(**{f"r{n}": [f"r{n - 1}"] if n else [] for n in range(100)})
        found = samples(chain, "r99", 10)
        self.assertEqual((len(found), found[0], found[-1]), (11, "r9", "r99"))


class Running(unittest.TestCase):
    def test_an_application_that_ends_is_an_error_and_the_next_run_has_a_new_one(self):
        with tempfile.TemporaryDirectory() as folder:
            project = Path(folder)
            (project / "alembic.ini").write_text("[alembic]\nscript_location = %(here)s/it\n")
            (project / "it/versions").mkdir(parents=True)
            (project / "it/env.py").write_text("import os\n\nos._exit(3)\n")
            (project / "it/versions/a.py").write_text("revision = 'a'\ndown_revision = None\n")
            runner = Runner("mid", None, {})
            for _ in range(2):
                with self.assertRaisesRegex(StackError, "Ended"):
                    runner.upgrade(project=folder, url="sqlite://", revision="head")


class Conditions(unittest.TestCase):
    PARTS = """rules = {"uq": "unique_%(table_name)s_%(column_0_name)s"}


class Application:
    def __init__(self):
        self.config, self.entered = {}, False

    def app_context(self):
        return self

    def push(self):
        self.entered = True


def make():
    global made
    made = Application()
    return made
"""
    MIGRATION = """import sqlalchemy as sa
from alembic import op

import parts

revision = "a"
down_revision = None


def upgrade():
    assert parts.made.entered and parts.made.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite")
    op.create_table("t", sa.Column("x", sa.Integer()), sa.UniqueConstraint("x"))
"""

    def upgraded(self, folder: Path, **facts: str) -> dict:
        project = folder / "project"
        (project / "it/versions").mkdir(parents=True)
        (project / "alembic.ini").write_text("[alembic]\nscript_location = it\n")
        (project / "it/env.py").write_text("from parts import app\n\ntarget_metadata = app.running().metadata\n")
        (project / "it/versions/a.py").write_text(self.MIGRATION)
        (project / "parts.py").write_text(self.PARTS)
        copy = prepare(project, folder / "scratch", [], inside="", revision_file="a.py")
        add_facts(copy, **facts)
        url = f"sqlite:///{folder}/it.db"
        runner = Runner("mid", None, {})
        runner.upgrade(project=str(copy.folder), ini=str(copy.ini), section="alembic", url=url, revision="a")
        with Bench() as bench:
            return bench.stacks["mid"].call("catalog", url=url)

    def test_the_application_is_entered_and_the_convention_is_that_of_the_line(self):
        with tempfile.TemporaryDirectory() as folder:
            catalog = self.upgraded(Path(folder), naming_of="parts:rules", application="parts:make")
        self.assertIn("unique_t_x", str(catalog["tables"]["t"]))

    def test_without_the_lines_there_is_neither(self):
        with tempfile.TemporaryDirectory() as folder, self.assertRaisesRegex(StackError, "made"):
            self.upgraded(Path(folder))
        with tempfile.TemporaryDirectory() as folder:
            catalog = self.upgraded(Path(folder), application="parts:make")
        self.assertNotIn("unique_t_x", str(catalog["tables"]["t"]))


class Strangers(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="migrate-test-strangers-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.checkout = self.folder / "sample"
        shutil.copytree(ROOT / "tests/sample", self.checkout)
        subprocess.run(["git", "init", "-q", str(self.checkout)], check=True)

    def hold(self, dialect: str, ask: bool = False) -> Held:
        with Bench() as bench:
            chain = Chain("sample", "github:a/b", "backend")
            runner = Runner("mid", None, {})
            stranger = Stranger(bench, BINARY, self.checkout, chain, runner, bench.stacks["mid"])
            return stranger.hold(dialect, self.folder / dialect, ask=ask)

    def test_the_sample_is_held_up_to_its_head(self):
        held = self.hold("postgresql", ask=True)
        self.assertGreaterEqual(len(held.requests), 6)
        self.assertEqual(set(held.requests.values()), {""}, held.requests)
        self.assertEqual((held.cannot, held.stopped, held.certain, held.in_doubt), ("", "", {}, {}), held)
        self.assertEqual(held.reached, held.files)
        self.assertGreaterEqual(len(held.points), 10)

    def test_a_migration_that_its_application_fails_is_passed_over(self):
        versions = self.checkout / "backend/app/migrations/versions"
        newest = sorted(versions.glob("2*.py"))[-1]
        revision = newest.name[:15]
        (versions / "20270101_000099_mail.py").write_text(
            f'revision = "20270101_000099"\ndown_revision = "{revision}"\n\n\ndef upgrade():\n    import shop.mail\n\n'
            "    shop.mail.send()\n    raise LookupError('no mail')\n\n\ndef downgrade():\n    pass\n"
        )
        held = self.hold("postgresql")
        self.assertEqual((held.stopped, held.certain), ("", {}), held)
        self.assertEqual(len(held.passed_over), 1)
        self.assertIn("LookupError", held.passed_over[0])


if __name__ == "__main__":
    unittest.main()
