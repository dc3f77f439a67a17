"""The law of what is kept: with it and without it, and after any edit, every answer is the same byte for byte.

A project is edited by chance (kept_edits.py); after each edit one server that lives through all of them, a server that
keeps nothing, and new processes that share a cache folder (now and then two at once) are asked the same.

    KEPT_EDITS=5000 KEPT_SEED=7 KEPT_REQUESTS=20000 tests/run_all.py --build build kept
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]

from kept_edits import Edited  # noqa: E402
from long_chain import long_chain  # noqa: E402
from program import DATE, PROGRAM, Program, clean_environment, files_of  # noqa: E402

EDITS = int(os.environ.get("KEPT_EDITS", "200"))
SEED = int(os.environ.get("KEPT_SEED", "0")) or random.randrange(1, 10**9)
REQUESTS = int(os.environ.get("KEPT_REQUESTS", "2000"))
MOST_GROWTH = 16 << 20  # bytes of a server's memory, after it has settled

BESIDE = [
    ("merge", {"dry_run": True, "date": DATE}),
    ("rebase", {"dry_run": True}),
    ("history", {}),
    ("check", {"all": True}),
]


def questions(chance: random.Random, files: list[str]) -> list[tuple[str, dict]]:
    one = {"files": [chance.choice([files[-1], chance.choice(files)])]}
    new = {"description": "add invoices table: number string(32), things_id integer", "date": DATE, "dry_run": True}
    others = [
        ("schema", {"dialect": chance.choice(["postgresql", "sqlite"])}),
        ("history", {}),
        ("check", {"all": True}),
        ("check", {}),
        ("migrate", {**new, "description": "add due_date to things_0"}),
    ]
    return [("schema", {}), ("check", one), ("migrate", new), *chance.sample(others, 2)]


def answer_of(program: Program, method: str, params: dict) -> str:
    answer = program.call(method, params)
    answer.pop("id")
    return json.dumps(answer)


def start_cli(words: list[str], root: Path, home: Path, **more: str) -> subprocess.Popen:
    environment = clean_environment(home, **more)
    return subprocess.Popen(
        [PROGRAM, *words], cwd=root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def said(process: subprocess.Popen) -> tuple[int, bytes, bytes]:
    out, error = process.communicate(timeout=120)
    return process.returncode, out, error


def cli(words: list[str], root: Path, home: Path, **more: str) -> tuple[int, bytes, bytes]:
    return said(start_cli(words, root, home, **more))


def kept_files(home: Path) -> list[Path]:
    return sorted((home / "cache" / "alembic-migrate").glob("*.kept"))


def memory_of(process: subprocess.Popen) -> int:
    status = Path(f"/proc/{process.pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) << 10


class Kept(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.home = Path(folder.name)

    def test_every_answer_is_the_same(self) -> None:
        root = self.home / "project"
        edited, chance = Edited(root, SEED), random.Random(SEED)
        arguments = ["--project", str(root)]
        without = clean_environment(self.home, ALEMBIC_MIGRATE_CACHE="off")
        known, different = [], 0
        with Program(arguments, self.home) as living, Program(arguments, self.home, environment=without) as cold:
            for number in range(EDITS):
                known.append(edited.edit())
                last = f"seed {SEED}, edit {number}: {'; '.join(known[-3:])}"
                files = [str(path.relative_to(root)) for path in edited.files()]
                for method, params in questions(chance, files):
                    expected = answer_of(cold, method, params)
                    self.assertEqual(answer_of(living, method, params), expected, f"{last}: {method} {params}")
                    different += '"error"' not in expected
                if number % 8 == 0:
                    with edited.forked() as fork:
                        for method, params in BESIDE:
                            expected = answer_of(cold, method, params)
                            self.assertEqual(answer_of(living, method, params), expected, f"{last}; {fork}: {method}")
                words = chance.choice([["schema", "--json"], ["check", "--all"], ["check", files[-1]], ["history"]])
                expected = cli([*words, "--no-cache"], root, self.home)
                both = [start_cli(words, root, self.home) for _ in range(1 + (number % 4 == 0))]
                for process in both:
                    self.assertEqual(said(process), expected, f"{last}: {words}")
        self.assertGreater(different, EDITS, "nearly all requests were refused: the project is no use")
        self.assertTrue(kept_files(self.home))
        print(f"kept: {EDITS} edits (seed {SEED}), every answer the same")

    def test_memory_stays_flat(self) -> None:
        root = self.home / "project"
        edited, chance = Edited(root, SEED), random.Random(SEED)
        with Program(["--project", str(root)], self.home) as living:
            settled = 0
            for number in range(REQUESTS):
                if number % 5 == 0:
                    edited.append() if len(edited.files()) < 30 and chance.random() < 0.3 else edited.rewrite(True)
                if number % 100 == 0:
                    edited.rewrite(False), edited.write_helper(), edited.drop()
                files = [str(path.relative_to(root)) for path in edited.files()]
                living.call(*chance.choice(questions(chance, files)))
                if number == REQUESTS // 4:
                    settled = memory_of(living.process)
            grown = memory_of(living.process) - settled
        print(f"kept: {REQUESTS} requests, {settled >> 20} MiB after a quarter, {grown / (1 << 20):+.1f} MiB since")
        self.assertLess(grown, MOST_GROWTH)

    def test_a_broken_cache_is_as_though_it_were_not_there(self) -> None:
        root = long_chain(self.home / "project", 40)
        expected = cli(["schema", "--json", "--no-cache"], root, self.home)
        self.assertEqual(kept_files(self.home), [])
        self.assertEqual(cli(["schema", "--json"], root, self.home, ALEMBIC_MIGRATE_CACHE="off"), expected)
        self.assertEqual(kept_files(self.home), [])
        self.assertEqual(cli(["schema", "--json"], root, self.home), expected)
        (file,) = kept_files(self.home)
        whole, chance = file.read_bytes(), random.Random(SEED)
        self.assertIn("used", cli(["doctor"], root, self.home)[1].decode())
        for _ in range(40):
            at = chance.randrange(len(whole))
            broken = chance.choice(
                [whole[:at], whole[:at] + bytes([whole[at] ^ 1 << chance.randrange(8)]) + whole[at + 1 :]]
            )
            file.write_bytes(broken)
            self.assertEqual(cli(["schema", "--json"], root, self.home), expected, f"seed {SEED}, at {at}")
        for path in (file, file.parent / "secret", file.parent):
            for mode in (0o000, 0o400, 0o777):
                before = path.stat().st_mode
                path.chmod(mode)
                self.assertEqual(cli(["schema", "--json"], root, self.home), expected)
                path.chmod(before)
        (file.parent / "secret").write_bytes(b"x")
        self.assertEqual(cli(["schema", "--json"], root, self.home), expected)

    def test_nothing_is_kept_in_the_repository(self) -> None:
        root = long_chain(self.home / "project", 20)
        before = files_of(root)
        for folder in (root / ".cache", root / "migrations"):
            self.assertEqual(cli(["schema"], root, self.home, XDG_CACHE_HOME=str(folder))[0], 0)
            left = {name for name in files_of(root) if name not in before}
            self.assertFalse([name for name in left if name.endswith(".kept")])

    def test_it_is_used(self) -> None:
        root = long_chain(self.home / "project", 400)
        cli(["schema"], root, self.home)
        with Program(["--project", str(root), "--log-level", "debug"], self.home) as living:
            living.call("schema", {})
            self.assertIn("kept", living.said())


if __name__ == "__main__":
    unittest.main()
