"""Small things that a repository of others can try, and small things that a tool must not leave behind."""

import os
import sys
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]

from program import Program, files_of  # noqa: E402
from repository import RepositoryCase, revision_text  # noqa: E402

UNSEEN = "\x1b[31m\x07\x7f\x9b\u202e\u2066\u200f\u061c\u2028"
RAW = {*UNSEEN} - {"[", "3", "1", "m"}
NEW = ("new", "add tags table: name string(20)")


class Unseen(RepositoryCase):
    def setUp(self):
        super().setUp()
        text = revision_text("aaaa00000003", "aaaa00000002", "notes").replace("add notes", f"add {UNSEEN} notes")
        text = text.replace('sa.Column("name"', f'sa.Column("na{UNSEEN}me"').replace('"na\x1b', '"na\\x1b')
        text += f'\n    op.execute("DELETE FROM customers -- {UNSEEN}")\n'
        (self.versions / "aaaa00000003_notes\u202e.py").write_text(text, newline="")

    def test_never_raw(self):
        for command in (
            ("history",),
            ("history", "--json"),
            ("schema",),
            ("schema", "--json"),
            ("check", "--all"),
            ("check", "--all", "--json"),
            ("check", "--all", "--format", "github"),
            ("check", "--all", "--format", "sarif"),
            (*NEW, "--dry-run"),
            (*NEW, "--dry-run", "--json"),
            ("rebase", "--dry-run"),
        ):
            ran = self.run_program(*command)
            raw = {hex(ord(c)) for c in RAW & {*(ran.stdout + ran.stderr)}}
            self.assertEqual(raw, set(), command)

    def test_wire(self):
        with Program(["--project", str(self.repository)], self.home) as program:
            program.write(b'{"jsonrpc":"2.0","id":1,"method":"history"}')
            line = program._lines.get(timeout=60).decode()
        self.assertEqual(RAW & {*line}, set())


class Leftovers(RepositoryCase):
    def test_no_folder_of_a_refused_request(self):
        for path in self.versions.iterdir():
            path.unlink()
        self.versions.rmdir()
        self.settings("version_locations = migrations/a/b/c", "path_separator = newline")
        folders = {*self.repository.rglob("*")}
        ran = self.run_program("new", "x", "--message", "x", "--operations", '[{"op": "drop_table", "table": "none"}]')
        self.assertEqual(ran.returncode, 2)
        self.assertIn("no table none", ran.stderr)
        self.assertEqual({*self.repository.rglob("*")}, folders)
        self.assertEqual(self.run_program(*NEW).returncode, 0)
        self.assertEqual(len([*(self.repository / "migrations/a/b/c").iterdir()]), 1)

    def test_revise_keeps_the_mode(self):
        self.run_program(*NEW)
        [path] = self.versions.glob("*tags*")
        for mode in (0o640, 0o600):
            path.chmod(mode)
            if os.getuid() == 0:
                os.chown(path, 1234, 1235)
            word = f"labels{mode}"
            ran = self.run_program("revise", f"add {word} string(20)", "--message", f"add {word}")
            self.assertEqual(ran.returncode, 0, ran.stderr)
            [path] = self.versions.glob(f"*{word}*")
            self.assertEqual(path.stat().st_mode & 0o7777, mode)
            if os.getuid() == 0:
                self.assertEqual((path.stat().st_uid, path.stat().st_gid), (1234, 1235))

    def test_link_to_another_name(self):
        (self.versions / "notes.txt").write_text(revision_text("aaaa00000003", "aaaa00000002", "notes"))
        (self.versions / "aaaa00000003_notes.py").symlink_to("notes.txt")
        self.assertIn("aaaa00000003_notes.py is a link", self.run_program("history").stdout)


class GitPrograms(RepositoryCase):
    def test_none_is_started(self):
        """Watchers, hooks, filters and the rest that a repository's own config and attributes name."""
        marker = self.folder / "started"
        program = self.outside / "program"
        program.write_text(f'#!/bin/sh\necho "$0 $*" >> {marker}\ncat\n')
        program.chmod(0o755)
        self.git("init", "-q", "-b", "main")
        self.git("add", "-A")
        self.git("commit", "-qm", "all")
        self.git("checkout", "-qb", "work")
        (self.versions / "aaaa00000003_notes.py").write_text(revision_text("aaaa00000003", "aaaa00000002", "notes"))
        second = self.versions / "aaaa00000002_second.py"
        second.write_text(second.read_text() + "\n# changed\n")
        (self.repository / ".gitattributes").write_text("*.py filter=f diff=d\n")
        hooks = self.repository / "hooks"
        hooks.mkdir()
        for hook in ("post-index-change", "pre-commit", "fsmonitor-watchman", "reference-transaction"):
            (hooks / hook).symlink_to(program)
        for key in (
            "core.fsmonitor",
            "core.sshCommand",
            "core.pager",
            "core.gitProxy",
            "diff.external",
            "diff.d.command",
            "diff.d.textconv",
            "filter.f.clean",
            "filter.f.smudge",
            "filter.f.process",
            "alias.diff",
            "credential.helper",
            "pager.diff",
        ):
            self.git("config", key, f"!{program}" if key.startswith("alias") else str(program))
        self.git("config", "core.hooksPath", str(hooks))
        self.git("config", "filter.f.required", "true")
        os.utime(second)
        before = files_of(self.repository)
        marker.unlink(missing_ok=True)
        for command in (
            ("check", "--since", "main"),
            ("check",),
            ("history",),
            (*NEW, "--dry-run"),
            ("revise", "add colour to notes", "--dry-run"),
        ):
            self.run_program(*command)
        self.assertFalse(marker.exists(), marker.read_text() if marker.exists() else "")
        self.assertEqual(files_of(self.repository), before)


if __name__ == "__main__":
    unittest.main()
