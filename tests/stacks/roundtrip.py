"""Does a migration do what it says, in real Alembic on a real database? Up, exactly down, up again, with rows in.

    with Bench() as bench:
        outcome = bench.roundtrip(project, file, stack="new", dialect="postgresql")
        assert outcome.ok, outcome.text()
        problems = check_text(project, file)          # compiles, ruff format, ruff check

`start="chain"` brings the database to the revision before by the project's own chain; `start="sql:<file>"` by running
that DDL and stamping, for chains that cannot run from base on a dialect. On PostgreSQL the same is done once more with
the scripts of an offline run (`--sql`). As a program: roundtrip.py PROJECT FILE… [--stack S]… [--dialect D]…
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from client import ROOT, STACKS, StackError, Stacks  # noqa: E402
from postgres import Postgres  # noqa: E402

DIALECTS = ("postgresql", "sqlite")


@dataclass
class Outcome:
    """What one round trip showed. `skipped` names tables that took no rows, with the database's reason."""

    stack: str
    dialect: str
    revision: str = ""
    problems: list[str] = field(default_factory=list)
    skipped: dict[str, str] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    before: dict = field(default_factory=dict)
    after: dict = field(default_factory=dict)
    output: str = ""

    @property
    def ok(self) -> bool:
        return not self.problems

    def text(self) -> str:
        title = f"{self.revision} on {self.dialect} with {self.stack}: "
        lines = [title + ("fine" if self.ok else "wrong")] + [f"  {problem}" for problem in self.problems]
        return "\n".join(lines + [f"  no rows in {table}: {why}" for table, why in self.skipped.items()])


def differences(left, right, place: str = "", limit: int = 20) -> list[str]:
    """Where two catalogs differ, one line each: `tables.users.columns.email.nullable: True -> False`."""
    if left == right:
        return []
    if isinstance(left, dict) and isinstance(right, dict):
        found = []
        for key in sorted(left.keys() | right.keys(), key=str):
            inner = f"{place}.{key}" if place else str(key)
            if key not in left:
                found.append(f"{inner}: is new: {json.dumps(right[key], default=str)}")
            elif key not in right:
                found.append(f"{inner}: is gone: {json.dumps(left[key], default=str)}")
            else:
                found += differences(left[key], right[key], inner, limit)
        return found[:limit]
    return [f"{place}: {json.dumps(left, default=str)} -> {json.dumps(right, default=str)}"]


class Bench:
    """The stacks, one PostgreSQL, and databases already brought to a revision, to be copied."""

    def __init__(self, stacks: Stacks | None = None, postgres: Postgres | None = None):
        self.stacks = stacks or Stacks()
        self._own_stacks = stacks is None
        self._postgres, self._own_postgres = postgres, postgres is None
        memory = Path("/dev/shm")
        self.folder = Path(
            tempfile.mkdtemp(prefix="migrate-bench-", dir=memory if os.access(memory, os.W_OK) else None)
        )
        self._templates: dict = {}
        self._count = 0
        self._lock = threading.Lock()
        self._template_locks: dict = {}

    @property
    def postgres(self) -> Postgres:
        with self._lock:
            if self._postgres is None:
                self._postgres = Postgres.start()
            return self._postgres

    def __enter__(self) -> Bench:
        return self

    def __exit__(self, *_) -> None:
        if self._own_stacks:
            self.stacks.close()
        if self._own_postgres and self._postgres is not None:
            self._postgres.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    # Databases.

    def new_database(self, dialect: str, template: str | None = None) -> str:
        """The URL of a new database, empty or a copy."""
        if dialect == "postgresql":
            return self.postgres.create_database(template)
        with self._lock:
            self._count += 1
            path = self.folder / f"{self._count}.db"
        if template:
            shutil.copyfile(template.removeprefix("sqlite:///"), path)
        return f"sqlite:///{path}"

    def drop_database(self, url: str) -> None:
        if url.startswith("sqlite"):
            Path(url.removeprefix("sqlite:///")).unlink(missing_ok=True)
        else:
            self.postgres.drop_database(url)

    def _template(
        self, project: Path, previous: list[str], files: list[str], stack: str, dialect: str, start: str, rows: int
    ):
        """(URL, what fill() said) of a database at the revision before, with rows; made once for the same files."""
        worker = self.stacks[stack]
        content = hashlib.sha256("\n".join(files).encode())
        for file in sorted(files):
            content.update(Path(file).read_bytes())
        if start.startswith("sql:"):
            content.update(Path(start[4:]).read_bytes())
        key = (content.hexdigest(), start, stack, dialect, tuple(previous), rows)
        with self._lock:
            lock = self._template_locks.setdefault(key, threading.Lock())
        with lock:
            if key not in self._templates:
                url = self.new_database(dialect)
                if start == "chain":
                    for revision in previous:
                        worker.call("upgrade", project=str(project), url=url, revision=revision, **self.more(project))
                else:
                    worker.call("script", url=url, sql=Path(start[4:]).read_text())
                    if previous:
                        arguments = {"project": str(project), "url": url, **self.more(project)}
                        worker.call("stamp", revision=previous if len(previous) > 1 else previous[0], **arguments)
                self._templates[key] = (url, worker.call("fill", url=url, rows=rows))
            return self._templates[key]

    @staticmethod
    def more(project: Path) -> dict:
        """A `backend` folder is importable, as in projects that run Alembic with PYTHONPATH=backend."""
        return {"python_path": ["backend"]} if (project / "backend").is_dir() else {}

    # The round trip.

    def roundtrip(
        self,
        project,
        new_revision_file,
        stack: str = "new",
        dialect: str = "postgresql",
        start: str = "chain",
        offline: bool = True,
        rows: int = 3,
    ) -> Outcome:
        """Everything for one revision, stack and dialect; never raises for what the migration did wrong.

        offline=False leaves out the run with `--sql`, for revisions that ask the live database on purpose. rows=0
        starts with empty tables, for revisions that rightly refuse made-up rows (a new CHECK).
        """
        outcome = Outcome(stack, dialect, Path(new_revision_file).name)
        project, file = Path(project).resolve(), Path(new_revision_file).resolve()
        url = None
        try:
            project, file = self._in_place(project, file)
            worker = self.stacks[stack]
            history = worker.call("history", project=str(project), **self.more(project))
            script = next((s for s in history if Path(s["path"]).resolve() == file), None)
            if script is None:
                outcome.problems.append("Alembic does not see the file as a revision")
                return outcome
            down = script["down_revision"]
            previous = [down] if isinstance(down, str) else list(down or ())
            older = [s["path"] for s in history if Path(s["path"]).resolve() != file]
            template, filled = self._template(project, previous, older, stack, dialect, start, rows)
            outcome.rows, outcome.skipped = filled["rows"], filled["skipped"]
            url = self.new_database(dialect, template)
            self._trip(outcome, worker, project, url, script["revision"], previous)
            if offline and dialect == "postgresql" and len(previous) <= 1:
                self._offline(outcome, worker, project, url, script["revision"], previous)
        except (StackError, OSError, RuntimeError) as error:
            outcome.problems.append(str(error))
        finally:
            if url:
                self.drop_database(url)
        return outcome

    def plain_copy(self, project) -> Path:
        """A copy of a project whose env.py needs its application: with the sample's own env.py instead."""
        project = Path(project).resolve()
        with self._lock:
            self._count += 1
            copy = self.folder / f"project-{self._count}" / project.name
        shutil.copytree(project, copy, ignore=shutil.ignore_patterns("__pycache__", ".git", "node_modules", ".venv"))
        for env in copy.glob("**/env.py"):
            if (env.parent / "versions").is_dir():
                shutil.copy(ROOT / "tests/sample/backend/app/migrations/env.py", env)
        return copy

    def _in_place(self, project: Path, file: Path) -> tuple[Path, Path]:
        """The project with the file among its revisions; a copy of it when the file is elsewhere."""
        if project in file.parents:
            return project, file
        with self._lock:
            self._count += 1
            copy = self.folder / f"project-{self._count}" / project.name
        shutil.copytree(project, copy, ignore=shutil.ignore_patterns("__pycache__", ".git"))
        versions = sorted(copy.glob("**/versions"))
        if not versions:
            raise RuntimeError(f"no versions folder in {project}")
        return copy, Path(shutil.copy(file, versions[0]))

    def _trip(self, outcome: Outcome, worker, project: Path, url: str, revision: str, previous: list[str]) -> None:
        arguments = {"project": str(project), "url": url, **self.more(project)}
        back = previous[0] if previous else "base"
        outcome.before = worker.call("catalog", url=url)
        counts = worker.call("count", url=url)

        worker.call("upgrade", revision=revision, **arguments)
        outcome.output = worker.output
        outcome.after = worker.call("catalog", url=url)
        kept = worker.call("count", url=url)
        for table, count in counts.items():
            if table in kept and kept[table] < count:
                outcome.problems.append(f"upgrade lost rows of {table}: {count} -> {kept[table]}")

        worker.call("downgrade", revision=back, **arguments)
        outcome.problems += _labelled("downgrade does not restore", outcome.before, worker.call("catalog", url=url))
        worker.call("upgrade", revision=revision, **arguments)
        outcome.problems += _labelled("second upgrade differs", outcome.after, worker.call("catalog", url=url))

    def _offline(self, outcome: Outcome, worker, project: Path, url: str, revision: str, previous: list[str]) -> None:
        arguments = {"project": str(project), "url": url, **self.more(project)}
        back = previous[0] if previous else "base"
        worker.call("downgrade", revision=back, **arguments)
        if not previous:
            worker.call("execute", url=url, sql="DROP TABLE alembic_version")  # the script makes it
        up = worker.call("sql", **{**arguments, "from": back, "to": revision})
        down = worker.call("sql", **{**arguments, "from": revision, "to": back, "downgrade": True})
        for name, script, wanted in (("upgrade", up, outcome.after), ("downgrade", down, outcome.before)):
            wrong = self.postgres.run_script(url, script)
            if wrong:
                outcome.problems.append(f"offline {name} fails: {wrong}")
                return
            outcome.problems += _labelled(f"offline {name} differs", wanted, worker.call("catalog", url=url))


def _labelled(label: str, wanted: dict, found: dict) -> list[str]:
    return [f"{label}: {line}" for line in differences(wanted, found)]


def check_text(project, file) -> list[str]:
    """Compiles the file, and holds it against `ruff format` and `ruff check` under the project's own settings."""
    project, file, problems = Path(project).resolve(), Path(file).resolve(), []
    try:
        compile(file.read_bytes(), str(file), "exec")
    except (SyntaxError, ValueError) as error:
        problems.append(f"does not compile: {error}")
    ruff = str(ROOT / ".tools/ruff/bin/ruff")
    check = ["check", "--no-cache", "--quiet", "--output-format", "concise", "--config", "lint.per-file-ignores={}"]
    check += ["--select", "E,F,I,UP,B", "--ignore", "F401,E501"]
    for command in (["format", "--no-cache", "--check", "--diff"], check):
        ran = subprocess.run([ruff, *command, str(file)], cwd=project, text=True, capture_output=True, timeout=60)
        if ran.returncode != 0:
            problems.append(f"ruff {command[0]}: {(ran.stdout + ran.stderr).strip()}")
    return problems


def main() -> int:
    parser = argparse.ArgumentParser(description="Round trips of revisions in real Alembic, on real databases.")
    parser.add_argument("project", type=Path)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--stack", action="append", choices=STACKS)
    parser.add_argument("--dialect", action="append", choices=DIALECTS)
    parser.add_argument("--start", default="chain")
    parser.add_argument("--rows", type=int, default=3, help="rows put into each table first (3)")
    parser.add_argument("--no-offline", action="store_true", help="leave out the runs with --sql")
    parser.add_argument("--plain-env", action="store_true", help="work on a copy with a plain env.py")
    parser.add_argument("--no-text", action="store_true", help="leave out the checks of the file's text")
    options = parser.parse_args()
    wrong = 0
    with Bench() as bench:
        project = bench.plain_copy(options.project) if options.plain_env else options.project
        for file in options.files:
            if options.project.resolve() in file.resolve().parents:
                file = project / file.resolve().relative_to(options.project.resolve())
            for problem in [] if options.no_text else check_text(project, file):
                print(f"{file.name}: {problem}")
                wrong += 1
            for dialect in options.dialect or DIALECTS:
                for stack in options.stack or STACKS:
                    outcome = bench.roundtrip(
                        project, file, stack, dialect, options.start, offline=not options.no_offline, rows=options.rows
                    )
                    print(outcome.text())
                    wrong += not outcome.ok
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
