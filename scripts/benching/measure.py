"""Runs whole commands in turn, ours and theirs, and says what they took."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field


@dataclass
class Side:
    """What one of the two did over the runs."""

    seconds: list = field(default_factory=list)
    mebibytes: float = 0

    @property
    def median(self):
        return statistics.median(self.seconds)

    def add(self, seconds, mebibytes):
        self.seconds.append(seconds)
        self.mebibytes = max(self.mebibytes, mebibytes)


def run_once(command, folder, environment, given=b""):
    """(seconds, peak MiB) of one run; stops the whole measurement when the command fails."""
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as source:
        source.write(given)
        source.seek(0)
        started = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, stdin=source, stdout=output, stderr=output, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1):  # 1: a linter found something
            output.seek(0)
            sys.exit(f"{' '.join(map(str, command))}: exit {process.returncode}\n{output.read().decode()[-2000:]}")
    return seconds, usage.ru_maxrss / 1024


def in_turn(ours, theirs, runs, clean=lambda: None):
    """Runs both, one after the other, `runs` times and once before that for the file cache. `theirs` may be None."""
    sides = Side(), Side()
    for run in range(runs + 1):
        for side, command in zip(sides, (ours, theirs)):
            if command is None:
                continue
            figures = command()
            clean()
            if run > 0:
                side.add(*figures)
    return sides


def ratio(ours, theirs):
    """The median of the ratios pair by pair."""
    return statistics.median(b / a for a, b in zip(ours.seconds, theirs.seconds))


def calls_of(command, requests, folder, environment):
    """Seconds of each call of a server that answers a line with a line; the first two are its handshake."""
    process = subprocess.Popen(
        command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    )
    times = []
    for request in requests:
        started = time.perf_counter()
        process.stdin.write(json.dumps(request).encode() + b"\n")
        process.stdin.flush()
        if "id" in request:
            answer = json.loads(process.stdout.readline())
            if "error" in answer:
                sys.exit(f"{command}: {answer}")
            times.append(time.perf_counter() - started)
    process.stdin.close()
    process.wait()
    return times[1:]
