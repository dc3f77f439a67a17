"""The golden migrations' requests, as more than one test uses them.

A case is a folder of tests/golden/migrations. The keys of its request.json that are for the tests and not for the
program are read here, and nowhere else; test_migrations.py says what they mean.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
LAYERS = {"models": "sample-models", "naming": "sample-naming", "unknown_naming": "sample-labels-unknown"}


def golden_cases(expected: str = "request.json") -> list[Path]:
    """The folders of the cases that have this file, in order; those whose name has a part, where GOLDEN says one."""
    part = os.environ.get("GOLDEN", "")
    return sorted(path.parent for path in (TESTS / "golden/migrations").glob(f"*{part}*/{expected}"))


class GoldenCase:
    """A case, and a copy of its sample project in `folder`."""

    def __init__(self, case: Path, folder: Path):
        self.case, self.name = case, case.name
        self.request = json.loads((case / "request.json").read_text(encoding="utf-8"))
        self.rows = self.request.pop("rows", 3)
        self.dialects = self.request.pop("dialects", ("postgresql", "sqlite"))
        self.says = self.request.pop("says", [])
        self.project = folder / case.name / "project"
        shutil.copytree(TESTS / self.request.pop("sample", "sample"), self.project)
        self.layers = {key for key in LAYERS if self.request.pop(key, False)}
        for key in sorted(self.layers):
            shutil.copytree(TESTS / LAYERS[key], self.project, dirs_exist_ok=True)
