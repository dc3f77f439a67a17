"""A repository of somebody else: a few revisions with hex ids, beside a folder that nothing may touch."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from program import PROGRAM, clean_environment

REVISION = '''"""{title}

Revision ID: {revision}
Revises: {down}
"""

import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = {down!r}
branch_labels = None
depends_on = None


def upgrade() -> None:
    {upgrade}


def downgrade() -> None:
    {downgrade}
'''
MAKO = '''"""${message}

Revision ID: ${up_revision}
Revises: ${down_revision | comma,n}
"""

from alembic import op
import sqlalchemy as sa
${imports if imports else ""}

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    ${downgrades if downgrades else "pass"}
'''
TABLE = 'op.create_table("{0}", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(9)))'


def revision_text(revision: str, down: str | None, table: str) -> str:
    """A revision that makes one table."""
    return REVISION.format(
        title=f"add {table}",
        revision=revision,
        down=down,
        upgrade=TABLE.format(table),
        downgrade=f'op.drop_table("{table}")',
    )


class RepositoryCase(unittest.TestCase):
    """`self.repository` with two revisions; `self.outside` beside it, in `self.folder`."""

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp()).resolve()
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.repository, self.outside, self.home = (
            self.folder / "repository",
            self.folder / "outside",
            self.folder / "home",
        )
        self.versions = self.repository / "migrations/versions"
        for folder in (self.versions, self.outside, self.home):
            folder.mkdir(parents=True)
        (self.outside / "kept.txt").write_text("kept\n")
        (self.repository / "migrations/env.py").write_text("from alembic import context\n")
        (self.repository / "migrations/script.py.mako").write_text(MAKO)
        self.settings()
        (self.versions / "aaaa00000001_first.py").write_text(revision_text("aaaa00000001", None, "customers"))
        (self.versions / "aaaa00000002_second.py").write_text(revision_text("aaaa00000002", "aaaa00000001", "orders"))

    def settings(self, *lines: str):
        text = "\n".join(["[alembic]", "script_location = migrations", *lines, ""])
        (self.repository / "alembic.ini").write_text(text)

    def git(self, *arguments: str):
        identity = ["-c", "user.name=t", "-c", "user.email=t@localhost"]
        subprocess.run(["git", *identity, *arguments], cwd=self.repository, check=True, capture_output=True)

    def run_program(self, *arguments: str, stdin: str = "", **options) -> subprocess.CompletedProcess:
        """One command in the repository; a signal that ended it is a failure here."""
        ran = subprocess.run(
            [str(PROGRAM), *arguments],
            cwd=self.repository,
            env=clean_environment(self.home),
            input=stdin,
            capture_output=True,
            text=True,
            timeout=120,
            **options,
        )
        self.assertGreaterEqual(ran.returncode, 0, f"{arguments}: signal {-ran.returncode}")
        return ran
