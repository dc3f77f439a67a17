"""Numbers and heads of other branches are seen when a migration is made; without git all is as before."""

import shutil
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from repository import DATE, HEAD, PROGRAM, Repository, clean_environment  # noqa: E402


class BranchesTest(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp()).resolve()
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.repository = Repository(self.folder)

    def new(self, words, *more):
        return self.repository.run("new", words, "--date", DATE, *more, code=0)

    def texts(self, review, kind):
        return [message["text"] for message in review["messages"] if message["type"] == kind]

    def test_the_next_number_that_is_free_everywhere(self):
        with self.repository.on("payments"):
            self.repository.new("add phone to tags")
        tried = self.new("add mobile to tags", "--dry-run")
        made = self.new("add mobile to tags")
        self.assertEqual(tried["messages"], made["messages"])
        self.assertEqual(made["revision"], "20260301_000020")
        self.assertEqual(made["down_revision"], HEAD)
        [said] = [text for text in self.texts(made, "assumption") if "000019" in text]
        self.assertIn("20260301_000019_add_phone_to_tags.py on payments", said)
        self.assertIn("number sets it by hand", said)
        [warned] = self.texts(made, "warning")
        self.assertIn("when both are merged there are two heads", warned)

    def test_by_hand(self):
        with self.repository.on("payments"):
            self.repository.new("add phone to tags")
        made = self.new("add mobile to tags", "--number", "19")
        self.assertEqual(made["revision"], "20260301_000019")
        self.assertIn("000019 is also that of 20260301_000019_add_phone_to_tags.py", self.texts(made, "warning")[0])

    def test_a_gap_is_filled(self):
        with self.repository.on("payments"):
            self.repository.new("add phone to tags", "--number", "20")
        self.assertEqual(self.new("add mobile to tags")["revision"], "20260301_000019")
        self.assertEqual(self.new("add fax to tags")["revision"], "20260301_000021")

    def test_a_remote_as_it_was_last_fetched(self):
        other = Repository(self.folder / "other")
        with other.on("payments"):
            other.new("add phone to tags")
        self.repository.git("remote", "add", "origin", str(other.root))
        self.assertEqual(self.new("add x table", "--dry-run")["revision"], "20260301_000019")
        self.repository.git("fetch", "-q", "origin")
        made = self.new("add x table")
        self.assertEqual(made["revision"], "20260301_000020")
        self.assertIn("on origin/payments", " ".join(self.texts(made, "assumption")))

    def test_branches_without_anything_new_say_nothing(self):
        self.repository.git("branch", "old")
        made = self.new("add mobile to tags")
        self.assertEqual(made["revision"], "20260301_000019")
        self.assertEqual(self.texts(made, "warning"), [])

    def test_many_branches_of_which_most_have_the_same_files(self):
        with self.repository.on("payments"):
            self.repository.new("add phone to tags")
        for number in range(20):
            self.repository.git("branch", f"old{number}")
            self.repository.git("branch", f"payments{number}", "payments")
        self.repository.git("checkout", "-q", "--orphan", "empty")
        self.repository.git("rm", "-rfq", "--cached", ".")
        self.repository.git("commit", "-q", "--allow-empty", "-m", "nothing")
        self.repository.git("checkout", "-q", "-f", "main")
        made = self.new("add mobile to tags")
        self.assertEqual(made["revision"], "20260301_000020")
        [said] = [text for text in self.texts(made, "assumption") if "000019" in text]
        self.assertIn("20260301_000019_add_phone_to_tags.py on payments", said)

    def run_with_path(self, path):
        return subprocess.run(
            [str(PROGRAM), "new", "add mobile to tags", "--date", DATE, "--dry-run", "--json"],
            cwd=self.repository.root,
            env={**clean_environment(self.folder), "PATH": str(path)},
            capture_output=True,
            text=True,
            timeout=60,
        )

    def test_no_git_program(self):
        with self.repository.on("payments"):
            self.repository.new("add phone to tags")
        empty = self.folder / "empty"
        empty.mkdir()
        ran = self.run_with_path(empty)
        self.assertEqual(ran.returncode, 0, ran.stdout + ran.stderr)
        self.assertIn("20260301_000019", ran.stdout)

    def test_a_git_that_hangs(self):
        folder = self.folder / "slow"
        folder.mkdir()
        slow = folder / "git"
        slow.write_text("#!/bin/sh\nexec /bin/sleep 100\n")
        slow.chmod(0o755)
        started = time.monotonic()
        ran = self.run_with_path(folder)
        self.assertEqual(ran.returncode, 0, ran.stdout + ran.stderr)
        self.assertLess(time.monotonic() - started, 20)


if __name__ == "__main__":
    unittest.main()
