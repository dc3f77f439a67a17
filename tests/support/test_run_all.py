"""run_all.py counts honestly: passes, failures, skips, and files that do not even load."""

import contextlib
import io
import os
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import run_all  # noqa: E402

HEAD = "import os, unittest\nclass T(unittest.TestCase):\n"
PASS = "    def test_a(self): pass\n"
FAIL = "    def test_b(self): self.assertEqual(1, 2)\n"
SKIP = "    @unittest.skip('no reason')\n    def test_c(self): pass\n"
DIES = "    def test_d(self): os._exit(0)\n"


class RunAllTest(unittest.TestCase):
    def counts(self, text: str) -> str:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "test_made_up.py"
            path.write_text(text)
            with contextlib.redirect_stdout(io.StringIO()):
                return str(run_all.run_file(path, dict(os.environ)))

    def test_counts(self):
        self.assertEqual(self.counts(HEAD + PASS), "1 passed, 0 failed, 0 skipped")
        self.assertEqual(self.counts(HEAD + PASS + FAIL + SKIP), "1 passed, 1 failed, 1 skipped")

    def test_file_that_cannot_run_is_a_failure(self):
        self.assertEqual(self.counts("import nothing_like_this\n"), "0 passed, 1 failed, 0 skipped")
        self.assertEqual(self.counts("def broken(:\n"), "0 passed, 1 failed, 0 skipped")

    def test_file_that_ends_halfway_is_a_failure(self):
        self.assertEqual(self.counts(HEAD + PASS + DIES), "0 passed, 1 failed, 0 skipped")

    def test_words_choose(self):
        self.assertEqual(run_all.chosen(["base", "sql"], []), ["base", "sql"])
        self.assertEqual(run_all.chosen(["base", "sql", "mysql"], ["sql"]), ["sql", "mysql"])

    def test_doctest_summary_is_read(self):
        line = "[doctest] test cases:  37 |  35 passed |  2 failed | 1 skipped"
        self.assertEqual(run_all.DOCTEST.search(line).groups(), ("37", "35", "2", "1"))


if __name__ == "__main__":
    unittest.main()
