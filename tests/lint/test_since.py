"""`check --since REF`: what this branch added or changed, committed or not, in a real git repository."""

import shutil
import sys
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from checked import BAD, CheckCase  # noqa: E402
from program import PROGRAM, VERSIONS, Program  # noqa: E402

OLD = f"{VERSIONS}/20260128_000010_schema_hygiene.py"


class SinceTest(CheckCase):
    def setUp(self):
        super().setUp()
        self.commit_all("the sample")
        self.git("checkout", "-q", "-b", "work")

    def checked(self, *arguments):
        with Program(["--project", str(self.project)], self.folder) as program:
            return program.call("check", {"since": arguments[0] if arguments else "main"})["result"]["files"]

    def test_nothing_changed(self):
        self.assertIn("0 files checked", self.run_check("--since", "main"))
        (self.project / "README.txt").write_text("no migration\n", encoding="utf-8")
        self.assertEqual(self.checked(), [])

    def test_untracked_staged_changed_and_committed_files(self):
        self.write_bad()
        self.assertEqual(self.checked(), [self.path])
        self.git("add", "-A")
        self.assertEqual(self.checked(), [self.path])
        self.git("commit", "-q", "-m", "bad")
        self.assertEqual(self.checked(), [self.path])
        with (self.project / OLD).open("a", encoding="utf-8") as old:
            old.write("# looked at again\n")
        self.assertEqual(self.checked(), [OLD, self.path])
        self.assertEqual(self.checked("HEAD"), [OLD])
        self.assertIn("2 files checked", self.run_check("--since", "main", code=1))

    def test_what_main_did_meanwhile_does_not_count(self):
        self.git("checkout", "-q", "main")
        (self.project / OLD).write_text((self.project / OLD).read_text(encoding="utf-8") + "# main\n", encoding="utf-8")
        self.commit_all("main goes on")
        self.git("checkout", "-q", "work")
        self.write_bad()
        self.commit_all("bad")
        self.assertEqual(self.checked(), [self.path])
        self.git("tag", "-m", "release", "v1", "main")
        self.assertEqual(self.checked("v1"), [self.path])

    def test_a_file_that_is_gone_is_not_looked_for(self):
        self.write_bad()
        self.commit_all("bad")
        (self.project / self.path).unlink()
        self.assertEqual(self.checked(), [])

    def test_refs_that_git_does_not_know(self):
        for ref in ("no-such-branch", "--all", "-h", "--output=x", "main..work", ""):
            ran = self.run_it([PROGRAM, "check", f"--since={ref}"])
            with self.subTest(ref):
                self.assertEqual(ran.returncode, 2, ran.stdout + ran.stderr)
                self.assertIn("git knows no branch, tag or commit" if ref else "REF missing", ran.stderr)
        with Program(["--project", str(self.project)], self.folder) as program:
            self.assertEqual(program.call("check", {"since": ""})["error"]["data"]["code"], "unknown_ref")
        self.assertFalse((self.project / "x").exists())

    def test_no_history_in_common(self):
        self.git("checkout", "-q", "--orphan", "other")
        self.git("commit", "-q", "-m", "another beginning")
        self.assertIn("no history in common", self.run_check("--since", "main", code=2))

    def test_no_repository_and_no_git(self):
        told = self.run_it([PROGRAM, "check", "--since", "main"], PATH=str(self.folder))
        self.assertEqual(told.returncode, 2, told.stdout)
        self.assertIn("with git installed", told.stderr)
        shutil.rmtree(self.project / ".git")
        told = self.run_it([PROGRAM, "check", "--since", "main"], GIT_CEILING_DIRECTORIES=str(self.folder))
        self.assertEqual(told.returncode, 2, told.stdout)
        self.assertIn("not a git repository", told.stderr)

    def test_odd_names(self):
        """git writes them in quotes unless it is told not to."""
        odd = self.project / VERSIONS / '20260225_000019_größe "x".py'
        odd.write_text(BAD, encoding="utf-8")
        self.assertEqual(self.checked(), [str(odd.relative_to(self.project))])


if __name__ == "__main__":
    unittest.main()
