"""Runs the real Claude Code client, offline: an empty environment, a home of its own, only loopback.

with Client("newest") as client:
    run = client.ask(project, "/migrate add invoices table", [[{"tool": NAME, "input": {...}}], [{"text": "done"}]])
    run.requests      # what the model was asked, in order, as the stand-in saw it
"""

from __future__ import annotations

import functools
import json
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(HERE.parent / "support"))

from program import PROGRAM  # noqa: E402

PATIENCE = 180
SETTINGS = {
    "PATH": "/usr/bin:/bin",
    "LC_ALL": "C.UTF-8",
    "ANTHROPIC_API_KEY": "dummy-test-key",
    "ANTHROPIC_BASE_URL": "http://127.0.0.1:9",  # nobody is there; the stand-in puts its own
    "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
    "DISABLE_AUTOUPDATER": "1",
    "DISABLE_TELEMETRY": "1",
    "DISABLE_ERROR_REPORTING": "1",
    "MCP_CONNECTION_NONBLOCKING": "0",
}


CLIENTS = {"newest": ".tools/claude", "older": ".tools/claude-older"}


def client_path(which: str) -> Path | None:
    """One of the clients that scripts/setup test installs; it needs no Node."""
    found = sorted((ROOT / CLIENTS[which] / "node_modules/@anthropic-ai").glob("claude-code-linux-*/claude"))
    return found[0] if found else None


@functools.cache
def without_network() -> tuple[str, ...]:
    """The command before a command that leaves it loopback only; empty where the system forbids that."""
    up = ("sh", "-c", 'ip link set lo up && exec "$@"', "sh")
    for prefix in (("unshare", "-n"), ("unshare", "-rn")):
        if subprocess.run([*prefix, *up, "true"], capture_output=True).returncode == 0:
            return (*prefix, *up)
    print("claude_code: unshare is not permitted here: the client runs with the machine's network", file=sys.stderr)
    return ()


def plugin_copy(folder: Path, with_program: bool = True) -> Path:
    """skill/ as a release has it: with the built program beside the launcher."""
    leave_out = shutil.ignore_patterns("alembic-migrate-program*", ".alembic-migrate-program*")
    copy = Path(shutil.copytree(ROOT / "skill", folder / "skill", ignore=leave_out))
    if with_program:
        shutil.copy(PROGRAM, copy / "bin" / "alembic-migrate-program")
    return copy


@dataclass
class Run:
    code: int
    output: str
    errors: str
    log: list = field(default_factory=list)

    @property
    def events(self) -> list[dict]:
        """What the client printed: stream-json."""
        return [json.loads(line) for line in self.output.splitlines() if line.startswith("{")]

    @property
    def requests(self) -> list[dict]:
        """The bodies of what the model was asked, without side calls."""
        return [entry["body"] for entry in self.log if entry["body"] and entry["body"].get("tools")]

    def event(self, type_: str) -> dict:
        return next(event for event in self.events if event["type"] == type_)

    @property
    def commands(self) -> list[dict]:
        """What became of the commands that ran between the model's turns."""
        return [entry["body"] for entry in self.log if entry["method"] == "RUN"]

    def tool_results(self) -> list[dict]:
        """Every result of a tool that the model saw in the last request, in order."""
        blocks = [block for message in self.requests[-1]["messages"] for block in blocks_of(message)]
        return [block for block in blocks if block["type"] == "tool_result"]

    def said_to_model(self) -> str:
        """All text of the first request's messages."""
        blocks = [block for message in self.requests[0]["messages"] for block in blocks_of(message)]
        return "\n".join(block.get("text", "") for block in blocks)

    def describe(self) -> str:
        return f"exit {self.code}\n{self.output[-6000:]}\n{self.errors[-3000:]}"


def blocks_of(message: dict) -> list[dict]:
    content = message["content"]
    return [{"type": "text", "text": content}] if isinstance(content, str) else content


def size_of_definition(tool: dict) -> int:
    """Bytes that a model pays for a tool in each session."""
    return len(json.dumps([tool["name"], tool["description"], tool["input_schema"]], separators=(",", ":")).encode())


def text_of(result: dict) -> str:
    """The text of a tool's result, as the model sees it."""
    content = result["content"]
    return content if isinstance(content, str) else "".join(block.get("text", "") for block in content)


class Client:
    """One home for several runs: an installed plugin stays installed."""

    def __init__(self, which: str):
        self.path = client_path(which)
        self.folder = Path(tempfile.mkdtemp(prefix="migrate-client-"))
        for name in ("home", "config", "tmp"):
            (self.folder / name).mkdir()
        self.home = self.folder / "home"
        self._count = 0

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def environment(self) -> dict[str, str]:
        places = {"CLAUDE_CONFIG_DIR": "config", "TMPDIR": "tmp", "CLAUDE_CODE_TMPDIR": "tmp"}
        return {
            **SETTINGS,
            "HOME": str(self.home),
            **{name: str(self.folder / place) for name, place in places.items()},
        }

    def run(self, command: list[str], cwd: Path) -> Run:
        done = subprocess.run(
            [*without_network(), *command],
            cwd=cwd,
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=PATIENCE,
        )
        return Run(done.returncode, done.stdout, done.stderr)

    def command(self, *arguments: str, cwd: Path | None = None) -> Run:
        """A command of the client that asks no model: plugin validate, plugin install, ..."""
        return self.run([str(self.path), *arguments], cwd or self.folder)

    def ask(
        self, folder: Path, prompt: str, turns: list, plugin: Path | None = None, more: tuple[str, ...] = ()
    ) -> Run:
        """One prompt in `folder`, answered by these turns of the model; `more` are further options of the client."""
        self._count += 1
        replies, log = (self.folder / f"{name}-{self._count}.json" for name in ("replies", "log"))
        replies.write_text(json.dumps(turns), encoding="utf-8")
        plugins = ["--plugin-dir", str(plugin)] if plugin else []
        options = ["-p", prompt, "--output-format", "stream-json", "--verbose", "--no-session-persistence", *more]
        stand_in = ["/usr/bin/python3", "-B", str(HERE / "stand_in.py"), str(replies), str(log), "--"]
        run = self.run([*stand_in, str(self.path), *plugins, *options], folder)
        run.log = json.loads(log.read_text(encoding="utf-8")) if log.exists() else []
        return run
