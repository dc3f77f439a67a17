"""Runs a stranger's chain in processes that its application may end."""

from __future__ import annotations

import threading
from pathlib import Path

from client import StackError, Worker

SECONDS = 300


class Runner:
    """Runs a chain, each time in a new process: an application may end it, or keep what it has imported."""

    def __init__(self, stack: str, python: Path | None, environment: dict[str, str]):
        self.stack, self.python, self.environment = stack, python, environment

    def upgrade(self, **request) -> None:
        self.call("upgrade", **request)

    def call(self, command: str, **request) -> None:
        worker = Worker(self.stack, self.python, self.environment)
        limit = threading.Timer(SECONDS, worker.kill)  # an application may wait for another machine
        limit.start()
        try:
            worker.call(command, **request)
        except (RuntimeError, BrokenPipeError) as ended:
            error = {"type": "Ended", "text": str(ended), "where": "", "traceback": ""}
            raise StackError(self.stack, command, {"error": error, "output": ""}) from ended
        finally:
            limit.cancel()
            worker.close()
