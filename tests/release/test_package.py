"""The release archive: its bytes, what is in it, and its program where there is nothing but the archive."""

import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]

from archive import ROOT, archive, unpacked  # noqa: E402
from program import VERSIONS, sample_copy  # noqa: E402

MOST_BYTES = 10_000_000
REQUEST = {"jsonrpc": "2.0", "id": 1, "method": "migrate", "params": {"description": "add invoices table"}}


def other_root() -> list[str] | None:
    """The command before a command that makes a folder, given next, its root; None where that is not permitted."""
    chroot = shutil.which("chroot", path="/usr/sbin:/sbin") or "chroot"
    for prefix in ([chroot], ["/usr/bin/unshare", "-r", chroot]):
        ran = subprocess.run([*prefix, "/", "true"], capture_output=True)
        if ran.returncode == 0:
            return prefix
    return None


class PackageTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.archive = archive()
        cls.folder = Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        with tarfile.open(cls.archive) as tar:
            cls.members = tar.getmembers()
        cls.tree = unpacked(cls.folder)
        cls.program = cls.tree / "skill/bin/alembic-migrate-program"

    def test_checksum_and_size(self):
        checked = subprocess.run(
            ["sha256sum", "--check", f"{self.archive.name}.sha256"], cwd=self.archive.parent, capture_output=True
        )
        self.assertEqual(checked.returncode, 0, checked.stderr)
        self.assertLess(self.archive.stat().st_size, MOST_BYTES)

    def test_second_run_gives_the_same_bytes(self):
        first = self.archive.read_bytes()
        archive.cache_clear()
        self.assertEqual(archive(), self.archive)
        self.assertTrue(self.archive.read_bytes() == first, "the bytes differ")

    def test_nothing_of_this_machine_is_in_it(self):
        self.assertEqual([member.name for member in self.members], sorted(member.name for member in self.members))
        self.assertEqual(
            {(m.uid, m.gid, m.uname, m.gname, m.mtime) for m in self.members}, {(0, 0, "", "", self.members[0].mtime)}
        )
        self.assertEqual({oct(m.mode) for m in self.members}, {"0o755", "0o644"})
        self.assertNotIn(str(ROOT).encode(), self.program.read_bytes())

    def test_program_is_static_and_stripped(self):
        headers = subprocess.run(["readelf", "-lSd", str(self.program)], capture_output=True, text=True).stdout
        self.assertIn("LOAD", headers)
        for word in ("INTERP", "(NEEDED)", ".symtab", ".debug_info"):
            self.assertNotIn(word, headers)

    def test_versions_agree(self):
        shown = subprocess.run([str(self.program), "--version"], capture_output=True, text=True).stdout
        version = shown.split()[1]
        self.assertEqual(self.tree.name, f"alembic-migrate-{version}")
        plugin = json.loads((self.tree / "skill/.claude-plugin/plugin.json").read_text(encoding="utf-8"))
        self.assertEqual(plugin["version"], version)
        [cmake] = re.findall(r"VERSION (\S+) LANGUAGES", (ROOT / "CMakeLists.txt").read_text(encoding="utf-8"))
        self.assertEqual(cmake, version)

    def test_licences_of_everything_in_the_program(self):
        names = {path.name for path in (self.tree / "licences").iterdir()}
        self.assertLessEqual({"libpg_query", "libfmt-dev", "tree-sitter", "tree-sitter-python", "libc6-dev"}, names)
        for path in (self.tree / "licences").iterdir():
            self.assertRegex(path.read_text(encoding="utf-8"), r"(?i)copyright", path.name)

    def test_runs_where_there_is_nothing_else(self):
        """An empty root: no C library, no shell, no /proc, no /dev, no git; the whole job is done."""
        prefix = other_root()
        if prefix is None:
            self.skipTest("chroot is not permitted here")
        root = self.folder.with_name(self.folder.name + "-root")
        root.mkdir()
        self.addCleanup(shutil.rmtree, root, ignore_errors=True)
        shutil.copy(self.program, root / "program")
        project = sample_copy(root)
        ran = subprocess.run(
            [*prefix, str(root), "/program", "--project", "/project"],
            input=json.dumps(REQUEST) + "\n",
            capture_output=True,
            text=True,
            env={},
            timeout=120,
        )
        self.assertEqual((ran.returncode, ran.stderr), (0, ""))
        result = json.loads(ran.stdout)["result"]
        self.assertTrue(result["written"])
        self.assertTrue(result["path"].startswith(VERSIONS))
        self.assertEqual((project / result["path"]).read_text(encoding="utf-8"), result["messages"][0]["content"])


if __name__ == "__main__":
    unittest.main()
