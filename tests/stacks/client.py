"""Drives the Alembic workers of the three stacks.

    with Stacks() as stacks:                         # or Stacks(["new"])
        stacks["old"].call("upgrade", project=folder, url=url, revision="head")
        catalogs = stacks.each(lambda worker: worker.call("catalog", url=url))    # in parallel

`call` returns the command's result, or raises StackError with what the real thing said. Commands: see worker.py.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
STACKS = ("new", "mid", "old")


class StackError(Exception):
    """A command failed; `kind` is the exception's class in the worker, `where` the migration's file:line."""

    def __init__(self, stack: str, command: str, reply: dict):
        error = reply["error"]
        self.stack, self.kind, self.text = stack, error["type"], error["text"]
        self.where, self.traceback, self.output = error["where"], error["traceback"], reply["output"]
        at = f" at {self.where}" if self.where else ""
        super().__init__(f"{stack} {command}: {self.kind}{at}: {self.text}")


def python_of(stack: str) -> Path:
    path = ROOT / ".tools/stacks" / stack / "bin/python"
    if not path.exists():
        raise RuntimeError(f"the stack '{stack}' is not installed: run scripts/setup test")
    return path


class Worker:
    def __init__(self, stack: str, python: Path | None = None, environment: dict[str, str] | None = None):
        self.stack = stack
        self._ids = itertools.count(1)
        self._lock = threading.Lock()
        self.output = ""  # what the last command printed
        self.seconds = 0.0  # how long it took, in the worker
        self._process = subprocess.Popen(
            [str(python or python_of(stack)), "-u", str(HERE / "worker.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=os.environ | (environment or {}),
        )

    def call(self, command: str, **arguments):
        with self._lock:
            message = {"id": next(self._ids), "command": command, **arguments}
            self._process.stdin.write(json.dumps(message, default=str) + "\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
            if not line:
                raise RuntimeError(f"the worker of '{self.stack}' ended during {command}")
            reply = json.loads(line)
            self.output, self.seconds = reply["output"], reply["seconds"]
        if not reply["ok"]:
            raise StackError(self.stack, command, reply)
        return reply["result"]

    def kill(self) -> None:
        """A command that runs ends with an error."""
        self._process.kill()

    def close(self) -> None:
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.close()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()


class Stacks:
    def __init__(self, names=STACKS):
        self.names = tuple(names)
        self._workers: dict[str, Worker] = {}
        self._lock = threading.Lock()

    def __getitem__(self, name: str) -> Worker:
        with self._lock:
            if name not in self._workers:
                self._workers[name] = Worker(name)
            return self._workers[name]

    def each(self, function) -> dict:
        """function(worker) for every stack at once; the results by stack. The first failure is raised."""
        with ThreadPoolExecutor(len(self.names)) as pool:
            futures = {name: pool.submit(lambda name=name: function(self[name])) for name in self.names}
            return {name: future.result() for name, future in futures.items()}

    def close(self) -> None:
        for worker in self._workers.values():
            worker.close()
        self._workers.clear()

    def __enter__(self) -> Stacks:
        return self

    def __exit__(self, *_) -> None:
        self.close()
