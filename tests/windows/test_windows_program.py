"""The program for Windows (`scripts/build windows`), run by wine: the same answers and the same bytes as on Linux, its unit
tests, and the tests of this system that need nothing of it (tests/support/elsewhere.py).

Skipped aloud where it is not built or wine is not there; CI builds it.
"""

import json
import os
import pty
import re
import select
import shutil
import subprocess
import sys
import tempfile
import threading
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "support"), str(HERE.parent / "lint")]

from checked import BAD, BAD_NAME  # noqa: E402
from elsewhere import SameTests, build_folder  # noqa: E402
from program import DATE, PROGRAM, ROOT, SAMPLE, VERSIONS, clean_environment, files_of, sample_copy  # noqa: E402

EXE = ROOT / "build-windows/alembic-migrate.exe"
FEWEST_UNIT_TESTS = 350
NODE = ROOT / ".tools/node-windows/node.exe"
WINE = shutil.which("wine64", path="/usr/lib/wine:/usr/bin")
WINESERVER = shutil.which("wineserver64", path="/usr/lib/wine:/usr/bin")
# As clients start a plugin's server: Node's own way, and that of the protocol's library, which finds a .cmd file too. Under
# wine, Node's own end is not always a good one: only what the server says counts.
SPAWN = """
const [how, command] = process.argv.slice(1);
const spawn = how === "node" ? require("node:child_process").spawn : require(how);
const child = spawn(command, ["serve"], {stdio: ["pipe", "inherit", "inherit"]});
child.on("error", (error) => { console.log(error.message); process.exit(1); });
child.stdin.end('{"jsonrpc":"2.0","id":0,"method":"ping"}\\n');
"""
WAYS = {"node": "node", "the library": f"Z:{ROOT}/.tools/mcp-node/node_modules/cross-spawn"}
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
class WindowsTest(SameTests, unittest.TestCase):
    emulator = (WINE,)

    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.environment = clean_environment(cls.folder / "home", WINEPREFIX=str(cls.folder / "wine"), WINEDEBUG="-all")
        # Nothing is asked to be downloaded; and wine sees names of files as the locale has them.
        cls.environment |= {"WINEDLLOVERRIDES": "mscoree,mshtml=", "LC_ALL": "C.UTF-8"}
        for name in ("home", "wine"):
            (cls.folder / name).mkdir()
        own = {"WINEPREFIX", "WINEDEBUG", "WINEDLLOVERRIDES", "LC_ALL"}
        variables = {name: cls.environment[name] for name in own}
        cls.build = build_folder(cls.folder / "build", [WINE, str(EXE)], variables)
        # Wine's own processes live as long as the class does, and have none of our streams: they fault at their end now and
        # then (in ntoskrnl.exe, which only they load), and would say so on the standard error of the program beside them.
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run([WINESERVER, "-p"], env=cls.environment, check=True, **quiet)
        cls.addClassCleanup(subprocess.run, [WINESERVER, "-k"], env=cls.environment)
        subprocess.run([WINE, str(EXE), "--version"], env=cls.environment, check=True, **quiet)

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

    def test_unit_tests(self):
        programs = sorted(EXE.parent.glob("test_*.exe"))
        self.assertGreater(len(programs), 10, 'TARGET="alembic-migrate unit_tests" scripts/build windows makes them')
        self.unit_tests(programs, self.environment, FEWEST_UNIT_TESTS)

    def test_unit_tests_that_want_a_console(self):
        mine, theirs = pty.openpty()
        streams = {"stdin": theirs, "stdout": theirs, "stderr": theirs}
        command = [WINE, str(EXE.with_name("test_base.exe")), "--no-skip", "--test-case=(console)*"]
        with subprocess.Popen(command, env=self.environment, start_new_session=True, **streams) as process:
            os.close(theirs)
            said = b""
            while select.select([mine], [], [], 60)[0]:
                try:
                    said += os.read(mine, 65536)
                except OSError:  # how Linux says that the other side is closed
                    break
        os.close(mine)
        self.assertEqual(process.returncode, 0, said)
        words = re.sub(rb"\x1b\[[0-9;?]*[a-zA-Z]", b"", said)
        self.assertRegex(words, rb"test ?cases:\s*1\s*\|\s*1 ?passed")

    def started_by_node(self, way, launcher, **more):
        """What a server says to a ping, and to people, started by Node the way that a client does."""
        ran = subprocess.run(
            [WINE, str(NODE), "-e", SPAWN, WAYS[way], f"Z:{launcher}"],
            # wine says that it is an old Windows
            env={**self.environment, "NODE_SKIP_PLATFORM_CHECK": "1", **more},
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=300,
        )
        return ran.stdout.decode(), ran.stderr.decode()

    def local(self):
        """The user's folder for data; wine sets its variable itself."""
        [folder] = (self.folder / "wine/drive_c/users").glob("*/AppData/Local")
        self.addCleanup(shutil.rmtree, folder / "alembic-migrate", ignore_errors=True)
        shutil.rmtree(folder / "alembic-migrate", ignore_errors=True)
        return folder

    def test_node_starts_the_plugin(self):
        """Where a shell is wanted for the launcher there is none: the program beside it is what starts."""
        self.assertTrue(NODE.exists(), "scripts/setup windows brings it")
        folder = self.folder / "plugin/bin"
        shutil.copytree(ROOT / "skill/bin", folder, ignore=shutil.ignore_patterns("*-program*"))
        shutil.copy(EXE, folder)
        for way in WAYS:
            with self.subTest(way):
                said, complaint = self.started_by_node(way, folder / "alembic-migrate")
                self.assertEqual(json.loads(said or "{}").get("id"), 0, complaint)

    def test_the_plugin_without_a_program(self):
        """From a checkout, say: the one that is installed, the one on the PATH, else one line that says what to run."""
        folder = self.folder / "bare/bin"
        shutil.copytree(ROOT / "skill/bin", folder, ignore=shutil.ignore_patterns("*-program*"))
        said, complaint = self.started_by_node("the library", folder / "alembic-migrate")
        self.assertEqual(said, "")
        self.assertIn("not installed yet: run `pip install alembic-migrate`", complaint)
        tools = self.folder / "tools ü"
        for place, more in ((self.local() / "alembic-migrate/bin", {}), (tools, {"WINEPATH": f"Z:{tools}"})):
            with self.subTest(place.name):
                place.mkdir(parents=True)
                shutil.copy(EXE, place)
                said, complaint = self.started_by_node("the library", folder / "alembic-migrate", **more)
                self.assertEqual(json.loads(said or "{}").get("id"), 0, complaint)
                shutil.rmtree(place)

    def test_install_and_back(self):
        """The program, the plugin that starts it, and an editor's settings; then all of it gone."""
        ours, _ = self.projects()
        before = files_of(ours)
        local = self.local()
        code, said, complaint = self.windows("install", "--host", "cursor", ".", "--yes", cwd=ours)
        self.assertEqual(code, 0, said + complaint)
        self.assertEqual((local / "alembic-migrate/bin/alembic-migrate.exe").read_bytes(), EXE.read_bytes())
        settings = json.loads((ours / ".cursor/mcp.json").read_text(encoding="utf-8"))
        self.assertTrue(settings["mcpServers"]["alembic"]["command"].endswith("/bin/alembic-migrate.exe"))
        for _ in range(2):  # also over what is there
            code, said, complaint = self.windows("install", "--yes", cwd=ours)
            self.assertEqual((code, complaint), (1, ""))  # there is no client
        hooks = (local / "alembic-migrate/plugin-of-claude/skill/hooks/hooks.json").read_text(encoding="utf-8")
        self.assertIn("/bin/alembic-migrate.exe", hooks)
        code, said, complaint = self.windows("uninstall", "--yes", cwd=ours)
        self.assertEqual(code, 0, said + complaint)
        self.assertEqual((files_of(ours), local.joinpath("alembic-migrate").exists()), (before, False))

    def test_names_that_windows_keeps_for_itself(self):
        """A file called con.py could not be checked out there: such a name is avoided on every system."""
        ours, theirs = self.projects()
        for run, project in ((self.windows, ours), (self.linux, theirs)):
            code, _, complaint = run("new", REQUESTS[0], "--message", "con", "--date", DATE, cwd=project)
            self.assertEqual(code, 0, complaint)
        self.assertEqual(files_of(ours), files_of(theirs))
        [new] = set(files_of(ours)) - set(files_of(SAMPLE))
        self.assertTrue(new.endswith("_con_migration.py"), new)

    def test_hook(self):
        """By paths with a drive, as clients there have them: of a migration what is wrong with it, of another file nothing."""
        ours, theirs = self.projects()
        for name, text, said in ((f"{VERSIONS}/{BAD_NAME}", BAD, "CRITICAL"), ("backend/notes.py", "x = 1\n", "")):
            answers = []
            for run, project, root in ((self.windows, ours, f"Z:{ours}"), (self.linux, theirs, str(theirs))):
                (project / name).write_text(text, encoding="utf-8")
                event = {"hook_event_name": "PostToolUse", "tool_name": "Write", "cwd": root}
                event["tool_input"] = {"file_path": f"{root}/{name}", "content": text}
                code, output, _ = run("hook", cwd=self.folder, text=json.dumps(event))
                answers.append((code, output.replace(root, "ROOT")))
            self.assertEqual(answers[0], answers[1])
            self.assertIn(said, answers[0][1])
            self.assertEqual(bool(said), bool(answers[0][1]))

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
