"""What the golden cases say against the real Alembic and SQLAlchemy 2.0 on PostgreSQL and SQLite: a case that marks a
failure fails there, in upgrade() or in downgrade(), every other one runs, and the schema after up and down differs
exactly where a case says so."""

import re
import shutil
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "stacks"))

from client import StackError  # noqa: E402
from roundtrip import DIALECTS, Bench, differences  # noqa: E402

CASES = HERE / "cases"
STACK = "mid"
BEFORE, AFTER = "20260101_000001", "20260102_000002"
ENV = """from alembic import context
from sqlalchemy import create_engine, pool

url = context.config.get_main_option("sqlalchemy.url")
with create_engine(url, poolclass=pool.NullPool).connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
"""

# Rules that say: upgrade() fails, on these databases.
FAILS = {
    "fails-on-postgresql": {"postgresql", "sqlite"},
    "name-taken": {"postgresql", "sqlite"},
    "bind-in-sql": {"postgresql", "sqlite"},
    "concurrently-in-transaction": {"postgresql"},
    "default-of-other-type": {"postgresql"},
    "enum-label-used": {"postgresql"},
    "foreign-key-type": {"postgresql"},
    "type-needs-using": {"postgresql"},
    "name-too-long": {"postgresql"},
    "fails-on-sqlite": {"sqlite"},
    "needs-batch": {"sqlite"},
}
# Rules that say: downgrade() does not come to its end.
STOPS = {"downgrade-fails", "downgrade-raises", "downgrade-missing"}
# Rules that say: what downgrade() leaves is not what was there.
DIFFERS = {"downgrade-differs", "downgrade-empty", "dropped-with-column", "enum-left-behind"}

# Not to be had here, or more than one transaction.
LEFT_OUT = {
    "imports_application": "there is no application",
    "fails_on_sqlite_later": "its mark stands for what an earlier file does",
    "fails_on_sqlite_wanted": "its mark stands for what an earlier file does",
    "fails_on_postgresql_pragma": "it is for SQLite alone, and says so by its statement",
    "transaction_by_hand": "SQLite has no transaction to commit when DDL runs",
    "downgrade_missing": "the worker calls what is not there",
    "enum_left_behind_upgrade": "its mark is about upgrade() alone: the type is there before and after",
    "ignore_comment_good": "it silences what fails",
    "name_taken_type": "SQLite has no types",
    "name_taken_remembered": "it passes by itself, and SQLite has no types",
}

# Run on PostgreSQL alone: SQLite has no sequences, and orders all that it holds.
ON_POSTGRESQL = {"fails_on_postgresql_no_order", "fails_on_postgresql_sequence"}


def marks_of(text):
    """{rule: severity or ""} of the marks in a case."""
    marks = {}
    for line in re.findall(r"# expect: (.*)", text):
        for word in line.split():
            rule, _, severity = word.partition("=")
            marks[rule] = severity
    return marks


def expects_failure(marks, dialect):
    """True when the case says that upgrade() fails there. A WARNING of these two is one about less."""
    milder = {rule for rule in ("foreign-key-type", "name-too-long") if marks.get(rule) == "warning"}
    return any(dialect in FAILS.get(rule, ()) for rule in marks.keys() - milder)


class CasesForRealTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.bench = Bench()
        cls.addClassCleanup(cls.bench.__exit__)
        cls.folder = Path(tempfile.mkdtemp()).resolve()
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        (cls.folder / "alembic.ini").write_text("[alembic]\nscript_location = %(here)s/m\n", encoding="utf-8")
        (cls.folder / "m/versions").mkdir(parents=True)
        (cls.folder / "m/env.py").write_text(ENV, encoding="utf-8")
        shutil.copy(CASES / "_before.py", cls.folder / "m/versions/before.py")
        cls.worker = cls.bench.stacks[STACK]
        cls.templates, cls.catalogs = {}, {}
        for dialect in DIALECTS:
            url = cls.bench.new_database(dialect)
            cls.worker.call("upgrade", project=str(cls.folder), url=url, revision=BEFORE)
            cls.templates[dialect] = url
            cls.catalogs[dialect] = cls.worker.call("catalog", url=url)

    def run_case(self, dialect):
        """(what stopped upgrade(), what stopped downgrade(), how the schema differs afterwards)"""
        url = self.bench.new_database(dialect, self.templates[dialect])
        ask = {"project": str(self.folder), "url": url}
        try:
            try:
                self.worker.call("upgrade", revision=AFTER, **ask)
            except StackError as error:
                return error, None, []
            try:
                self.worker.call("downgrade", revision=BEFORE, **ask)
            except StackError as error:
                return None, error, []
            return None, None, differences(self.catalogs[dialect], self.worker.call("catalog", url=url))
        finally:
            self.bench.drop_database(url)

    def check_case(self, marks, dialects):
        """Runs the case on both databases; the schema has to differ on one where the case says so, and else on none."""
        differing, stopped = [], []
        for dialect in dialects:
            up, down, found = self.run_case(dialect)
            self.assertEqual(up is not None, expects_failure(marks, dialect), f"{dialect}: {up}")
            stopped += [f"{dialect}: {down}"] if down else []
            differing += [f"{dialect}: {each}" for each in found]
        expected = bool(STOPS & marks.keys())
        self.assertEqual(bool(stopped), expected, stopped)
        if not stopped:
            self.assertEqual(bool(differing), bool(DIFFERS & marks.keys()), differing)

    def test_each_case_does_what_it_says(self):
        checked = 0
        for case in sorted(CASES.glob("[a-z]*.py")):
            if case.stem in LEFT_OUT:
                continue
            shutil.copy(case, self.folder / "m/versions/case.py")
            with self.subTest(case.stem):
                dialects = DIALECTS[:1] if case.stem in ON_POSTGRESQL else DIALECTS
                self.check_case(marks_of(case.read_text(encoding="utf-8")), dialects)
            checked += 1
        self.assertGreater(checked, 100)
        self.assertLessEqual(LEFT_OUT.keys(), {case.stem for case in CASES.glob("*.py")})


if __name__ == "__main__":
    unittest.main()
