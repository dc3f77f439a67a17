"""skill/bin/alembic-migrate, the launcher in the plugin: with the built program beside it, and without."""

import json
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]

from claude_code import plugin_copy  # noqa: E402


class LauncherTest(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="with blank "))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.launcher = plugin_copy(self.folder, with_program=False) / "bin" / "alembic-migrate"

    def start(self, launcher, *arguments, text=""):
        return subprocess.run([str(launcher), *arguments], input=text, text=True, capture_output=True, timeout=60)

    def put_program(self, script):
        program = self.launcher.with_name("alembic-migrate-program")
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)

    def test_without_program_it_says_what_to_run(self):
        ran = self.start(self.launcher, "serve", text='{"jsonrpc":"2.0","id":1,"method":"ping"}\n')
        self.assertEqual(ran.returncode, 2)
        self.assertEqual(ran.stdout, "")
        self.assertEqual(ran.stderr.count("\n"), 1)
        self.assertIn("scripts/build", ran.stderr)

    def test_program_that_cannot_be_run_is_none(self):
        self.put_program("exit 0")
        self.launcher.with_name("alembic-migrate-program").chmod(0o644)
        self.assertEqual(self.start(self.launcher).returncode, 2)

    def test_program_takes_its_place(self):
        """Arguments, input, output and the exit code pass through, and the process is the program's own."""
        self.put_program('printf "%s|" "$@"; cat; exit 7')
        ran = self.start(self.launcher, "new", "a b", "$x `y`", "", text="line")
        self.assertEqual((ran.returncode, ran.stdout, ran.stderr), (7, "new|a b|$x `y`||line", ""))
        self.put_program("echo $$")
        with subprocess.Popen([str(self.launcher)], stdout=subprocess.PIPE, text=True) as process:
            self.assertEqual(int(process.communicate(timeout=60)[0]), process.pid)

    def test_through_a_link(self):
        self.put_program("echo here")
        link = self.folder / "link"
        link.symlink_to(self.launcher)
        self.assertEqual(self.start(link).stdout, "here\n")

    def test_manifest_starts_it(self):
        config = json.loads((self.launcher.parents[1] / ".mcp.json").read_text(encoding="utf-8"))
        server = config["mcpServers"]["alembic"]
        self.assertEqual(server["command"], "${CLAUDE_PLUGIN_ROOT}/bin/alembic-migrate")
        self.assertEqual(server["args"], ["serve", "--project", "${CLAUDE_PROJECT_DIR}"])


if __name__ == "__main__":
    unittest.main()
