"""A copy of the sample project, and `check` on it through the built program."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
for neighbour in ("support", "living"):
    sys.path.insert(0, str(HERE.parent / neighbour))

from program import PROGRAM, VERSIONS, clean_environment, sample_copy  # noqa: E402
from repository import GIT  # noqa: E402

BAD_NAME = "20260225_000019_gadgets.py"
BAD = """import sqlalchemy as sa
from alembic import op

revision = "20260225_000019"
down_revision = "20260224_000018"


def upgrade():
    op.create_table("gadgets", sa.Column("id", sa.Integer(), primary_key=True))
    op.add_column("customers", sa.Column("shoe_size", sa.Integer(), nullable=False))


def downgrade():
    op.drop_column("customers", "shoe_size")
"""


class CheckCase(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp()).resolve()
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.project = sample_copy(self.folder)
        self.path = f"{VERSIONS}/{BAD_NAME}"  # of the bad file, once it is written

    def write_bad(self, text: str = BAD) -> str:
        (self.project / self.path).write_text(text, encoding="utf-8")
        return self.path

    def configure(self, text: str) -> None:
        (self.project / "backend/.alembic-migrate.toml").write_text(text, encoding="utf-8")

    def run_it(self, command: list, cwd: Path | None = None, text: str = "", **environment):
        return subprocess.run(
            [str(part) for part in command],
            input=text,
            capture_output=True,
            text=True,
            timeout=120,
            cwd=cwd or self.project,
            env=clean_environment(self.folder, **GIT, **environment),
        )

    def run_check(self, *arguments, code: int = 0, cwd: Path | None = None) -> str:
        """What it says: on standard error with code 2, else on standard output."""
        ran = self.run_it([PROGRAM, "check", *arguments], cwd)
        self.assertEqual(ran.returncode, code, ran.stdout + ran.stderr)
        return ran.stderr if code == 2 else ran.stdout

    def found(self, *arguments, code: int = 0) -> list[dict]:
        return json.loads(self.run_check(*arguments, "--json", code=code))["findings"]

    def rules(self, *arguments, code: int = 0) -> set[str]:
        return {finding["rule"] for finding in self.found(*arguments, code=code)}

    def git(self, *arguments) -> str:
        ran = self.run_it(["git", "-C", self.project, *arguments])
        self.assertEqual(ran.returncode, 0, ran.stderr)
        return ran.stdout

    def commit_all(self, message: str = "all") -> None:
        if not (self.project / ".git").exists():
            self.git("init", "-q", "-b", "main")
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message)
