#!/usr/bin/env python3
"""Kills the one process that runs this file, as a crash would: kill_server.py PROGRAM. Fails where it is not just one.

Ends when its parent, the client, has been told that it ended, and a moment later: a call that the client sends before it has
closed the connection fails, which is the client's matter."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

PATIENCE = 20


def running(program: Path) -> list[int]:
    """The processes whose program is this very file."""
    found = []
    for link in Path("/proc").glob("[0-9]*/exe"):
        try:
            if link.resolve() == program:
                found.append(int(link.parent.name))
        except OSError:
            pass  # it has ended meanwhile, or is not ours
    return found


def main() -> int:
    program = Path(sys.argv[1]).resolve()
    found = running(program)
    if len(found) != 1:
        print(f"{len(found)} processes run {program}", file=sys.stderr)
        return 1
    os.kill(found[0], signal.SIGKILL)
    limit = time.monotonic() + PATIENCE
    killed = Path(f"/proc/{found[0]}")
    while killed.exists() and time.monotonic() < limit:
        time.sleep(0.01)
    time.sleep(0.2)
    return 0 if not killed.exists() else 1


if __name__ == "__main__":
    sys.exit(main())
