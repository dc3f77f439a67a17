"""Runs every test and counts: run_all.py --build FOLDER [WORD…]; scripts/test calls it.

First the C++ programs test_<room> through ctest, each test case counted; then every tests/**/test_*.py (unittest),
each in a process of its own, two at a time, all sharing one PostgreSQL. Words choose test programs and files by part
of their name. The last line is `N passed, N failed, N skipped`; with CI=true, or none run, a skip is a failure.

A Python test finds the build folder in MIGRATE_BUILD, and PostgreSQL by Postgres.start() of tests/stacks/postgres.py.
What it prints to standard output is shown: figures, such as the scenarios of a suite.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import time
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

TESTS = Path(__file__).resolve().parent
ROOT = TESTS.parent
LIMIT_SECONDS = 1200
DOCTEST = re.compile(r"test cases:\s*(\d+) \|\s*(\d+) passed \|\s*(\d+) failed \|\s*(\d+) skipped")


class Counts:
    def __init__(self, passed: int = 0, failed: int = 0, skipped: int = 0):
        self.passed, self.failed, self.skipped = passed, failed, skipped

    def add(self, other: Counts) -> None:
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def strict() -> bool:
    """Whether a skip is a failure."""
    return os.environ.get("CI") == "true"


def say(text: str) -> None:
    print(text, flush=True)


def ctest_names(build: Path) -> list[str]:
    listed = subprocess.run(["ctest", "--test-dir", str(build), "--show-only=json-v1"], text=True, capture_output=True)
    return [test["name"] for test in json.loads(listed.stdout)["tests"]]


def run_cpp(build: Path, name: str) -> Counts:
    """One test program; what it printed is shown when it failed."""
    started = time.monotonic()
    command = ["ctest", "--test-dir", str(build), "-V", "-R", f"^{re.escape(name)}$", "--timeout", str(LIMIT_SECONDS)]
    ran = subprocess.run(command, text=True, errors="replace", stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    found = DOCTEST.search(ran.stdout)
    if found:
        _, passed, failed, _ = (int(number) for number in found.groups())
        counts = Counts(passed, failed, 0)  # doctest's `skipped` are those that a filter left out: there is none
    else:
        counts = Counts(passed=int(ran.returncode == 0))
    if ran.returncode != 0:
        counts.failed = max(counts.failed, 1)
        say(ran.stdout)
    say(f"{name}: {counts} ({time.monotonic() - started:.1f} s)")
    return counts


def run_file(path: Path, environment: dict) -> Counts:
    """One file of Python tests, in a process of its own."""
    started = time.monotonic()
    name = path.relative_to(TESTS) if TESTS in path.parents else path.name
    try:
        ran = subprocess.run(
            ["/usr/bin/python3", "-B", str(Path(__file__)), "--file", str(path)],
            text=True,
            errors="replace",
            capture_output=True,
            env=environment,
            timeout=LIMIT_SECONDS,
            stdin=subprocess.DEVNULL,
        )
        told, _, last = ran.stdout.strip().rpartition("\n")
        output = ran.stderr
    except subprocess.TimeoutExpired as late:
        output, told, last = f"no end after {LIMIT_SECONDS} s\n{late.stderr}", "", ""
    try:
        counts = Counts(**json.loads(last))
    except (ValueError, TypeError):
        counts = Counts(failed=1)
    if counts.failed or counts.skipped or last == "":
        say(output)
    for figure in told.splitlines():
        say(f"  {figure}")
    say(f"{name}: {counts} ({time.monotonic() - started:.1f} s)")
    return counts


def run_one_file(path: Path) -> int:
    """In the child: runs the file's tests and prints the counts as the last line."""
    sys.path.insert(0, str(path.parent))
    suite = unittest.defaultTestLoader.loadTestsFromName(path.stem)
    result = unittest.TextTestRunner(stream=sys.stderr, verbosity=1).run(suite)
    for test, why in result.skipped:
        print(f"skipped {test}: {why}", file=sys.stderr)
    failed = len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses)
    skipped = len(result.skipped)
    passed = max(result.testsRun - failed - skipped, 0)
    print(json.dumps({"passed": passed, "failed": failed, "skipped": skipped}), flush=True)
    return 1 if failed or (skipped and strict()) else 0


def chosen(names: list, words: list[str]) -> list:
    return [name for name in names if not words or any(word in str(name) for word in words)]


def run_all(build: Path, words: list[str]) -> int:
    sys.path.insert(0, str(TESTS / "stacks"))
    from postgres import Postgres

    total = Counts()
    with ThreadPoolExecutor(2) as pool:
        for counts in pool.map(lambda name: run_cpp(build, name), chosen(ctest_names(build), words)):
            total.add(counts)

    files = [TESTS / name for name in chosen([p.relative_to(TESTS) for p in sorted(TESTS.glob("*/test_*.py"))], words)]
    if files:
        with Postgres.start() as postgres, ThreadPoolExecutor(2) as pool:
            environment = {**os.environ, **postgres.environment(), "MIGRATE_BUILD": str(build.resolve())}
            for counts in pool.map(lambda path: run_file(path, environment), files):
                total.add(counts)

    if strict() and total.skipped:
        say("in CI a skipped test is a failed one")
        total = Counts(total.passed, total.failed + total.skipped, 0)
    say(str(total))
    return 1 if total.failed or not total.passed else 0


def main() -> int:
    parser = argparse.ArgumentParser(description="Runs every test and counts.")
    parser.add_argument("--build", type=Path, default=ROOT / "build")
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("words", nargs="*")
    options = parser.parse_args()
    return run_one_file(options.file) if options.file else run_all(options.build, options.words)


if __name__ == "__main__":
    sys.exit(main())
