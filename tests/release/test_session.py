"""From nothing but Python to two messages in the real client: the wheel, `alembic-migrate install`, `/migrate …`, a change in words."""

import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), *(str(HERE.parent / room) for room in ("support", "host"))]
sys.path.insert(0, str(HERE.parents[1] / "scripts/packaging"))

import packages  # noqa: E402
from archive import unpacked  # noqa: E402
from claude_code import Client  # noqa: E402
from platforms import this_platform  # noqa: E402
from program import VERSIONS, files_of, sample_copy  # noqa: E402
from test_typed import PROMPT, settle, start_client  # noqa: E402
from ways import Way, in_every_way  # noqa: E402

WORDS = "add invoices table: number unique, customer_id fk customers, total"
NUMERIC = 'sa.Column("total", sa.Numeric(12, 2), nullable=%s)'


@in_every_way(kinds=("plugin",))
class WheelSessionTest:
    way: Way

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.client = self.enterContext(Client(self.way.client))
        self.project = sample_copy(self.folder)
        tools = self.folder / "tools"
        tools.mkdir()
        (tools / "claude").symlink_to(self.client.path)
        self.environment = {**self.client.environment(), "PATH": f"{tools}:/usr/bin:/bin"}

    def run_it(self, *command):
        ran = subprocess.run(
            [str(word) for word in command],
            env=self.environment,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=300,
        )
        self.assertEqual(ran.returncode, 0, ran.stdout + ran.stderr)

    def test_two_messages(self):
        program = unpacked(self.folder / "release") / "skill/bin/alembic-migrate-program"
        wheel = packages.make_wheel(program, this_platform(), self.folder)
        self.run_it("/usr/bin/python3", "-m", "venv", "env")
        self.run_it("env/bin/pip", "install", "--no-index", wheel)
        settle(self.client, self.project)
        self.run_it("env/bin/alembic-migrate", "install", self.project, "--yes")
        shutil.rmtree(self.folder / "env")  # the host needs it no more
        before = files_of(self.project)
        turns = [
            self.way.call("create_migration", description=WORDS),
            [{"text": "FIRST-ANSWER"}],
            self.way.call("revise_migration", change="make total nullable"),
            [{"text": "SECOND-ANSWER"}],
        ]
        terminal, _ = start_client(self.client, self.folder, self.project, turns, PATH=self.environment["PATH"])
        try:
            self.assertTrue(terminal.wait_for(lambda: PROMPT in terminal.seen), terminal.seen[-3000:])
            said = []
            for words, answer in ((f"/migrate {WORDS}", b"FIRST-ANSWER"), ("make total nullable", b"SECOND-ANSWER")):
                terminal.say(words)
                self.assertTrue(terminal.wait_for(lambda a=answer: a in terminal.seen), terminal.seen[-3000:])
                [new] = set(files_of(self.project)) - set(before)
                said.append((self.project / new).read_text(encoding="utf-8"))
        finally:
            terminal.close()
        self.assertRegex(new, rf"^{VERSIONS}/.*_add_invoices_table\.py$")
        for text, nullable in zip(said, ("False", "True")):
            self.assertIn(NUMERIC % nullable, text)


if __name__ == "__main__":
    unittest.main()
