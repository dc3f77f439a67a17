"""The program for Windows (`scripts/build windows`), run by wine: the same answers and the same bytes as on Linux.

Skipped aloud where it is not built or wine is not there; CI builds it.
"""

import json
import shutil
import subprocess
import sys
import tempfile
import threading
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "support")]

from program import DATE, PROGRAM, ROOT, SAMPLE, VERSIONS, clean_environment, files_of, sample_copy  # noqa: E402

EXE = ROOT / "build-windows/alembic-migrate.exe"
NODE = ROOT / ".tools/node-windows/node.exe"
WINE = shutil.which("wine64", path="/usr/lib/wine:/usr/bin")
# As Claude Code starts a plugin's server.
SPAWN = """
const child = require("node:child_process").spawn(process.argv[1], ["serve"], {stdio: ["pipe", "inherit", "inherit"]});
child.on("error", (error) => { console.log(error.message); process.exit(1); });
child.stdin.end('{"jsonrpc":"2.0","id":0,"method":"ping"}\\n');
"""
REQUESTS = [
    "add invoices table",
    "add refunds table: payment_id fk payments on delete cascade, amount, reason in (DAMAGED, LATE), refunded_at?",
    "add due_on date to payments",
    "drop column currency from payments",
    "rename customers.phone to mobile",
]


@unittest.skipUnless(
    EXE.exists() and WINE, "needs build-windows (scripts/build windows) and wine64 (scripts/setup windows)"
)
class WindowsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp())
        cls.environment = clean_environment(cls.folder / "home", WINEPREFIX=str(cls.folder / "wine"), WINEDEBUG="-all")
        # Nothing is asked to be downloaded; and wine sees names of files as the locale has them.
        cls.environment |= {"WINEDLLOVERRIDES": "mscoree,mshtml=", "LC_ALL": "C.UTF-8"}
        (cls.folder / "home").mkdir()
        cls.windows("--version")

    @classmethod
    def tearDownClass(cls):
        subprocess.run([shutil.which("wineserver", path="/usr/lib/wine:/usr/bin"), "-k"], env=cls.environment)
        shutil.rmtree(cls.folder, ignore_errors=True)

    @classmethod
    def windows(cls, *arguments, cwd=None, text="", **more):
        """Its exit code, output and errors, as text with the line ends that it wrote."""
        ran = subprocess.run(
            [WINE, str(EXE), *map(str, arguments)],
            input=text.encode(),
            env={**cls.environment, **more},
            cwd=cwd or cls.folder,
            capture_output=True,
            timeout=300,
        )
        return ran.returncode, ran.stdout.decode(), ran.stderr.decode()

    def linux(self, *arguments, cwd=None, text=""):
        ran = subprocess.run(
            [str(PROGRAM), *map(str, arguments)],
            input=text.encode(),
            env=self.environment,
            cwd=cwd or self.folder,
            capture_output=True,
            timeout=300,
        )
        return ran.returncode, ran.stdout.decode(), ran.stderr.decode()

    def projects(self):
        """Two copies of the sample, one for each program."""
        place = Path(tempfile.mkdtemp(dir=self.folder, prefix="mit ä "))
        return sample_copy(place, "one"), sample_copy(place, "two")

    def test_version(self):
        self.assertEqual(self.windows("--version"), self.linux("--version"))

    def test_same_files_for_the_same_words(self):
        for request in REQUESTS:
            with self.subTest(request):
                ours, theirs = self.projects()
                code, said, complaint = self.windows("new", request, "--date", DATE, cwd=ours)
                self.assertEqual(code, 0, said + complaint)
                self.assertEqual(self.linux("new", request, "--date", DATE, cwd=theirs)[0], 0)
                written, expected = files_of(ours), files_of(theirs)
                self.assertEqual(len(written), len(files_of(SAMPLE)) + 1)
                self.assertEqual(written, expected)

    def test_windows_line_ends_stay(self):
        """A repository that was checked out with CRLF: what is read is the same, what is written is ours."""
        ours, _ = self.projects()
        for path in (ours / VERSIONS).glob("*.py"):
            path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
        code, said, complaint = self.windows("new", "add invoices table", "--date", DATE, cwd=ours)
        self.assertEqual(code, 0, said + complaint)

    def test_json_rpc(self):
        ours, theirs = self.projects()
        text = (
            '{"jsonrpc":"2.0","id":1,"method":"migrate","params":{"description":"add invoices table","date":"%s"}}\n'
            % DATE
        )
        answers = []
        for run, project, root in ((self.windows, ours, f"Z:{ours}"), (self.linux, theirs, str(theirs))):
            said = run(cwd=project, text=text)[1].replace(root, "ROOT")
            answers.append(json.loads(said)["result"])
        self.assertEqual(answers[0], answers[1])
        self.assertTrue((ours / VERSIONS / Path(answers[0]["path"]).name).is_file())

    def test_readers(self):
        ours, theirs = self.projects()
        for words in (["schema"], ["schema", "payments"], ["schema", "--sql"], ["history"], ["check", "--all"]):
            with self.subTest(words):
                self.assertEqual(self.windows(*words, cwd=ours)[:2], self.linux(*words, cwd=theirs)[:2])

    def test_numbers_beyond_32_bits(self):
        """A long has 32 bits there: a bound of 2 ** 32 that was said as one stopped every repetition."""
        ours, theirs = self.projects()
        for project in (ours, theirs):
            newest = sorted((project / VERSIONS).glob("*.py"))[-1]
            line = '    op.add_column("customers", sa.Column("note", sa.String(len("ab" * 8))))'
            text = newest.read_text(encoding="utf-8")
            newest.write_text(
                text.replace("def upgrade() -> None:", f"def upgrade() -> None:\n{line}"), encoding="utf-8"
            )
        said = self.windows("schema", "customers", cwd=ours)[1]
        self.assertEqual(said, self.linux("schema", "customers", cwd=theirs)[1])
        self.assertRegex(said, r"note +character varying\(16\)")

    def test_two_at_once(self):
        """Each gets a number of its own, one after the other: the lock holds between processes."""
        ours, _ = self.projects()
        said = []
        words = [f"add invoices{number} table" for number in range(4)]
        threads = [threading.Thread(target=lambda w=w: said.append(self.windows("new", w, cwd=ours))) for w in words]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual([code for code, *_ in said], [0] * 4, said)
        self.assertEqual(len(list((ours / VERSIONS).glob("*_add_invoices*_table.py"))), 4)
        self.assertEqual(self.linux("check", "--all", "--fail-on", "critical", cwd=ours)[0], 0)
        self.assertEqual(self.linux("history", "--json", cwd=ours)[0], 0)

    def test_node_starts_the_plugin(self):
        """Where a shell is wanted for the launcher there is none: the program beside it is what starts."""
        self.assertTrue(NODE.exists(), "scripts/setup windows brings it")
        folder = self.folder / "plugin/bin"
        folder.mkdir(parents=True)
        shutil.copy(ROOT / "skill/bin/alembic-migrate", folder)
        shutil.copy(EXE, folder)
        ran = subprocess.run(
            [WINE, str(NODE), "-e", SPAWN, f"Z:{folder}/alembic-migrate"],
            env={**self.environment, "NODE_SKIP_PLATFORM_CHECK": "1"},  # wine says that it is an old Windows
            cwd=self.folder,
            capture_output=True,
            timeout=300,
        )
        self.assertEqual(json.loads(ran.stdout)["id"], 0, ran.stderr)

    def test_refuses_paths_outside(self):
        ours, _ = self.projects()
        ini = next(ours.rglob("alembic.ini"))
        ini.write_text(ini.read_text().replace("[alembic]", "[alembic]\nfile_template = C:/x/%%(slug)s", 1))
        before = files_of(ours)
        code, _, complaint = self.windows("new", "add invoices table", cwd=ours)
        self.assertTrue(code == 0 or complaint)
        made = set(files_of(ours)) - set(before)
        self.assertLessEqual({str(Path(name).parent) for name in made}, {VERSIONS})
        self.assertFalse((self.folder / "wine/drive_c/x").exists())


if __name__ == "__main__":
    unittest.main()
