"""A journal that a repository brings: no reader and no writer carries it out."""

import ctypes
import sys
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]

from program import Program, files_of  # noqa: E402
from repository import RepositoryCase, revision_text  # noqa: E402

JOURNAL = ".alembic-migrate-journal"


class Hash(ctypes.Structure):
    _fields_ = [("low", ctypes.c_uint64), ("high", ctypes.c_uint64)]


def hash128(text: str) -> str:
    library = ctypes.CDLL("libxxhash.so.0")
    library.XXH3_128bits.restype = Hash
    library.XXH3_128bits.argtypes = [ctypes.c_char_p, ctypes.c_size_t]
    found = library.XXH3_128bits(text.encode(), len(text.encode()))
    return f"{found.high:016x}{found.low:016x}"


def journal(*changes: tuple[str | None, str | None, str]) -> str:
    """As the program writes it: (what is there or None, what is to be there or None, name)."""
    body = ""
    for old, new, name in changes:
        hashes = ["-" if text is None else hash128(text) for text in (old, new)]
        body += f"{' '.join(hashes)} {len((new or '').encode())} {name}\n{new or ''}\n"
    return f"alembic-migrate-journal-1 {hash128(body)}\n{body}"


class ForeignJournal(RepositoryCase):
    def setUp(self):
        super().setUp()
        (self.versions / "bbbb00000002_b.py").write_text(revision_text("bbbb00000002", "aaaa00000001", "badges"))
        removed = (self.versions / "aaaa00000002_second.py").read_text()
        made = "import os; os.system('touch pwned')\n"
        text = journal((removed, None, "aaaa00000002_second.py"), (None, made, "conftest.py"))
        (self.versions / JOURNAL).write_text(text)
        self.git("init", "-q")
        self.git("add", "-A")
        self.git("commit", "-qm", "all")

    def assert_kept(self, before):
        after = files_of(self.repository)
        self.assertEqual({name: after.get(name) for name in before}, before)
        self.assertNotIn("migrations/versions/conftest.py", after)

    def test_readers(self):
        before = files_of(self.repository)
        for command in (
            ("history",),
            ("schema",),
            ("check",),
            ("merge", "--dry-run"),
            ("rebase", "bbbb00000002_b.py", "--dry-run"),
            ("new", "add tags table: name string(9)", "--dry-run"),
            ("verify",),
        ):
            self.run_program(*command)
            self.assertEqual(files_of(self.repository), before, command)

    def test_server_resources(self):
        before = files_of(self.repository)
        with Program(["--project", str(self.repository)], self.home) as program:
            for method in ("history", "schema", "check"):
                program.call(method, {})
            program.call("resources/list", {})
        self.assertEqual(files_of(self.repository), before)

    def test_writers(self):
        """One that writes a file of its own goes on; one that needs a journal says what is in its way."""
        before = files_of(self.repository)
        ran = self.run_program("rebase", "bbbb00000002_b.py")
        self.assertEqual(ran.returncode, 2, ran.stdout + ran.stderr)
        self.assertIn("was not written by this program on this machine", ran.stderr)
        self.assertEqual(files_of(self.repository), before)
        self.assertEqual(self.run_program("merge").returncode, 0)
        self.assert_kept(before)

    def test_own_one_is_finished(self):
        """The same journal, written here: the next writer finishes it, and only it."""
        changes = self.home / ".local/state/alembic-migrate/changes"
        changes.mkdir(parents=True)
        text = (self.versions / JOURNAL).read_text()
        (changes / hash128(str(self.versions))).write_text(hash128(text))
        before = files_of(self.repository)
        self.assertIn("cut short", self.run_program("history").stdout)
        self.assertEqual(files_of(self.repository), before)
        self.run_program("new", "add tags table: name string(9)")
        self.assertFalse((self.versions / JOURNAL).exists())
        self.assertTrue((self.versions / "conftest.py").exists())


if __name__ == "__main__":
    unittest.main()
