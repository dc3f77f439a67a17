"""The definition for pre-commit, with the real pre-commit on a scratch repository: no network, the program on PATH."""

import sys
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from checked import CheckCase  # noqa: E402
from program import PROGRAM, ROOT  # noqa: E402

PRE_COMMIT = ROOT / ".tools/check/bin/pre-commit"


@unittest.skipUnless(PRE_COMMIT.exists(), "pre-commit is not installed: run scripts/setup test")
class PreCommitTest(CheckCase):
    def setUp(self):
        super().setUp()
        # The definition alone, as a repository of its own: pre-commit clones it. The program is the one on the PATH;
        # that pre-commit installs it itself is tried in tests/release/test_packages.py.
        hooks = self.folder / "hooks"
        hooks.mkdir()
        (hooks / ".pre-commit-hooks.yaml").write_text(
            (ROOT / ".pre-commit-hooks.yaml")
            .read_text(encoding="utf-8")
            .replace("language: python", "language: system"),
            encoding="utf-8",
        )
        for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "hooks"]):
            self.run_it(["git", "-C", hooks, *arguments])
        commit = self.run_it(["git", "-C", hooks, "rev-parse", "HEAD"]).stdout.strip()
        (self.project / ".pre-commit-config.yaml").write_text(
            f"repos:\n- repo: {hooks}\n  rev: {commit}\n  hooks:\n  - id: alembic-migrate-check\n", encoding="utf-8"
        )
        self.commit_all("the sample")

    def pre_commit(self, *arguments):
        path = f"{PROGRAM.parent}:/usr/bin:/bin"
        return self.run_it([PRE_COMMIT, *arguments], PATH=path, PRE_COMMIT_HOME=str(self.folder / "pre-commit"))

    def test_it_checks_what_is_committed(self):
        self.write_bad()
        self.git("add", "-A")
        ran = self.pre_commit("run")
        self.assertEqual(ran.returncode, 1, ran.stdout + ran.stderr)
        self.assertIn("check Alembic migrations", ran.stdout)
        self.assertIn(f"{self.path}:10: CRITICAL not-null-without-default", ran.stdout)
        self.git("rm", "-q", "-f", self.path)
        (self.project / "script.py").write_text("print()\n", encoding="utf-8")
        self.git("add", "-A")
        ran = self.pre_commit("run")
        self.assertEqual(ran.returncode, 0, ran.stdout + ran.stderr)
        self.assertIn("Passed", ran.stdout)

    def test_installed_it_stops_a_commit(self):
        self.assertEqual(self.pre_commit("install").returncode, 0)
        self.write_bad()
        self.git("add", "-A")
        path = f"{PROGRAM.parent}:/usr/bin:/bin"
        ran = self.run_it(["git", "commit", "-m", "bad"], PATH=path, PRE_COMMIT_HOME=str(self.folder / "pre-commit"))
        self.assertEqual(ran.returncode, 1, ran.stdout + ran.stderr)
        self.assertIn("CRITICAL", ran.stderr + ran.stdout)


if __name__ == "__main__":
    unittest.main()
