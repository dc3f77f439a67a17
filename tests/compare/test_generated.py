"""Chains with guards, helpers, loops, classes and sessions: real Alembic leaves what our replay says, and nothing of them
is in doubt. MIGRATE_SEEDS=N tries N chains; those of one run go by the same seeds as those of the next."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(HERE.parent / "stacks")]

from compare import compare_project, program  # noqa: E402
from generated import Chain  # noqa: E402
from roundtrip import Bench  # noqa: E402

BINARY = program(Path(os.environ.get("MIGRATE_BUILD", ROOT / "build")))
SEEDS = int(os.environ.get("MIGRATE_SEEDS", "6"))
STACKS = ("new", "mid", "old")


class Generated(unittest.TestCase):
    def test_replay_sees_what_alembic_leaves(self):
        with Bench() as bench:
            for seed in range(SEEDS):
                folder = Path(tempfile.mkdtemp(prefix="migrate-test-generated-"))
                try:
                    with self.subTest(seed=seed):
                        self.hold(folder, Chain(seed, 14), STACKS[seed % 3], bench)
                finally:
                    shutil.rmtree(folder)

    def hold(self, folder: Path, chain: Chain, stack: str, bench: Bench) -> None:
        versions = folder / "migrations/versions"
        versions.mkdir(parents=True)
        (folder / "alembic.ini").write_text("[alembic]\nscript_location = migrations\n")
        (folder / "migrations/env.py").write_text("from alembic import context\ncontext.configure()\n")
        for number, text in enumerate(chain.files, 1):
            (versions / f"r{number}_step.py").write_text(text)
        reports, _ = compare_project(folder, BINARY, stack, bench=bench)
        for report in reports:
            told = "\n".join(report.lines())
            self.assertEqual((report.cannot, report.stopped), ("", ""), told)
            self.assertEqual((report.differences, report.false_alarms), ([], []), told)
            self.assertEqual(report.files["fully"], len(chain.files), told)
            self.assertGreater(report.tables, 0, told)


if __name__ == "__main__":
    unittest.main()
