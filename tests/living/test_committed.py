"""`check` in a real git repository: a migration that the main line has and that was changed here is told, whether the
change is committed or not; one that was only laid out anew, and one of this branch, are not."""

import shutil
import tempfile
import unittest
from pathlib import Path

from repository import HEAD, Repository


class CommittedTest(unittest.TestCase):
    def setUp(self):
        folder = Path(tempfile.mkdtemp()).resolve()
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        self.repository = Repository(folder)
        self.file = next(self.repository.versions.glob(f"{HEAD}*.py"))
        self.text = self.file.read_text(encoding="utf-8")

    def edited(self, *what):
        found = self.repository.run("check", *(what or ["--all"]), "--fail-on", "never")["findings"]
        return {Path(each["path"]).name: each["message"] for each in found if each["rule"] == "edited-after-commit"}

    def change(self, old, new):
        self.assertIn(old, self.text)
        self.file.write_text(self.text.replace(old, new, 1), encoding="utf-8")

    def test_a_change_of_what_it_does_is_told(self):
        self.assertEqual(self.edited(), {})
        self.change("def downgrade() -> None:\n", "def downgrade() -> None:\n    op.execute('SELECT 1')\n")
        told = {self.file.name: "downgrade() differs from what main has"}
        self.assertEqual(self.edited(), told)
        self.assertEqual(self.edited(HEAD), told)
        with self.repository.on("hot-fix"):
            self.repository.commit("a change of what was committed")
            self.assertEqual(self.edited(), told)
        self.assertEqual(self.edited(), {})

    def test_another_layout_and_another_docstring_are_not(self):
        self.change('"""', '"""Said otherwise: ')
        self.assertEqual(self.edited(), {})
        self.file.write_text("# a comment\n" + self.text.replace("(\n", "(  # here\n"), encoding="utf-8")
        self.assertEqual(self.edited(), {})

    def test_files_of_this_branch_are_its_own(self):
        with self.repository.on("payments"):
            made = self.repository.new("add phone to tags")
            self.repository.commit("made")
            made.write_text(made.read_text(encoding="utf-8").replace("phone", "mobile"), encoding="utf-8")
            self.assertEqual(self.edited(), {})

    def test_what_the_main_line_did_later_is_not_told(self):
        with self.repository.on("payments"):
            self.repository.new("add phone to tags")
        self.change("def downgrade() -> None:\n", "def downgrade() -> None:\n    op.execute('SELECT 1')\n")
        self.repository.commit("main changes its mind")
        with self.repository.on("payments"):
            self.assertEqual(self.edited(), {})

    def test_without_git_nothing_is_known(self):
        self.change("def downgrade() -> None:\n", "def downgrade() -> None:\n    op.execute('SELECT 1')\n")
        shutil.rmtree(self.repository.root / ".git")
        self.assertEqual(self.edited(), {})


if __name__ == "__main__":
    unittest.main()
