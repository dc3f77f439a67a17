"""A git repository with the sample project in it, and branches on which migrations are made by the program.

repository = Repository(folder)
with repository.on("payments"):                     # a branch off main; main again afterwards
    repository.new("add phone to tags")
repository.merge("payments")
repository.run("merge", "--dry-run")                # the program; what it printed, or an error as JSON
"""

from __future__ import annotations

import atexit
import contextlib
import json
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
for neighbour in ("support", "stacks"):
    sys.path.insert(0, str(HERE.parent / neighbour))

from program import DATE, PROGRAM, SAMPLE, VERSIONS, Program, clean_environment, sample_copy  # noqa: E402
from roundtrip import DIALECTS, Bench, differences  # noqa: E402

HEAD = "20260224_000018"
GIT = {
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CONFIG_SYSTEM": "/dev/null",
    "GIT_AUTHOR_NAME": "a",
    "GIT_AUTHOR_EMAIL": "a@b",
    "GIT_COMMITTER_NAME": "a",
    "GIT_COMMITTER_EMAIL": "a@b",
}


class Repository:
    def __init__(self, folder: Path, sample: Path = SAMPLE, versions: str = VERSIONS):
        self.home = folder
        self.root = sample_copy(folder, sample=sample)
        self.versions = self.root / versions
        self.git("init", "-q", "-b", "main")
        self.commit("the sample")

    def git(self, *arguments, check=True) -> str:
        ran = subprocess.run(
            ["git", "-C", str(self.root), *arguments],
            capture_output=True,
            text=True,
            env=clean_environment(self.home, **GIT),
        )
        if check and ran.returncode != 0:
            raise AssertionError(f"git {arguments}: {ran.stdout}{ran.stderr}")
        return ran.stdout

    def commit(self, message: str) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message)

    @contextlib.contextmanager
    def on(self, branch: str):
        """A new branch off main (or that branch again); what was made on it is committed, then main is back."""
        known = self.git("branch", "--list", branch).strip()
        self.git("checkout", "-q", *([] if known else ["-b"]), branch)
        yield self
        if self.git("status", "--porcelain").strip():
            self.commit(branch)
        self.git("checkout", "-q", "main")

    def merge(self, *branches) -> None:
        for branch in branches:
            self.git("merge", "-q", "--no-edit", branch)

    def run(self, *arguments, environment=None, code=None):
        """What the program answers in JSON; with `code`, its exit code is checked."""
        ran = subprocess.run(
            [str(PROGRAM), *arguments, "--json"],
            capture_output=True,
            text=True,
            timeout=300,
            cwd=self.root,
            env=environment or clean_environment(self.home),
            stdin=subprocess.DEVNULL,
        )
        if code is not None and ran.returncode != code:
            raise AssertionError(f"{arguments} ended with {ran.returncode}: {ran.stdout}{ran.stderr}")
        return json.loads(ran.stdout)

    def text(self, *arguments) -> str:
        """What a person sees."""
        ran = subprocess.run(
            [str(PROGRAM), *arguments],
            capture_output=True,
            text=True,
            timeout=300,
            cwd=self.root,
            env=clean_environment(self.home),
            stdin=subprocess.DEVNULL,
        )
        return ran.stdout + ran.stderr

    def new(self, description: str, *more) -> Path:
        """Makes a migration as one does who does not see the other branches; the path of its file."""
        blind = {**clean_environment(self.home), "PATH": str(self.home)}  # no git there
        made = self.run(
            "new", description, *([] if "--date" in more else ["--date", DATE]), *more, environment=blind, code=0
        )
        return self.root / made["path"]

    def write(self, name: str, upgrade: str, downgrade: str = "pass", *, revision: str, parent: str, **more) -> Path:
        """A migration as a person writes one."""
        depends = repr(more.get("depends_on"))
        path = self.versions / name
        path.write_text(
            f'"""{name[16:-3].replace("_", " ")}\n\nRevision ID: {revision}\nRevises: {parent}\n'
            f'Create Date: {DATE}\n"""\n\nimport sqlalchemy as sa\nfrom alembic import op\n\n'
            f'revision = "{revision}"\ndown_revision = "{parent}"\nbranch_labels = None\ndepends_on = {depends}\n\n\n'
            f"def upgrade() -> None:\n    {upgrade}\n\n\ndef downgrade() -> None:\n    {downgrade}\n",
            encoding="utf-8",
        )
        return path

    def files(self) -> dict[str, bytes]:
        """Everything in the versions folder, hidden files too."""
        return {path.name: path.read_bytes() for path in sorted(self.versions.iterdir()) if path.is_file()}

    def heads(self) -> list[str]:
        return self.run("history")["heads"]


_bench: list[Bench] = []


@contextlib.contextmanager
def shared_bench():
    """The one bench of this process: its databases are numbered."""
    if not _bench:
        _bench.append(Bench())
        atexit.register(_bench[0].__exit__)
    yield _bench[0]


def up_down_up(bench: Bench, root: Path, stack: str, dialect: str, since: str = HEAD) -> list[str]:
    """What real Alembic does otherwise than it should: up to the head, down to `since`, up again."""
    worker, more = bench.stacks[stack], bench.more(root)
    url = bench.new_database(dialect)
    ask = {"project": str(root), "url": url, **more}
    try:
        worker.call("upgrade", revision=since, **ask)
        before = worker.call("catalog", url=url)
        worker.call("upgrade", revision="head", **ask)
        there = worker.call("catalog", url=url)
        worker.call("downgrade", revision=since, **ask)
        problems = differences(before, worker.call("catalog", url=url))
        worker.call("upgrade", revision="head", **ask)
        return problems + differences(there, worker.call("catalog", url=url))
    finally:
        bench.drop_database(url)


__all__ = [
    "DATE",
    "DIALECTS",
    "HEAD",
    "PROGRAM",
    "VERSIONS",
    "Bench",
    "Program",
    "Repository",
    "clean_environment",
    "sample_copy",
    "shared_bench",
    "up_down_up",
]
