"""skill/bin/alembic-migrate, the launcher in the plugin: with the program beside it or in the user's folder, and without."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]

from claude_code import PROGRAM, plugin_copy  # noqa: E402
from program import clean_environment, sample_copy  # noqa: E402

NOT_THERE = "not installed yet: run "
PROBE = {
    "jsonrpc": "2.0",
    "id": "server-discover-probe-1",
    "method": "server/discover",
    "params": {"_meta": {"io.modelcontextprotocol/protocolVersion": "2026-07-28", "id": 7, "method": "ping"}},
}


def request(id_, method, **params):
    return {"method": method, "params": params, "jsonrpc": "2.0", "id": id_}


class LauncherCase(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="with blank "))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.launcher = plugin_copy(self.folder, with_program=False) / "bin" / "alembic-migrate"
        self.home = self.folder / "home"
        self.environment = clean_environment(self.home)
        self.environment |= {"UV_OFFLINE": "1", "npm_config_offline": "true"}  # nothing is fetched here

    def start(self, launcher, *arguments, text=""):
        command = [str(launcher), *arguments]
        return subprocess.run(
            command, input=text, text=True, capture_output=True, timeout=60, env=self.environment, cwd=self.folder
        )

    def put_program(self, script, place=None):
        program = place or self.launcher.with_name("alembic-migrate-program")
        program.parent.mkdir(parents=True, exist_ok=True)
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)

    def serve(self, *messages):
        """What the launcher answers to these, a line each."""
        lines = [message if isinstance(message, str) else json.dumps(message) for message in messages]
        ran = self.start(self.launcher, "serve", "--project", ".", text="\n".join(lines))
        self.assertEqual((ran.returncode, ran.stderr), (0, ""))
        return [json.loads(line) for line in ran.stdout.splitlines()]


class WithProgramTest(LauncherCase):
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

    def test_program_in_the_users_folder(self):
        """Where `alembic-migrate install` puts it; the one beside the launcher goes first."""
        self.put_program("echo home", self.home / ".local/share/alembic-migrate/bin/alembic-migrate")
        self.assertEqual(self.start(self.launcher, "new").stdout, "home\n")
        self.environment["XDG_DATA_HOME"] = str(self.folder / "data")
        self.assertEqual(self.start(self.launcher, "new").returncode, 2)
        self.put_program("echo data", self.folder / "data/alembic-migrate/bin/alembic-migrate")
        self.assertEqual(self.start(self.launcher, "new").stdout, "data\n")
        self.put_program("echo beside")
        self.assertEqual(self.start(self.launcher, "new").stdout, "beside\n")

    def test_program_on_the_path(self):
        """Where pip, pipx or npm put it; never the launcher itself."""
        path = self.environment.get("PATH", "/usr/bin:/bin")
        self.environment["PATH"] = f"{self.launcher.parent}:{path}"
        self.assertEqual(self.start(self.launcher, "new").returncode, 2)
        self.put_program("echo path", self.folder / "tools/alembic-migrate")
        self.environment["PATH"] = f"{self.folder / 'tools'}:{path}"
        self.assertEqual(self.start(self.launcher, "new").stdout, "path\n")

    def test_manifest_starts_it(self):
        config = json.loads((self.launcher.parents[1] / ".mcp.json").read_text(encoding="utf-8"))
        server = config["mcpServers"]["alembic"]
        self.assertEqual(server["command"], "${CLAUDE_PLUGIN_ROOT}/bin/alembic-migrate")
        self.assertEqual(server["args"], ["serve", "--text-results", "--project", "${CLAUDE_PROJECT_DIR}"])


class WithoutProgramTest(LauncherCase):
    def test_person_is_told_in_one_line(self):
        for arguments in (["new", "add invoices table"], ["--version"], ["check", "--all"]):
            ran = self.start(self.launcher, *arguments)
            self.assertEqual((ran.returncode, ran.stdout, ran.stderr.count("\n")), (2, "", 1))
            self.assertTrue(ran.stderr.startswith(f"alembic-migrate: {NOT_THERE}"), ran.stderr)

    def test_hook_says_nothing(self):
        ran = self.start(self.launcher, "hook", text='{"tool_input":{}}')
        self.assertEqual((ran.returncode, ran.stdout, ran.stderr), (0, "", ""))

    def test_a_program_that_fails_says_nothing_to_a_hook(self):
        """One made for another system, say: with exit code 2 and a message the client would hold up the agent."""
        for script in ("cat; echo broken >&2; exit 2", "kill -SEGV $$"):
            self.put_program(script)
            ran = self.start(self.launcher, "hook", text="{}")
            self.assertEqual((ran.returncode, ran.stdout, ran.stderr), (0, "{}" * script.startswith("cat"), ""))

    def test_program_that_cannot_be_run_is_none(self):
        self.put_program("exit 0")
        self.launcher.with_name("alembic-migrate-program").chmod(0o644)
        self.assertEqual(self.start(self.launcher, "new").returncode, 2)

    def test_agent_is_told_by_a_server(self):
        probe, initialized, listed, called, ping, other = self.serve(
            PROBE,
            request(0, "initialize", protocolVersion="2025-11-25", capabilities={"roots": {}}),
            {"jsonrpc": "2.0", "method": "notifications/initialized"},
            "",
            request(1, "tools/list"),
            request(
                'a"b\\', "tools/call", name="create_migration", arguments={"description": 'x", "id": 9, {"method": "y'}
            ),
            request(3, "ping"),
            request(4, "resources/list"),
        )
        self.assertEqual((probe["id"], probe["error"]["code"]), ("server-discover-probe-1", -32601))
        self.assertEqual(initialized["id"], 0)
        self.assertEqual(initialized["result"]["protocolVersion"], "2025-11-25")
        tools = listed["result"]["tools"]
        self.assertEqual([tool["name"] for tool in tools], ["create_migration"])
        self.assertEqual([tool["inputSchema"]["type"] for tool in tools], ["object"])
        self.assertEqual(called["id"], 'a"b\\')
        self.assertTrue(called["result"]["isError"])
        self.assertIn(NOT_THERE, called["result"]["content"][0]["text"])
        for id_, answer in ((3, ping), (4, other)):
            self.assertEqual((answer["id"], answer["error"]["code"]), (id_, -32601))

    def test_what_asks_for_no_answer_gets_none(self):
        answers = self.serve("nonsense", "[1]", '{"method":"ping"}', json.dumps(request(7, "ping")))
        self.assertEqual([answer["id"] for answer in answers], [7])

    def test_server_becomes_the_program(self):
        """At the first message after it was installed, which gets its answer from the program."""
        project = sample_copy(self.folder)
        command = [str(self.launcher), "serve", "--project", str(project)]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "bufsize": 1}
        with subprocess.Popen(command, env=self.environment, **pipes) as process:

            def ask(id_, method, **params):
                process.stdin.write(json.dumps(request(id_, method, **params)) + "\n")
                return json.loads(process.stdout.readline())

            call = {"name": "create_migration", "arguments": {"description": "add invoices table"}}
            self.assertTrue(ask(1, "tools/call", **call)["result"]["isError"])
            place = self.home / ".local/share/alembic-migrate/bin/alembic-migrate"
            place.parent.mkdir(parents=True)
            shutil.copy(PROGRAM, place)
            self.assertEqual(ask(2, "tools/call", **call)["method"], "notifications/tools/list_changed")
            answer = json.loads(process.stdout.readline())
            self.assertEqual(answer["id"], 2)
            self.assertTrue((project / answer["result"]["structuredContent"]["path"]).is_file())
            self.assertEqual(ask(3, "ping")["result"], {})
            process.stdin.close()
            self.assertEqual(process.wait(timeout=60), 0)


class OtherShellsTest(LauncherCase):
    def test_bash_reads_it_as_sh_does(self):
        for shell in ("dash", "bash"):
            path = shutil.which(shell, path=os.defpath)
            self.assertIsNotNone(path, shell)
            text = json.dumps(request(1, "tools/call", name="create_migration")) + "\n"
            command = [path, str(self.launcher), "serve"]
            ran = subprocess.run(command, input=text, text=True, capture_output=True, timeout=60, env=self.environment)
            self.assertIn(NOT_THERE, json.loads(ran.stdout)["result"]["content"][0]["text"])


if __name__ == "__main__":
    unittest.main()
