"""The tests of this system, once more with a program for another one, which an emulator runs (wine, qemu).

A folder in which `alembic-migrate` starts that program takes the build folder's place (MIGRATE_BUILD), so that whole test
files run as they are.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
TESTS = HERE.parent
LIMIT_SECONDS = 900
DOCTEST = re.compile(r"test cases:\s*(\d+) \|\s*(\d+) passed \|\s*(\d+) failed")
RAN = re.compile(r"^Ran (\d+) tests?", re.MULTILINE)
# Conversations, the hook, processes at the same moment, and kill -9. What needs git, a limit of the shell or the lock of a
# folder by another program is left out: wine has none of them.
SAME_TESTS = {
    "transcripts": ["test_program"],
    "lint": ["test_hook"],
    "living": [
        "test_many.ManyTest." + name
        for name in (
            "test_sixteen_processes_make_one_chain",
            "test_sixteen_processes_and_half_of_them_die",
            "test_killed_while_it_creates",
        )
    ],
}
KILLS = "10"


def build_folder(folder: Path, command: list[str], environment: dict[str, str]) -> Path:
    """A folder whose `alembic-migrate` is that command, with these variables set."""
    folder.mkdir(parents=True)
    lines = [f"export {name}={shlex.quote(value)}" for name, value in environment.items()]
    starter = folder / "alembic-migrate"
    starter.write_text("\n".join(["#!/bin/sh", *lines, f'exec {shlex.join(command)} "$@"', ""]), encoding="utf-8")
    starter.chmod(0o755)
    return folder


class SameTests:
    """For a test class that has `build`, such a folder, and `emulator`, the words before a program."""

    def test_same_tests(self):
        for room, names in SAME_TESTS.items():
            with self.subTest(room):
                ran = subprocess.run(
                    [sys.executable, "-B", "-m", "unittest", *names],
                    cwd=TESTS / room,
                    env={
                        **os.environ,
                        "MIGRATE_BUILD": str(self.build),
                        "MIGRATE_KILLS": KILLS,
                        "MIGRATE_EMULATED": "1",
                    },
                    stdin=subprocess.DEVNULL,
                    capture_output=True,
                    text=True,
                    timeout=LIMIT_SECONDS,
                )
                self.assertEqual(ran.returncode, 0, ran.stdout + ran.stderr)
                count = int(RAN.search(ran.stderr)[1])
                self.assertGreaterEqual(count, len(names))
                print(f"{Path(self.emulator[0]).name}: {count} tests of {room} passed")

    def unit_tests(self, programs: list[Path], environment: dict[str, str], fewest: int):
        """These test programs, each to its end."""
        cases = 0
        for program in programs:
            with self.subTest(program.name):
                ran = subprocess.run(
                    [*self.emulator, str(program)],
                    cwd=program.parent,
                    env=environment,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    timeout=LIMIT_SECONDS,
                )
                said = ran.stdout.decode(errors="replace")
                self.assertEqual(ran.returncode, 0, said[-6000:])
                cases += int(DOCTEST.search(said)[2])
        print(f"{Path(self.emulator[0]).name}: {cases} unit tests of {len(programs)} rooms passed")
        self.assertGreaterEqual(cases, fewest)
