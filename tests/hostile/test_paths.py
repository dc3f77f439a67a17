"""A repository that wants its migrations written elsewhere: by file_template, by links, by its config. Nothing outside of its
versions folders changes, and what is honest about it still works."""

import os
import sys
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]

from program import files_of  # noqa: E402
from repository import MAKO, RepositoryCase, revision_text  # noqa: E402

NEW = ("new", "add tags table: name string(20)")
WAYS_OUT = (
    "../../../outside/usercustomize",
    "../%%(rev)s",
    "x/../../../../outside/y",
    "{outside}/%%(rev)s",
    "/%%(rev)s",
    "//%%(rev)s",
    "./%%(rev)s",
    "a//%%(rev)s",
    "~/%%(rev)s/../../..",
    "..\\\\..\\\\%%(rev)s",
    "%%(rev)s/",
    "__init__",
    ".#%%(rev)s",
    "a\tb",
)


class Paths(RepositoryCase):
    def snapshot(self):
        """Every file, link and folder with its content."""
        entries = sorted(self.folder.rglob("*"))
        kept = [path for path in entries if self.home not in path.parents]
        return {
            str(path): os.readlink(path) if path.is_symlink() else path.read_bytes() if path.is_file() else None
            for path in kept
        }

    def assert_refused(self, *command, code=""):
        """An error in one line, also as a dry run; nothing changed."""
        before = self.snapshot()
        for more in ((), ("--dry-run",)):
            ran = self.run_program(*command, *more)
            self.assertNotEqual(ran.returncode, 0, f"{command} {more}: {ran.stdout}")
            self.assertIn(code, ran.stdout + ran.stderr)
        self.assertEqual(self.snapshot(), before)

    def assert_written(self, *command, folder):
        """One new file, in that folder; everything else as it was."""
        before = self.snapshot()
        ran = self.run_program(*command)
        self.assertEqual(ran.returncode, 0, ran.stdout + ran.stderr)
        after = self.snapshot()
        self.assertEqual({path: after.get(path) for path in before}, before)
        [new] = [path for path in after if path not in before and path.endswith(".py")]
        self.assertEqual(Path(new).parent, folder)
        return Path(new)


class FileTemplate(Paths):
    def test_ways_out(self):
        mako = "import os; os.system('id')\n" + MAKO
        (self.repository / "migrations/script.py.mako").write_text(mako)
        for recursive in ("false", "true"):
            for template in WAYS_OUT:
                template = template.format(outside=self.outside)
                self.settings(f"file_template = {template}", f"recursive_version_locations = {recursive}")
                with self.subTest(template=template, recursive=recursive):
                    self.assert_refused(*NEW, code="file_template")

    def test_subfolders(self):
        """As Alembic does it: the year below the versions folder, again and again; not where it would not be read."""
        template = "file_template = %%(year)d/%%(rev)s_%%(slug)s"
        self.settings(template)
        self.assert_refused(*NEW, code="recursive_version_locations")
        self.settings(template, "recursive_version_locations = true")
        first = self.assert_written(*NEW, "--date", "2026-03-01", folder=self.versions / "2026")
        second = ("new", "add labels table: name string(20)", "--date", "2026-03-02")
        self.assert_written(*second, folder=first.parent)

    def test_subfolder_that_leads_out(self):
        self.settings("file_template = %%(year)d/%%(rev)s", "recursive_version_locations = true")
        (self.versions / "2026").symlink_to(self.outside)
        self.assert_refused(*NEW, "--date", "2026-03-01", code="no folder of")


class Links(Paths):
    def link_revision(self, revision, down, table):
        """A revision that lies outside, with a link in the versions folder."""
        target = self.outside / f"{revision}_{table}.py"
        target.write_text(revision_text(revision, down, table))
        (self.versions / target.name).symlink_to(target)

    def test_new_file_is_beside_the_link(self):
        self.link_revision("aaaa00000003", "aaaa00000002", "notes")
        self.assert_written(*NEW, folder=self.versions)

    def test_merge_is_beside_the_link(self):
        self.link_revision("aaaa00000003", "aaaa00000002", "notes")
        (self.versions / "bbbb00000003_b.py").write_text(revision_text("bbbb00000003", "aaaa00000002", "badges"))
        self.assert_written("merge", folder=self.versions)

    def test_no_edit_of_what_lies_outside(self):
        (self.versions / "bbbb00000003_b.py").write_text(revision_text("bbbb00000003", "aaaa00000002", "badges"))
        self.link_revision("aaaa00000003", "aaaa00000002", "notes")
        self.assert_refused("rebase", "aaaa00000003_notes.py", code="aaaa00000003_notes.py")
        (self.versions / "bbbb00000003_b.py").unlink()
        self.assert_refused("revise", "--discard", code="aaaa00000003_notes.py")

    def test_versions_folder_outside(self):
        for path in self.versions.iterdir():
            path.rename(self.outside / path.name)
        self.versions.rmdir()
        self.versions.symlink_to(self.outside)
        self.assertIn("aaaa00000002", self.run_program("history").stdout)
        for git in (False, True):
            if git:
                self.git("init", "-q")
            self.assert_refused(*NEW, code="no folder of the repository")
            (self.outside / "bbbb00000003_b.py").write_text(revision_text("bbbb00000003", "aaaa00000001", "badges"))
            self.assert_refused("merge", code="no folder of the repository")
            self.assert_refused("rebase", "bbbb00000003_b.py", code="no folder of the repository")
            (self.outside / "bbbb00000003_b.py").unlink()

    def test_versions_folder_elsewhere_in_the_repository(self):
        real = self.repository / "database"
        self.versions.rename(real)
        self.versions.symlink_to(real)
        before = files_of(real)
        self.assertEqual(self.run_program(*NEW).returncode, 0)
        self.assertEqual(len(files_of(real)), len(before) + 1)


class Config(Paths):
    def test_locations_outside(self):
        """With git and without; also where git itself, or a virtual environment, lies within the repository."""
        packages = self.repository / ".venv/lib/python3/site-packages"
        packages.mkdir(parents=True)
        for git in (False, True):
            if git:
                self.git("init", "-q")
                (self.repository / ".git/versions").mkdir()
            places = [self.outside, "../outside", "migrations/../../outside/new", packages]
            for place in [*places, ".git/versions"] if git else places:
                self.settings(f"version_locations = {place}", "path_separator = newline")
                with self.subTest(git=git, place=str(place)):
                    self.assert_refused(*NEW)

    def test_script_location_outside(self):
        (self.repository / "migrations").rename(self.outside / "migrations")
        (self.repository / "alembic.ini").write_text("[alembic]\nscript_location = ../outside/migrations\n")
        self.assert_refused(*NEW, code="no folder of the repository")

    def test_both_below_the_folder_that_is_named(self):
        """Without git, a config beside its migrations: whoever names the folder above them is understood."""
        (self.repository / "migrations").rename(self.outside / "migrations")
        (self.repository / "alembic.ini").write_text("[alembic]\nscript_location = ../outside/migrations\n")
        folder = self.outside / "migrations/versions"
        self.assert_written("--project", str(self.folder), *NEW, folder=folder)


if __name__ == "__main__":
    unittest.main()
