"""Golden migrations: a request on a sample project gives exactly this file, and real Alembic runs it.

A case is a folder of tests/golden/migrations: `request.json` with `expected.py`, or `expected.error.json` for a refusal.
The request is the params of `migrate`, and keys for the test: "sample" chooses tests/sample, the default, or
tests/sample-hex; "models": true lays tests/sample-models over it, "naming": true tests/sample-naming, whose metadata has
a naming convention (what real Alembic then makes must be what the replay of the new chain says), "unknown_naming":
true tests/sample-labels-unknown, whose convention only the run knows; "says" holds texts that the review must have;
"rows" is 0 for changes that rightly refuse made-up rows; "dialects" where only one can run it. UPDATE_GOLDEN=1 rewrites the
expectations; CI never sets it. Every expected.py compiles, is left alone by ruff, and goes up, exactly down, and up
again with rows present, in all stacks on both databases.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / folder) for folder in ("stacks", "compare", "support")]

from client import ROOT, STACKS  # noqa: E402
from compare import compare_project  # noqa: E402
from golden import GoldenCase, golden_cases  # noqa: E402
from roundtrip import DIALECTS, Bench, check_text  # noqa: E402

PROGRAM = Path(os.environ.get("MIGRATE_BUILD", ROOT / "build")) / "alembic-migrate"
UPDATE = os.environ.get("UPDATE_GOLDEN") == "1" and os.environ.get("CI") != "true"
DATE = "2026-03-01"


class Made(GoldenCase):
    """What the program made of a case, in a copy of its sample project."""

    def __init__(self, case: Path, folder: Path):
        super().__init__(case, folder)
        before = set(self.project.rglob("*.py"))
        message = {"jsonrpc": "2.0", "id": 1, "method": "migrate", "params": {"date": DATE, **self.request}}
        command = [str(PROGRAM), "--project", str(self.project)]
        ran = subprocess.run(command, input=json.dumps(message) + "\n", text=True, capture_output=True, timeout=60)
        self.answer = json.loads(ran.stdout)
        new = sorted(set(self.project.rglob("*.py")) - before)
        self.file = new[0] if new else None
        self.new_files = len(new)


class MigrationsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.made = [Made(case, cls.folder) for case in golden_cases()]

    def test_there_are_cases(self):
        self.assertGreater(len(self.made), 0 if os.environ.get("GOLDEN") else 20)

    def test_files_are_as_expected(self):
        for made in self.made:
            with self.subTest(made.name):
                wanted_file, wanted_error = made.case / "expected.py", made.case / "expected.error.json"
                if "error" in made.answer:
                    self.assertEqual(made.new_files, 0, "a refusal wrote a file")
                    found = json.dumps(made.answer["error"], indent=2, ensure_ascii=False) + "\n"
                    wanted, other = wanted_error, wanted_file
                else:
                    self.assertEqual(made.new_files, 1)
                    found = made.file.read_text(encoding="utf-8")
                    self.assertEqual(made.answer["result"]["messages"][0]["content"], found)
                    wanted, other = wanted_file, wanted_error
                if UPDATE:
                    wanted.write_text(found, encoding="utf-8")
                    other.unlink(missing_ok=True)
                self.assertTrue(wanted.exists(), f"the answer was {json.dumps(made.answer)[:2000]}")
                self.assertEqual(found, wanted.read_text(encoding="utf-8"))

    def test_reviews_say_what_they_must(self):
        for made in self.made:
            texts = [message.get("text", "") for message in made.answer.get("result", {}).get("messages", [])]
            for wanted in made.says:
                with self.subTest(made.name, says=wanted):
                    self.assertTrue(any(wanted in text for text in texts), texts)

    def test_a_naming_convention_changes_no_name_that_is_said(self):
        named = [made for made in self.made if "naming" in made.layers]
        self.assertGreater(len(named), -1 if os.environ.get("GOLDEN") else 3)
        with Bench() as bench:
            for made in named:
                for stack in STACKS:
                    reports, _ = compare_project(made.project, PROGRAM, stack=stack, bench=bench)
                    for report in reports:
                        with self.subTest(made.name, stack=stack, dialect=report.dialect):
                            self.assertEqual(report.lines()[1:], ["  differences: 0 certain, 0 in doubt"])

    def test_text_is_left_alone_by_ruff(self):
        for made in self.made:
            if made.file:
                with self.subTest(made.name):
                    self.assertEqual(check_text(made.project, made.file), [])

    def test_round_trips(self):
        def all_of(stack):
            return [
                bench.roundtrip(made.project, made.file, stack=stack, dialect=dialect, rows=made.rows)
                for made in self.made
                if made.file
                for dialect in made.dialects
            ]

        with Bench() as bench, ThreadPoolExecutor(len(STACKS)) as pool:
            outcomes = [outcome for list_of in pool.map(all_of, STACKS) for outcome in list_of]
        for outcome in outcomes:
            with self.subTest(f"{outcome.revision} {outcome.stack} {outcome.dialect}"):
                self.assertTrue(outcome.ok, outcome.text())


if __name__ == "__main__":
    unittest.main()
