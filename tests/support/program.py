"""The built program, as Python tests drive it: a long-lived process that is asked one thing after the other.

    project = sample_copy(folder)
    with Program(["--project", str(project)], folder) as program:
        answer = program.call("migrate", {"description": "add invoices table"})      # {"jsonrpc", "id", "result" | "error"}

Its home and its cache are in `folder`, and no variable of the host (CLAUDE_PROJECT_DIR, ...) reaches it unless given.
"""

from __future__ import annotations

import itertools
import json
import os
import queue
import shutil
import subprocess
import tempfile
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(os.environ.get("MIGRATE_BUILD", ROOT / "build")).resolve() / "alembic-migrate"
SAMPLE = ROOT / "tests" / "sample"
VERSIONS = "backend/app/migrations/versions"
DATE = "2026-03-01"
PATIENCE = 120.0  # seconds for one answer: a busy machine, a sanitizer


class Died(Exception):
    """The program ended, or said nothing for too long, where an answer was due."""


def sample_copy(folder: Path, name: str = "project", sample: Path = SAMPLE) -> Path:
    """A copy of a sample project in folder/name."""
    return Path(shutil.copytree(sample, folder / name, ignore=shutil.ignore_patterns("__pycache__")))


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file below the folder with its bytes: to see what was written."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }


def kept_tools() -> dict[str, dict]:
    """The definitions of the tools, by name, as tests/transcripts/tools/*.snap keep them."""
    files = sorted((ROOT / "tests/transcripts/tools").glob("*.snap"))
    return {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in files}


def clean_environment(home: Path, **more: str) -> dict[str, str]:
    """This process's environment, less what would lead the program elsewhere, with a home of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CLAUDE", "XDG_"))}
    return {**kept, "HOME": str(home), "XDG_CACHE_HOME": str(home / "cache"), **more}


class Program:
    def __init__(self, arguments: list[str], home: Path, cwd: Path | None = None, environment: dict | None = None):
        self._log = tempfile.TemporaryFile()
        self._ids = itertools.count(1)
        self._lines: queue.Queue = queue.Queue()
        self.process = subprocess.Popen(
            [str(PROGRAM), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            cwd=cwd or home,
            env=environment or clean_environment(home),
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        for line in self.process.stdout:
            self._lines.put(line)
        self._lines.put(None)

    def call(self, method: str, params=None) -> dict:
        """The answer to one request."""
        message = {"jsonrpc": "2.0", "id": next(self._ids), "method": method}
        if params is not None:
            message["params"] = params
        return self.send(json.dumps(message).encode())

    def send(self, line: bytes) -> dict:
        """The answer to one line, whatever is in it."""
        try:
            self.write(line)
            answer = self._lines.get(timeout=PATIENCE)
        except BrokenPipeError:
            answer = None
        except queue.Empty:
            self.process.kill()
            raise Died(f"no answer within {PATIENCE:.0f} s; {self.said()}") from None
        if answer is None:
            raise Died(f"ended with {self.process.wait()}; {self.said()}")
        return json.loads(answer)

    def write(self, line: bytes) -> None:
        """Sends a line and waits for nothing."""
        self.process.stdin.write(line + b"\n")
        self.process.stdin.flush()

    def next_line(self, seconds: float) -> dict:
        """The next message that comes, whatever it belongs to; queue.Empty when none comes in time, or none ever will."""
        line = self._lines.get(timeout=seconds)
        if line is None:
            self._lines.put(None)
            raise queue.Empty
        return json.loads(line)

    def said(self) -> str:
        """The last of what it wrote to standard error."""
        self._log.seek(0)
        return "standard error: " + self._log.read()[-3000:].decode(errors="replace")

    def close(self) -> int:
        """Closes its input; the exit code."""
        try:
            self.process.stdin.close()
        except BrokenPipeError:
            pass
        try:
            return self.process.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise Died(f"did not end within {PATIENCE:.0f} s after its input") from None
        finally:
            self._reader.join(timeout=PATIENCE)
            self.process.stdout.close()
            self._log.close()

    def __enter__(self) -> Program:
        return self

    def __exit__(self, kind, *_) -> None:
        if kind is not None:
            self.process.kill()
        self.close()
