"""The program at the end of pipes that behave badly: huge lines, halves of lines, slow writers and readers, closed ends, and
signals while it writes. What the transcripts show on a small server is not repeated here."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]

from long_chain import long_chain  # noqa: E402
from program import PATIENCE, PROGRAM, Program, clean_environment, files_of, sample_copy  # noqa: E402
from test_soak import resident  # noqa: E402

PING = b'{"jsonrpc":"2.0","id":1,"method":"ping"}'
SLACK = 5  # a busy machine
MOST_FOR_LONG_LINES = 64 * 1024  # KiB: far less than the lines together


class PipesTest(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def start(self, project=None):
        """The bare process with its three pipes; standard error goes nowhere."""
        process = subprocess.Popen(
            [str(PROGRAM), "--project", str(project or sample_copy(self.folder))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=clean_environment(self.folder),
        )
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process

    def write(self, process, data):
        process.stdin.write(data)
        process.stdin.flush()

    def answer(self, process):
        return json.loads(process.stdout.readline())

    def test_long_lines(self):
        """64 MB in one line, twice: refused, not kept."""
        with Program(["--project", str(sample_copy(self.folder))], self.folder) as program:
            self.assertEqual(program.send(PING)["result"], {})
            before = resident(program.process)
            for filler in (b"x", b"["):
                error = program.send(b'{"jsonrpc":"2.0","id":2,"method":"' + filler * (64 << 20) + b'"}')["error"]
                self.assertEqual(error["code"], -32600)
                self.assertIn("10 MiB", error["message"])
            self.assertEqual(program.send(PING)["result"], {})
            self.assertLess(resident(program.process) - before, MOST_FOR_LONG_LINES)

    def test_slow_writer_and_half_lines(self):
        process = self.start()
        for byte in PING + b"\r\n":
            self.write(process, bytes([byte]))
            time.sleep(0.001)
        self.assertEqual(self.answer(process)["result"], {})
        self.write(process, PING + b"\n" + PING[:20])
        self.assertEqual(self.answer(process)["result"], {})
        self.write(process, PING[20:] + b"\n\n\n" + PING + b"\n")
        self.assertEqual([self.answer(process)["result"] for _ in range(2)], [{}, {}])
        process.stdin.close()
        self.assertEqual(process.wait(PATIENCE), 0)

    def test_slow_reader(self):
        """A client that writes all it has before it reads: nothing is lost, and each id is answered once."""
        process = self.start()
        count = 1500
        asked = {"jsonrpc": "2.0", "method": "schema", "params": {"table": "users"}}
        for number in range(count):
            self.write(process, json.dumps({**asked, "id": number}).encode() + b"\n")
        process.stdin.close()
        time.sleep(0.3)
        ids = []
        for line in process.stdout:
            answer = json.loads(line)
            ids.append(answer["id"])
            self.assertTrue("result" in answer or answer["error"]["code"] == -32000, line[:300])
        self.assertEqual(sorted(ids), list(range(count)))
        self.assertEqual(process.wait(PATIENCE), 0)

    def test_closed_output(self):
        """Nobody reads any more, with an answer under way: it ends by itself."""
        process = self.start()
        self.write(process, PING + b"\n")
        self.assertEqual(self.answer(process)["result"], {})
        process.stdout.close()
        self.write(process, PING + b"\n")
        self.assertEqual(process.wait(SLACK), 1)

    def test_closed_errors(self):
        """Standard error that is closed, and one that nobody reads, are no reason to stop."""
        project = sample_copy(self.folder)
        reading, writing = os.pipe()
        for errors in (None, writing):
            process = subprocess.Popen(
                [str(PROGRAM), "--project", str(project), "--log-level", "debug"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors if errors is not None else subprocess.PIPE,
                env=clean_environment(self.folder),
            )
            if errors is None:
                process.stderr.close()
            self.addCleanup(process.kill)
            lines = [PING] * 20 + [b'{"jsonrpc":"2.0","id":9,"result":{}}'] * 3000 + [PING]
            said, _ = process.communicate(b"\n".join(lines) + b"\n", timeout=PATIENCE)
            self.assertEqual(said.count(b'"result":{}'), 21)
            self.assertEqual(process.returncode, 0)
            if errors is None:
                continue
            os.close(writing)
            os.close(reading)

    def test_signal_while_it_writes(self):
        """A reader that has stopped in the middle of a large answer: both signals still end it in time, with whole lines
        before the one that was cut."""
        project = long_chain(self.folder / "long", 400)
        before = files_of(project)
        for number in (signal.SIGTERM, signal.SIGINT):
            process = self.start(project)
            for one in range(40):
                asked = {"jsonrpc": "2.0", "id": one, "method": "resources/read", "params": {"uri": "schema://head"}}
                self.write(process, json.dumps(asked).encode() + b"\n")
            head = os.read(process.stdout.fileno(), 1000)
            time.sleep(0.5)
            process.send_signal(number)
            started = time.monotonic()
            self.assertEqual(process.wait(SLACK), 0)
            self.assertLess(time.monotonic() - started, 0.4 * SLACK)
            lines = (head + process.stdout.read()).split(b"\n")
            for line in lines[:-1]:
                json.loads(line)
        self.assertEqual(files_of(project), before)


if __name__ == "__main__":
    unittest.main()
