"""A long chain, and a request on it that is taken back: the work stops soon, nothing is answered and nothing written.

Time is counted in the seconds of processor that the program uses after it was told, so that a busy machine changes nothing.
"""

import json
import os
import queue
import shutil
import signal
import sys
import tempfile
import time
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "support")]

from long_chain import long_chain  # noqa: E402
from program import DATE, Program, files_of  # noqa: E402

REVISIONS = 5000
MOST_SECONDS = 0.4
WANTED = {"description": "add refunds table", "date": DATE}


def tool(name, arguments):
    return "tools/call", {"name": name, "arguments": arguments, "_meta": {"progressToken": "t"}}


def seconds_used(process):
    """Of processor time, by all threads of the process so far."""
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class CancelTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.project = long_chain(cls.folder / "project", REVISIONS)
        cls.before = files_of(cls.project)

    def program(self):
        """A program that keeps nothing: what another test of this file computed may not make the work short."""
        return Program(["--project", str(self.project), "--no-cache"], self.folder)

    def begin(self, program, identity, method, params):
        """Sends the request and waits until it is well under way."""
        line = json.dumps({"jsonrpc": "2.0", "id": identity, "method": method, "params": params})
        started = seconds_used(program.process)
        program.write(line.encode())
        if "_meta" in params:
            self.assertEqual(program.next_line(30)["method"], "notifications/progress")
        while seconds_used(program.process) - started < 0.1:
            time.sleep(0.01)

    def stops_soon(self, process, told):
        """Waits until it uses no processor any more; how much it has used since it was told."""
        used = seconds_used(process)
        while True:
            time.sleep(0.15)
            now = seconds_used(process)
            if now - used < 0.02:
                break
            used = now
        self.assertLess(used - told, MOST_SECONDS)

    def test_cancelled_requests(self):
        calls = [
            ("migrate", WANTED),
            ("schema", {}),
            ("history", {}),
            ("check", {"all": True}),
            tool("create_migration", WANTED),
            tool("describe_schema", {}),
            ("resources/read", {"uri": "schema://head", "_meta": {"progressToken": "t"}}),
            (
                "completion/complete",
                {
                    "ref": {"type": "ref/resource", "uri": "schema://head/{table}"},
                    "argument": {"name": "table", "value": "t"},
                },
            ),
        ]
        with self.program() as program:
            for number, (method, params) in enumerate(calls):
                with self.subTest(method=method, tool=params.get("name")):
                    self.begin(program, f"long-{number}", method, params)
                    cancelled = {"method": "notifications/cancelled", "params": {"requestId": f"long-{number}"}}
                    told = seconds_used(program.process)
                    program.write(json.dumps({"jsonrpc": "2.0", **cancelled}).encode())
                    self.stops_soon(program.process, told)
                    while True:  # progress that was under way may come; an answer may not
                        try:
                            line = program.next_line(0.05)
                        except queue.Empty:
                            break
                        self.assertEqual(line.get("method"), "notifications/progress")
            self.assertEqual(program.call("ping")["result"], {})
            self.assertEqual(files_of(self.project), self.before)

    def test_stopped_by_a_signal(self):
        for method, params in (("migrate", WANTED), ("check", {"all": True})):
            with self.subTest(method), self.program() as program:
                self.begin(program, 1, method, params)
                program.process.send_signal(signal.SIGTERM)
                self.assertEqual(program.process.wait(5), 0)
                self.assertRaises(queue.Empty, program.next_line, 0.05)
        self.assertEqual(files_of(self.project), self.before)

    def test_progress_reaches_the_end(self):
        """The same call, let alone: progress strictly increases up to the whole, then the answer comes."""
        with self.program() as program:
            method, params = tool("create_migration", {**WANTED, "dry_run": True})
            program.write(json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).encode())
            seen = []
            while "id" not in (line := program.next_line(60)):
                seen.append(line["params"])
            self.assertFalse(line["result"]["isError"], line)
        done = [step["progress"] for step in seen]
        self.assertEqual(done, sorted(set(done)))
        self.assertEqual(done[-1], REVISIONS)
        self.assertTrue(all(step["total"] == REVISIONS and step["progressToken"] == "t" for step in seen))
        self.assertGreater(len(done), 2)


if __name__ == "__main__":
    unittest.main()
