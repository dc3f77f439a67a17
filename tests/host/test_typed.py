"""The real Claude Code as a person has it: a terminal, `/migrate …` typed, the file is there, and the screen is README's."""

import json
import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
import unittest
from fcntl import ioctl
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]

from claude_code import Client, text_of, without_network  # noqa: E402
from program import VERSIONS, files_of, sample_copy  # noqa: E402
from ways import in_every_way  # noqa: E402

PATIENCE = 90  # seconds for any one thing to be seen
QUIET = 1.0  # seconds without output: the screen stands
PROMPT = "❯".encode()
DONE = "The migration is shown."
SESSION = re.search(
    r"<!-- session: .*?```\n(❯ /migrate (.*?)\n.*?)```",
    (HERE.parents[1] / "README.md").read_text(encoding="utf-8"),
    re.DOTALL,
)


class Terminal:
    """A command with a terminal of its own."""

    def __init__(self, command, cwd, environment):
        self.mine, theirs = pty.openpty()
        ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 120, 150, 0, 0))
        streams = {"stdin": theirs, "stdout": theirs, "stderr": theirs}
        self.process = subprocess.Popen(command, cwd=cwd, env=environment, start_new_session=True, **streams)
        os.close(theirs)
        self.seen = b""

    def read(self, seconds) -> bool:
        """True if something came."""
        if not select.select([self.mine], [], [], seconds)[0]:
            return False
        try:
            got = os.read(self.mine, 65536)
        except OSError:  # how Linux says that the other side is closed
            got = b""
        self.seen += got
        return bool(got)

    def wait_for(self, is_there) -> bool:
        """Reads until it is there and the screen stands; False when that takes too long."""
        limit = time.monotonic() + PATIENCE
        while time.monotonic() < limit:
            if not self.read(QUIET) and is_there():
                return True
        return False

    def say(self, text):
        """Types it, and the key that sends it once it stands there."""
        os.write(self.mine, text.encode())
        self.wait_for(lambda: True)
        os.write(self.mine, b"\r")

    def close(self):
        """Ends the session that was started here; the stand-in writes its log when the client has ended."""
        os.killpg(self.process.pid, signal.SIGTERM)
        limit = time.monotonic() + PATIENCE
        while self.process.poll() is None and time.monotonic() < limit:
            self.read(0.1)
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        os.close(self.mine)


def settle(client, project):
    """What a person has answered before, once: the theme, the key, whether the folder is trusted."""
    answers = {
        "hasCompletedOnboarding": True,
        "theme": "dark",
        "customApiKeyResponses": {"approved": ["dummy-test-key"], "rejected": []},
        "projects": {str(project): {"hasTrustDialogAccepted": True, "hasCompletedProjectOnboarding": True}},
    }
    (client.folder / "config/.claude.json").write_text(json.dumps(answers), encoding="utf-8")


def start_client(client, folder, project, turns, *options, **more):
    """The client in a terminal, its model saying these turns; and the file that gets the log of what it was asked."""
    replies, log = folder / "replies.json", folder / "log.json"
    replies.write_text(json.dumps(turns), encoding="utf-8")
    stand_in = ["/usr/bin/python3", "-B", str(HERE / "stand_in.py"), str(replies), str(log), "--"]
    command = [*without_network(), *stand_in, str(client.path), *options]
    return Terminal(command, project, {**client.environment(), "TERM": "xterm-256color", **more}), log


@in_every_way(kinds=("plugin",))
class TypedTest:
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.client = self.enterContext(Client(self.way.client))
        self.project = sample_copy(self.folder)

    def test_typed_command_makes_the_file(self):
        settle(self.client, self.project)
        plugin = self.way.prepare(self.folder, self.project)
        before = files_of(self.project)
        turns = [self.way.call("create_migration", description=SESSION[2], date="2026-03-01"), [{"text": DONE}]]
        terminal, log = start_client(self.client, self.folder, self.project, turns, "--plugin-dir", str(plugin))
        try:
            self.assertTrue(terminal.wait_for(lambda: PROMPT in terminal.seen), terminal.seen[-3000:])
            terminal.say(f"/migrate {SESSION[2]}")
            written = terminal.wait_for(lambda: set(files_of(self.project)) > set(before))
            self.assertTrue(written, terminal.seen[-3000:])
        finally:
            terminal.close()
        [path] = set(files_of(self.project)) - set(before)
        self.assertRegex(path, rf"^{VERSIONS}/20260301_000019_add_refunds_table\.py$")
        asked = [entry["body"] for entry in json.loads(log.read_text(encoding="utf-8")) if entry["body"]]
        said = json.dumps([body["messages"] for body in asked if body.get("tools")])
        self.assertIn(f"Create one Alembic migration for: {SESSION[2]}\\n", said)
        results = [
            block
            for message in next(body for body in reversed(asked) if body.get("tools"))["messages"]
            for block in (message["content"] if isinstance(message["content"], list) else [])
            if block["type"] == "tool_result"
        ]
        # The person reads the file, the assumptions and the reminders from us; the model gets what it needs.
        [answer] = map(text_of, results)
        self.assertLessEqual(len(answer.encode()), 400, answer)
        self.assertTrue(answer.startswith(f"Wrote {path}\ncreate table refunds ("), answer)
        self.assertIn("The user sees the file", answer)
        self.assertNotIn("revision =", said)
        screen = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", terminal.seen.decode(errors="replace"))
        words = "".join(screen.split())
        # The picture in README; a few of its first lines the client draws piece by piece.
        lines = ["".join(line.split()) for line in SESSION[1].splitlines()]
        self.assertLessEqual(len([line for line in lines if line not in words]), 5, screen[-6000:])


if __name__ == "__main__":
    unittest.main()
