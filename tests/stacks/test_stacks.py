"""The bench tested on itself: the samples' chains in every stack, and migrations that are wrong on purpose."""

import shutil
import sys
import tempfile
import time
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from client import ROOT, STACKS, StackError  # noqa: E402
from roundtrip import DIALECTS, Bench, check_text, differences  # noqa: E402

SAMPLE, HEX = ROOT / "tests/sample", ROOT / "tests/sample-hex"
VERSIONS = SAMPLE / "backend/app/migrations/versions"
ASKS_THE_DATABASE = {"000005", "000007", "000015"}  # cannot run offline, as in real chains

HEADER = '''"""made by a test

Revision ID: 20260301_000019
Revises: 20260224_000018
Create Date: 2026-03-01
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20260301_000019"
down_revision = "20260224_000018"
branch_labels = None
depends_on = None


'''


def migration(upgrade: str, downgrade: str) -> str:
    body = HEADER
    for name, lines in (("upgrade", upgrade), ("downgrade", downgrade)):
        inner = "\n".join(f"    {line}" for line in lines.strip().splitlines())
        body += f"def {name}() -> None:\n{inner}\n" + ("\n\n" if name == "upgrade" else "")
    return body


class StacksTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.bench = Bench()
        cls.addClassCleanup(cls.bench.__exit__)
        cls.folder = Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.folder)

    def everywhere(self, function, stacks=STACKS, dialects=DIALECTS):
        """function(stack, dialect) for all of them, a thread for each stack."""

        def one(stack):
            return [function(stack, dialect) for dialect in dialects]

        with ThreadPoolExecutor(len(stacks)) as pool:
            return [result for results in pool.map(one, stacks) for result in results]

    def written(self, upgrade: str, downgrade: str, name: str = "20260301_000019_made_by_a_test.py") -> Path:
        path = self.folder / name
        path.write_text(migration(upgrade, downgrade))
        return path

    def test_versions_are_the_pinned_ones(self):
        found = self.bench.stacks.each(lambda worker: worker.call("versions"))
        self.assertRegex(found["new"]["sqlalchemy"], r"^2\.1\.")
        self.assertRegex(found["mid"]["alembic"], r"^1\.13\.")
        self.assertEqual(found["old"]["alembic"], "1.8.1")
        self.assertRegex(found["old"]["sqlalchemy"], r"^1\.4\.")

    def test_last_revisions_of_the_sample(self):
        for file in sorted(VERSIONS.glob("*.py"))[-4:]:
            offline = not any(number in file.name for number in ASKS_THE_DATABASE)
            for outcome in self.everywhere(
                lambda s, d, f=file, o=offline: self.bench.roundtrip(SAMPLE, f, s, d, offline=o)
            ):
                self.assertTrue(outcome.ok, outcome.text())
                self.assertEqual(outcome.skipped, {}, outcome.text())

    def test_last_revisions_of_the_hex_sample(self):
        for file in HEX.glob("alembic/versions/*_*.py"):
            if "member_names" in file.name or "shelves" in file.name:
                for outcome in self.everywhere(lambda s, d, f=file: self.bench.roundtrip(HEX, f, s, d)):
                    self.assertTrue(outcome.ok, outcome.text())

    def test_whole_chain_goes_down_to_nothing_and_up_again(self):
        def there_and_back(stack, dialect):
            worker, found = self.bench.stacks[stack], {}
            for project in (SAMPLE, HEX):
                url = self.bench.new_database(dialect)
                worker.call("upgrade", project=str(project), url=url)
                worker.call("fill", url=url)
                first = worker.call("catalog", url=url)
                worker.call("downgrade", project=str(project), url=url)
                self.assertEqual(worker.call("catalog", url=url)["tables"], {})
                worker.call("upgrade", project=str(project), url=url)
                self.assertEqual(differences(first, worker.call("catalog", url=url)), [])
                found[project.name] = first
                self.bench.drop_database(url)
            return dialect, found

        results = self.everywhere(there_and_back)
        for dialect in DIALECTS:
            same = [found["sample"] for name, found in results if name == dialect]
            self.assertNotIn("clients", same[0]["tables"])
            self.assertIn("customers", same[0]["tables"])
            self.assertNotIn("invoices", same[0]["tables"])
            self.assertEqual(differences(same[0], same[1]), [], f"new and mid leave different schemas on {dialect}")

    def test_forgotten_index_is_found(self):
        file = self.written(
            'op.create_index("idx_tags_colour", "tags", ["colour"])\nop.drop_index("idx_projects_status", "projects")',
            'op.drop_index("idx_tags_colour", "tags")',
        )
        for dialect in DIALECTS:
            outcome = self.bench.roundtrip(SAMPLE, file, "new", dialect)
            self.assertIn(
                "downgrade does not restore: tables.projects.indexes.idx_projects_status: is gone", outcome.text()
            )

    def test_lost_rows_are_found(self):
        file = self.written('op.execute("DELETE FROM service_requests")', "pass")
        for outcome in self.everywhere(lambda s, d: self.bench.roundtrip(SAMPLE, file, s, d), stacks=["mid", "old"]):
            self.assertIn("upgrade lost rows of service_requests: 3 -> 0", outcome.problems)

    def test_not_null_column_without_default_meets_rows(self):
        file = self.written(
            'op.add_column("bikes", sa.Column("weight", sa.Integer(), nullable=False))',
            'op.drop_column("bikes", "weight")',
        )
        outcomes = self.everywhere(lambda s, d: self.bench.roundtrip(SAMPLE, file, s, d))
        self.assertEqual([outcome.ok for outcome in outcomes], [False] * 6)
        self.assertTrue(self.bench.roundtrip(SAMPLE, file, rows=0).ok)
        self.assertIn("null", outcomes[0].text().lower())

    def test_live_question_fails_offline_only(self):
        upgrade = 'op.get_bind().execute(sa.text("SELECT 1")).scalar()'
        file = self.written(upgrade, "pass")
        self.assertIn("made_by_a_test.py:20: 'NoneType'", self.bench.roundtrip(SAMPLE, file).text())
        self.assertTrue(self.bench.roundtrip(SAMPLE, file, offline=False).ok)
        self.assertTrue(self.bench.roundtrip(SAMPLE, file, dialect="sqlite").ok)

    def test_constraint_that_batch_loses_on_sqlite_is_found(self):
        with_index = 'op.execute("CREATE INDEX idx_users_name ON users (upper(full_name))")'
        first = self.written(with_index, 'op.drop_index("idx_users_name", "users")')
        project = self.folder / "lossy"
        shutil.copytree(SAMPLE, project)
        shutil.copy(first, project / "backend/app/migrations/versions")
        second = self.folder / "20260302_000020_made_by_a_test.py"
        body = (
            'with op.batch_alter_table("users") as batch_op:\n'
            '    batch_op.alter_column("email", existing_type=sa.String(255), nullable={})'
        )
        text = migration(body.format("True"), body.format("True"))
        second.write_text(
            text.replace("000018", "000019x")
            .replace("20260301_000019", "20260302_000020")
            .replace("20260224_000019x", "20260301_000019")
        )
        self.assertTrue(self.bench.roundtrip(project, second, "new", "postgresql").ok)
        outcome = self.bench.roundtrip(project, second, "new", "sqlite")
        self.assertIn("idx_users_name: is gone", outcome.text())

    def test_changed_file_is_read_again(self):
        project = self.folder / "changing"
        shutil.copytree(SAMPLE, project)
        file = project / "backend/app/migrations/versions/20260301_000019_made_by_a_test.py"
        for name in ("aaa", "bbb"):
            file.write_text(
                migration(
                    f'op.add_column("tags", sa.Column("{name}", sa.Integer()))', f'op.drop_column("tags", "{name}")'
                )
            )
            outcome = self.bench.roundtrip(project, file, "mid", "sqlite")
            self.assertTrue(outcome.ok, outcome.text())
            self.assertIn(name, outcome.after["tables"]["tags"]["columns"])

    def test_start_from_ddl(self):
        ddl = self.folder / "start.sql"
        ddl.write_text(
            "CREATE TABLE service_requests (id VARCHAR(36) PRIMARY KEY, summary VARCHAR(300) NOT NULL);\n"
            "CREATE TABLE tags (name VARCHAR(60) NOT NULL);\n"
        )
        file = self.written(
            'op.add_column("service_requests", sa.Column("shelf", sa.String(8)))',
            'op.drop_column("service_requests", "shelf")',
        )
        for outcome in self.everywhere(lambda s, d: self.bench.roundtrip(SAMPLE, file, s, d, start=f"sql:{ddl}")):
            self.assertTrue(outcome.ok, outcome.text())
            self.assertEqual(sorted(outcome.before["tables"]), ["service_requests", "tags"])
            self.assertEqual(outcome.rows, {"service_requests": 3, "tags": 3})

    def test_text_checks(self):
        last = sorted(VERSIONS.glob("*.py"))[-1]
        self.assertEqual(check_text(SAMPLE, last), [])
        bad = self.folder / "bad.py"
        bad.write_text("from alembic import op\nimport sqlalchemy as sa\nx = undefined\nresult = ( 1,2 )\n")
        problems = "\n".join(check_text(SAMPLE, bad))
        for part in ("ruff format", "I001", "F821"):
            self.assertIn(part, problems)
        bad.write_text("def upgrade() -> None:\n")
        self.assertIn("does not compile", check_text(SAMPLE, bad)[0])

    def test_error_names_the_line(self):
        file = self.written('op.drop_column("tags", "nothing")', "pass")
        project = self.folder / "failing"
        shutil.copytree(SAMPLE, project)
        shutil.copy(file, project / "backend/app/migrations/versions")
        url = self.bench.new_database("postgresql")
        with self.assertRaises(StackError) as raised:
            self.bench.stacks["new"].call("upgrade", project=str(project), url=url)
        self.assertEqual(raised.exception.where, "20260301_000019_made_by_a_test.py:20")
        self.assertIn('column "nothing" of relation "tags" does not exist', raised.exception.text)
        self.assertEqual(self.bench.stacks["new"].call("current", url=url), [])

    def test_execute_takes_statements_as_they_are(self):
        def percent(stack, dialect):
            url = self.bench.new_database(dialect)
            return self.bench.stacks[stack].call(
                "execute", url=url, sql=["CREATE TABLE a (b text)", "SELECT '50%', '%s'"]
            )

        self.assertEqual(self.everywhere(percent), [[["50%", "%s"]]] * 6)

    def test_step_is_quick_after_warming_up(self):
        url = self.bench.new_database("sqlite")
        worker = self.bench.stacks["new"]
        worker.call("upgrade", project=str(SAMPLE), url=url)
        seconds = []
        for _ in range(5):
            started = time.perf_counter()
            worker.call("downgrade", project=str(SAMPLE), url=url, revision="-1")
            worker.call("upgrade", project=str(SAMPLE), url=url)
            seconds.append((time.perf_counter() - started) / 2)
        self.assertLess(min(seconds), 0.2, "a step took long; it is about 20 ms on an idle machine")


if __name__ == "__main__":
    unittest.main()
