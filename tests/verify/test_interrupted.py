"""verify is cancelled, runs out of time, or is killed: it stops at once, and nothing of it is left.

A migration that sleeps stands in for one that takes long; what is to be gone afterwards is looked for in /proc, in the
folder for temporary files and on the server.
"""

from __future__ import annotations

import json
import os
import pty
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from verify_project import PATIENCE, TAGS, Postgres, Runner, leftovers, processes_with, small_project, wait_for  # noqa: E402

from program import PROGRAM  # noqa: E402  isort: skip

SLEEPS = """import tempfile, time
open(tempfile.gettempdir() + "/mark", "a").close()
time.sleep(300)"""
SLEEPS_ON_SERVER = """import tempfile
if op.get_context().dialect.name == "postgresql":
    open(tempfile.gettempdir() + "/mark", "a").close()
    op.execute("SELECT pg_sleep(300)")"""
MODERN = {
    "_meta": {
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": {},
    }
}


class InterruptedTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.postgres = cls.enterClassContext(Postgres.start())

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp()).resolve()
        os.chmod(self.folder, 0o711)
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.runner = Runner(self.folder, self.postgres)
        self.addCleanup(self.runner.close)
        self.temporary = self.runner.own_temporary_folder()

    def project(self, body: str = SLEEPS) -> Path:
        return small_project(self.folder / "project", TAGS, (body, "pass"))

    def sleeps(self) -> bool:
        """A migration of a living run has come to where it sleeps: it can write nowhere but in the scratch folder."""
        return any(self.temporary.glob("alembic-migrate-verify-*/private/temporary/mark"))

    def start(self, *arguments: str, own_server: bool = False, **more) -> subprocess.Popen:
        environment = self.runner.environment(self.temporary)
        if own_server:
            environment["ALEMBIC_MIGRATE_POSTGRES"] = ""
        pipes = {
            "stdin": subprocess.DEVNULL,
            "stdout": subprocess.PIPE,
            "stderr": subprocess.PIPE,
            "text": True,
            **more,
        }
        return subprocess.Popen(arguments, env=environment, **pipes)

    def start_verify(self, *more: str, own_server: bool = False, body: str = SLEEPS) -> subprocess.Popen:
        """It runs, and the migration sleeps."""
        process = self.start(*self.runner.arguments(self.project(body), *more), own_server=own_server)
        self.addCleanup(self.end, process)
        wait_for(self.sleeps, "the migration does not run", PATIENCE)
        return process

    def end(self, process: subprocess.Popen) -> None:
        if process.poll() is None:
            process.kill()
        process.communicate()

    def assert_nothing_left(self, *servers: subprocess.Popen) -> None:
        """But for the servers, which go on."""
        own = {server.pid for server in servers}
        wait_for(lambda: set(processes_with(str(self.temporary))) <= own, "its processes end")
        wait_for(lambda: not leftovers(self.temporary), "its folder goes")
        wait_for(lambda: not self.runner.databases(), "its databases go")

    def test_ctrl_c(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            for body in (SLEEPS, SLEEPS_ON_SERVER):
                with self.subTest(signal=number.name, body=body[:20]):
                    process = self.start_verify(body=body)
                    process.send_signal(number)
                    output, errors = process.communicate(timeout=PATIENCE)
                    self.assertEqual((process.returncode, output), (2, ""))
                    self.assertIn("error: cancelled", errors)
                    self.assert_nothing_left()
                    shutil.rmtree(self.folder / "project")

    def test_killed(self):
        """SIGKILL of the program alone: the worker sees it and cleans up, also on a server that is not ours."""
        for own_server in (False, True):
            with self.subTest(own_server=own_server):
                process = self.start_verify("--dialect", "postgresql", own_server=own_server)
                self.assertNotEqual(leftovers(self.temporary), [])
                self.assertEqual(bool(self.runner.databases()), not own_server)
                process.kill()
                process.communicate(timeout=PATIENCE)
                self.assert_nothing_left()
                shutil.rmtree(self.folder / "project")

    def test_killed_with_its_worker(self):
        """Nobody is left to clean up: processes go with their parent, the rest goes with the next run."""
        for own_server in (False, True):
            with self.subTest(own_server=own_server):
                process = self.start_verify("--dialect", "postgresql", own_server=own_server)
                [keeper] = self.children_of(process.pid)
                os.kill(process.pid, signal.SIGSTOP)
                os.kill(keeper, signal.SIGKILL)
                os.kill(process.pid, signal.SIGKILL)
                process.communicate(timeout=PATIENCE)
                wait_for(lambda: not processes_with(str(self.temporary)), "its processes end")
                self.assertEqual(len(leftovers(self.temporary)), 1)
                self.assertEqual(bool(self.runner.databases()), not own_server)
                shutil.rmtree(self.folder / "project")
                small_project(self.folder / "project", TAGS)
                again = self.start(*self.runner.arguments(self.folder / "project"))
                output, errors = again.communicate(timeout=PATIENCE)
                self.assertEqual(again.returncode, 0, output + errors)
                self.assert_nothing_left()
                shutil.rmtree(self.folder / "project")

    def children_of(self, process: int) -> list[int]:
        return [int(pid) for pid in Path(f"/proc/{process}/task/{process}/children").read_text().split()]

    def test_a_run_beside_leaves_a_living_one_alone(self):
        process = self.start_verify("--dialect", "postgresql")
        names, folders = self.runner.databases(), leftovers(self.temporary)
        other = small_project(self.folder / "other", TAGS)
        ran = self.start(*self.runner.arguments(other))
        output, errors = ran.communicate(timeout=PATIENCE)
        self.assertEqual(ran.returncode, 0, output + errors)
        self.assertEqual((self.runner.databases(), leftovers(self.temporary)), (names, folders))
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=PATIENCE)
        self.assert_nothing_left()

    def test_deadline(self):
        process = self.start_verify("--dialect", "sqlite", "--timeout", "5")
        output, errors = process.communicate(timeout=PATIENCE)
        self.assertEqual((process.returncode, output), (2, ""))
        self.assertIn("error: stopped after 5 s, at sqlite: upgrade", errors)
        self.assert_nothing_left()

    def test_progress_on_a_terminal(self):
        project = small_project(self.folder / "project", TAGS)
        ours, theirs = pty.openpty()
        process = self.start(*self.runner.arguments(project, "--dialect", "sqlite"), stderr=theirs)
        os.close(theirs)
        output, _ = process.communicate(timeout=PATIENCE)
        shown = os.read(ours, 65536).decode().split("\r\n")
        os.close(ours)
        steps = ["start", "rows before", "upgrade", "replayed schema", "rows new", "downgrade", "upgrade again"]
        self.assertEqual(shown[:-1], [f"[{i}/7] sqlite: {step}" for i, step in enumerate(steps, 1)])
        self.assertIn("SQLite proven", output)

    # Through JSON-RPC and MCP.

    def serve(self, project: Path) -> subprocess.Popen:
        (project / ".alembic-migrate.toml").write_text(f'python = "{self.runner.arguments(project)[5]}"\n')
        process = self.start(str(PROGRAM), "serve", "--project", str(project), stdin=subprocess.PIPE)
        self.addCleanup(self.end, process)
        return process

    def send(self, process: subprocess.Popen, **message) -> None:
        process.stdin.write(json.dumps({"jsonrpc": "2.0", **message}) + "\n")
        process.stdin.flush()

    def call(self, process, id_, arguments: dict, token=None) -> None:
        meta = dict(MODERN["_meta"], **({"progressToken": token} if token else {}))
        params = {"name": "verify_migration", "arguments": arguments, "_meta": meta}
        self.send(process, id=id_, method="tools/call", params=params)

    def test_progress_and_cancellation_through_mcp(self):
        process = self.serve(self.project())
        self.call(process, 1, {}, "t")
        progress = [json.loads(process.stdout.readline())["params"] for _ in range(3)]
        self.assertEqual(
            [(p["progressToken"], p["progress"], p["total"]) for p in progress], [("t", n, 15) for n in range(3)]
        )
        self.assertEqual([p["message"] for p in progress], ["sqlite: start", "sqlite: rows before", "sqlite: upgrade"])
        wait_for(self.sleeps, "the migration does not run", PATIENCE)
        self.send(process, method="notifications/cancelled", params={"requestId": 1})
        self.assert_nothing_left(process)
        self.call(process, 2, {"revision": "r1", "timeout": 90})
        answer = json.loads(process.stdout.readline())
        self.assertEqual(answer["id"], 2, "the cancelled call was answered")
        result = answer["result"]
        self.assertTrue(result["structuredContent"]["proven"], result)
        self.assertIn("SQLite proven, PostgreSQL proven", result["content"][0]["text"])
        self.call(process, 3, {"revision": "nothing"})
        result = json.loads(process.stdout.readline())["result"]
        self.assertTrue(result["isError"])
        self.assert_nothing_left(process)

    def test_a_signal_ends_a_server_that_verifies(self):
        process = self.serve(self.project())
        self.call(process, 1, {})
        wait_for(self.sleeps, "the migration does not run", PATIENCE)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=PATIENCE)
        self.assertEqual(process.returncode, 0)
        self.assert_nothing_left()

    def test_the_method(self):
        process = self.serve(small_project(self.folder / "project", TAGS))
        self.send(process, id=1, method="verify", params={"dialect": "sqlite"})
        result = json.loads(process.stdout.readline())["result"]
        self.assertEqual((result["revision"], result["proven"]), ("r1", True))
        self.send(process, id=2, method="verify", params={"dialect": "mysql"})
        self.assertEqual(json.loads(process.stdout.readline())["error"]["data"]["code"], "bad_params")


if __name__ == "__main__":
    unittest.main()
