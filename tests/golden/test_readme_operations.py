"""Every operation that README shows makes a migration on the sample project that real Alembic runs both ways."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/stacks"))

from roundtrip import Bench  # noqa: E402

PROGRAM = Path(os.environ.get("MIGRATE_BUILD", ROOT / "build")) / "alembic-migrate"
BLOCK = re.compile(r"<!-- operations:.*?-->\n```json\n(.*?)```", re.DOTALL)


def examples() -> list[dict]:
    found = BLOCK.search((ROOT / "README.md").read_text(encoding="utf-8"))
    return [json.loads(line) for line in found.group(1).splitlines()]


def ask(project: Path, method: str, params: dict) -> dict:
    message = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params})
    command = [str(PROGRAM), "--project", str(project)]
    ran = subprocess.run(command, input=message + "\n", text=True, capture_output=True, timeout=60)
    return json.loads(ran.stdout)


class ReadmeOperationsTest(unittest.TestCase):
    def test_every_operation_is_shown_once(self):
        answer = ask(ROOT / "tests/sample", "migrate", {"operations": [{"op": "?"}], "dry_run": True})
        shown = sorted(example["op"] for example in examples())
        self.assertEqual(len(shown), len(set(shown)))
        for name in shown:
            self.assertIn(name, json.dumps(answer["error"]))
        self.assertEqual(len(shown), 17, "all but add_enum_label, which needs an enum (test_layouts.py)")

    def test_every_example_goes_up_down_and_up(self):
        with Bench() as bench, tempfile.TemporaryDirectory() as folder:
            for number, example in enumerate(examples()):
                with self.subTest(example["op"]):
                    project = Path(folder) / str(number)
                    shutil.copytree(ROOT / "tests/sample", project)
                    answer = ask(project, "migrate", {"operations": [example], "date": "2026-03-01"})
                    self.assertIn("result", answer, answer)
                    file = next(project.rglob(Path(answer["result"]["path"]).name))
                    for dialect in ("postgresql", "sqlite"):
                        outcome = bench.roundtrip(project, file, "new", dialect, offline=False, rows=0)
                        self.assertTrue(outcome.ok, outcome.text())


if __name__ == "__main__":
    unittest.main()
