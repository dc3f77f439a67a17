"""Small projects for the tests of verify, and one way to run it: on the tests' own PostgreSQL, with a stack's Python.

Each run has a folder for temporary files of its own, so that what is left behind can be seen.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "stacks"), str(HERE.parent / "support")]

from client import python_of  # noqa: E402
from postgres import Postgres  # noqa: E402
from program import PROGRAM, clean_environment  # noqa: E402

PATIENCE = 120
HEAD = """import sqlalchemy as sa
from alembic import op

revision = {revision!r}
down_revision = {parent!r}
branch_labels = None
depends_on = None

"""
TAGS = (
    'op.create_table("tags", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("name", sa.String(60)))',
    'op.drop_table("tags")',
)


def small_project(folder: Path, *bodies: tuple[str, str], **files: str) -> Path:
    """A project with a revision r1, r2 … for each (body of upgrade, body of downgrade), and more files by path."""
    versions = folder / "migrations/versions"
    versions.mkdir(parents=True)
    (folder / "alembic.ini").write_text("[alembic]\nscript_location = migrations\nprepend_sys_path = .\n")
    (folder / "migrations/env.py").write_text("raise RuntimeError('the env.py of the project must not run')\n")
    for number, (up, down) in enumerate(bodies, 1):
        head = HEAD.format(revision=f"r{number}", parent=f"r{number - 1}" if number > 1 else None)
        text = head + f"\ndef upgrade():\n{_indented(up)}\n\ndef downgrade():\n{_indented(down)}"
        (versions / f"r{number}_step.py").write_text(text)
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return folder


def _indented(body: str) -> str:
    return "".join(f"    {line}\n" for line in body.splitlines())


@dataclass
class Proof:
    """What one run gave."""

    code: int
    answer: dict
    text: str = ""
    left: list[str] = field(default_factory=list)  # in its folder for temporary files

    def on(self, dialect: str) -> dict:
        return next(one for one in self.answer["dialects"] if one["dialect"] == dialect)

    def outcomes(self) -> dict[str, str]:
        return {one["dialect"]: one["outcome"] for one in self.answer["dialects"]}

    def codes(self, dialect: str) -> list[str]:
        return [finding["code"] for finding in self.on(dialect)["findings"]]

    def details(self, dialect: str, code: str) -> list[str]:
        return next(f for f in self.on(dialect)["findings"] if f["code"] == code).get("details", [])


class Runner:
    """Runs `verify` on projects; `folder` holds homes and temporary files.

    It names a database of its own on the tests' server, beside which the scratch ones are made: so it knows its own.
    """

    def __init__(self, folder: Path, postgres: Postgres):
        self.folder, self.postgres = folder, postgres
        self._url = postgres.create_database()
        self._count = 0

    def close(self) -> None:
        self.postgres.drop_database(self._url)

    def arguments(self, project: Path, *more: str, stack: str | None = "new") -> list[str]:
        python = ["--python", str(python_of(stack))] if stack else []
        return [str(PROGRAM), "verify", "--project", str(project), *python, *more]

    def own_temporary_folder(self) -> Path:
        self._count += 1
        made = self.folder / f"temporary-{self._count}"
        made.mkdir(mode=0o711)
        return made

    def environment(self, temporary: Path, **more: str) -> dict[str, str]:
        return clean_environment(
            self.folder, **{"TMPDIR": str(temporary), "ALEMBIC_MIGRATE_POSTGRES": self.url(), **more}
        )

    def url(self, driver: str = "psycopg2") -> str:
        return self._url.replace("psycopg2", driver)

    def run(self, project: Path, *more: str, stack: str | None = "new", environment: dict | None = None) -> Proof:
        """One run with --json."""
        ran, left = self._run(self.arguments(project, "--json", *more, stack=stack), environment)
        return Proof(ran.returncode, json.loads(ran.stdout), left=left)

    def show(self, project: Path, *more: str, stack: str | None = "new", environment: dict | None = None) -> Proof:
        """One run as a person sees it: stdout and then stderr."""
        ran, left = self._run(self.arguments(project, *more, stack=stack), environment)
        return Proof(ran.returncode, {}, ran.stdout + ran.stderr, left)

    def _run(self, arguments: list[str], environment: dict | None):
        temporary = self.own_temporary_folder()
        ran = subprocess.run(
            arguments,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            env=self.environment(temporary, **(environment or {})),
            stdin=subprocess.DEVNULL,
        )
        return ran, leftovers(temporary)

    # What must not be left.

    def databases(self) -> list[str]:
        """The scratch databases that were made beside its own."""
        return self._scratch("SELECT datname FROM pg_database WHERE datname LIKE ")

    def roles(self) -> list[str]:
        """The scratch roles that were made for it; other tests share the server."""
        return self._scratch("SELECT rolname FROM pg_roles WHERE rolname LIKE ")

    def _scratch(self, script: str) -> list[str]:
        script += "'alembic\\_migrate\\_verify\\_' || (SELECT oid FROM pg_database WHERE datname = current_database()) || '\\_%'"
        command = ["psql", "-X", "-q", "-t", "-A", "-h", self.postgres.socket_folder, "-p", str(self.postgres.port)]
        command += ["-U", "postgres", "-d", self.postgres.name_in(self._url), "-c", script]
        ran = subprocess.run(command, text=True, capture_output=True, timeout=PATIENCE, check=True)
        return ran.stdout.split()


def leftovers(temporary: Path) -> list[str]:
    return sorted(path.name for path in temporary.iterdir() if path.name.startswith("alembic-migrate"))


def processes_with(text: str) -> list[int]:
    """The living processes that have this in their environment or arguments."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            state = (entry / "stat").read_text().rpartition(") ")[2][:1]
            seen = (entry / "environ").read_bytes() + (entry / "cmdline").read_bytes()
        except OSError:
            continue
        if state != "Z" and text.encode() in seen:
            found.append(int(entry.name))
    return found


def wait_for(condition, what: str, seconds: float = 30):
    """What `condition` returns as soon as that is something."""
    until = time.monotonic() + seconds
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > until:
            raise AssertionError(f"not within {seconds} s: {what}")
        time.sleep(0.02)
