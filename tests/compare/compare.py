"""Does our replay say what real Alembic does? Runs the chain of a project, loads our `schema --sql` into a second
database, and compares what the two databases then say of themselves. scripts/compare-with-alembic calls it.

Compared on PostgreSQL: columns (type, nullable, default, identity, generated, collation, comment) and their order,
constraints, indexes, enums, free sequences with their options, views, comments; on SQLite: the PRAGMAs, CHECKs, indexes
and views. Not compared, because our schema does not hold them: the names of sequences that serial columns own,
functions, triggers, policies, extensions (functions and extensions are copied over before our DDL is loaded); what there
is of them in the real database is listed.

A difference on an object that our replay is in doubt about is "in doubt"; any other is "certain", and a fault of ours.
So is a remark of ours that a file fails when it ran, and a chain that stops where we foretold nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import sys
import tempfile
from dataclasses import asdict, dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(HERE.parent / "stacks")]

from client import STACKS, StackError, Worker  # noqa: E402
from differences import Difference, compare_catalogs, not_compared  # noqa: E402
from ours import Ours, OursFailed, read_ours  # noqa: E402
from prepare import CannotPrepare, Copy, one_transaction_each, prepare  # noqa: E402
from roundtrip import DIALECTS, Bench  # noqa: E402

DATABASE_ERRORS = {"OperationalError", "ProgrammingError", "NotSupportedError", "IntegrityError", "DataError"}
DATABASE_ERRORS |= {"InternalError", "CompileError", "UnsupportedCompilationError", "NotImplementedError"}
DATABASE_ERRORS |= {"InvalidRequestError"}
SHOWN = 200
REFUSED_BY_BATCH = re.compile(r"No such (constraint|index)")
FORETOLD = {
    True: "our replay says so too",
    False: "our replay does NOT foretell it",
    None: "no refusal of the database: our replay is not asked to foretell it",
}


def is_of_database(error: StackError) -> bool:
    """True for a refusal of the database or of Alembic's batch mode: not the application's fault, nor a stand-in's."""
    refused = error.kind == "ValueError" and REFUSED_BY_BATCH.search(str(error))
    return error.kind in DATABASE_ERRORS or bool(refused)


@dataclass
class Report:
    """One project on one dialect."""

    dialect: str
    revision: str = ""
    cannot: str = ""  # why nothing was compared
    stopped: str = ""  # where and why the real chain stops; what came before is compared
    foretold: bool | None = None  # whether our replay says so too
    files: dict[str, int] = field(default_factory=dict)
    tables: int = 0
    not_compared: dict[str, list[str]] = field(default_factory=dict)  # "functions": their names
    differences: list[Difference] = field(default_factory=list)
    false_alarms: list[str] = field(default_factory=list)
    seconds: float = 0.0  # of our program

    def certain(self) -> list[Difference]:
        return [difference for difference in self.differences if not difference.doubt]

    def code(self) -> int:
        if self.cannot:
            return 1 if self.foretold is False else 2
        return 1 if self.differences or self.false_alarms or self.foretold is False else 2 if self.stopped else 0

    def lines(self) -> list[str]:
        if self.cannot:
            return [f"{self.dialect}: cannot compare: {self.cannot}"]
        files = ", ".join(f"{count} {kind}" for kind, count in self.files.items())
        lines = [f"{self.dialect} at {self.revision}: {self.tables} tables; files: {files}; {self.seconds:.2f} s"]
        if self.stopped:
            lines.append(f"  the real chain stops after that: {self.stopped}")
            lines.append(f"  {FORETOLD[self.foretold]}")
        certain = len(self.certain())
        lines.append(f"  differences: {certain} certain, {len(self.differences) - certain} in doubt")
        for kind, names in self.not_compared.items():
            lines.append(
                f"  not compared: {len(names)} {kind}: {', '.join(names[:20])}{', …' if len(names) > 20 else ''}"
            )
        lines += [f"  false alarm: {alarm}" for alarm in self.false_alarms]
        ordered = sorted(self.differences, key=lambda difference: bool(difference.doubt))
        lines += [f"  {difference.text()}" for difference in ordered[:SHOWN]]
        return lines + ([f"  … and {len(ordered) - SHOWN} more"] if len(ordered) > SHOWN else [])


class Comparison:
    def __init__(self, bench: Bench, binary: Path, copy: Copy, worker: Worker, at: str, first_sql: str):
        self.bench, self.binary, self.copy, self.at, self.first_sql = bench, binary, copy, at, first_sql
        self.worker = worker

    def run(self, dialect: str) -> Report:
        report = Report(dialect)
        try:
            url, revision = self._run_chain(report)
            if not report.cannot:
                self._compare(report, url, revision)
        except OursFailed as error:
            report.cannot = f"our program: {error}"
        return report

    def _fresh(self, dialect: str) -> str:
        url = self.bench.new_database(dialect)
        if self.first_sql and dialect == "postgresql":
            self.worker.call("script", url=url, sql=self.first_sql)
        return url

    def _upgrade(self, url: str, revision: str) -> StackError | None:
        try:
            self.worker.call("upgrade", project=str(self.copy.folder), url=url, revision=revision)
        except StackError as error:
            return error
        return None

    def _run_chain(self, report: Report) -> tuple[str, str]:
        """(URL, revision) of a database that the real chain has made, as far as it goes."""
        url = self._fresh(report.dialect)
        error = self._upgrade(url, self.at or "head")
        if error is None:
            return url, self.at
        self.bench.drop_database(url)
        one_transaction_each(self.copy)
        url = self._fresh(report.dialect)
        error = self._upgrade(url, self.at or "head")
        if error is None:
            return url, self.at
        report.stopped = str(error).strip().split("\n")[0]
        self._foretell(report, error)
        current = self.worker.call("current", url=url)
        if len(current) != 1:
            where = " between branches" if current else " in its first file"
            report.cannot = f"the real chain stops{where}: {report.stopped}; {FORETOLD[report.foretold]}"
            return url, ""
        self.bench.drop_database(url)
        url = self._fresh(report.dialect)
        again = self._upgrade(url, current[0])
        if again is not None:
            report.cannot = f"the real chain stops: {report.stopped}; and before: {again}"
        return url, current[0]

    def _foretell(self, report: Report, error: StackError) -> None:
        """Whether our replay of the whole chain remarks anything about the file that stops the real one."""
        whole = read_ours(self.binary, self.copy.ours, report.dialect, self.at)
        if not is_of_database(error):
            return
        name = error.where.partition(":")[0]
        kinds = [r["kind"] for r in whole.remarks if Path(r["where"].rpartition(":")[0]).name == name]
        report.foretold = any(kind in ("fails", "unknown") for kind in kinds)

    def _compare(self, report: Report, url: str, revision: str) -> None:
        ours = read_ours(self.binary, self.copy.ours, report.dialect, revision)
        report.revision, report.files, report.seconds = ours.revision, ours.files, round(ours.seconds, 3)
        report.false_alarms = [f"{r['where']}: {r['text']}" for r in ours.remarks if r["kind"] == "fails"]
        real = self.worker.call("catalog", url=url)
        report.tables, report.not_compared = len(real["tables"]), not_compared(real)
        second = self.load(report, url, ours)
        report.differences += compare_catalogs(real, self.worker.call("catalog", url=second), ours)
        self.bench.drop_database(url)
        self.bench.drop_database(second)

    def load(self, report: Report, url: str, ours: Ours) -> str:
        """A second database with our DDL; a statement that fails is a difference, and the others go on."""
        second = self._prepared(report.dialect, url)
        try:
            self.worker.call("script", url=second, sql=ours.sql)
            return second
        except StackError:
            self.bench.drop_database(second)
        second = self._prepared(report.dialect, url)
        for statement in ours.sql.split(";\n"):
            if statement.strip():
                try:
                    self.worker.call("execute", url=second, sql=statement)
                except StackError as error:
                    doubt = ours.doubt_in(statement)
                    report.differences.append(Difference("our DDL", error.text.split("\n")[0], statement, doubt))
        return second

    def _prepared(self, dialect: str, url: str) -> str:
        """An empty database with the extensions, schemas and functions of the first."""
        second = self.bench.new_database(dialect)
        if dialect == "postgresql":
            for sql in self._borrowed(url):
                try:
                    self.worker.call("execute", url=second, sql=sql)
                except StackError:
                    continue  # a function of a table's row type; what needs it will show
        return second

    def _borrowed(self, url: str) -> list[str]:
        rows = self.worker.call("execute", url=url, sql=[BORROWED])
        return [row[0] for row in rows]


BORROWED = """
SELECT statement FROM (
  SELECT 1 AS place, format('CREATE SCHEMA IF NOT EXISTS %I', nspname) AS statement FROM pg_namespace
  WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'public')
  UNION ALL
  SELECT 2, format('CREATE EXTENSION IF NOT EXISTS %I SCHEMA %I CASCADE', e.extname, n.nspname)
  FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname <> 'plpgsql'
  UNION ALL
  SELECT 3, 'SET LOCAL check_function_bodies = off; ' || pg_get_functiondef(p.oid)
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
  WHERE p.prokind IN ('f', 'p') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')) s ORDER BY place"""


def compare_project(
    project: Path,
    binary: Path,
    stack: str = "new",
    dialects=DIALECTS,
    at: str = "",
    more_paths=(),
    first_sql: str = "",
    bench: Bench | None = None,
    versions: str = "",
) -> tuple[list[Report], list[str]]:
    """Compares one project. Raises CannotPrepare."""
    scratch = Path(tempfile.mkdtemp(prefix="migrate-compare-"))
    own = bench is None
    bench = bench or Bench()
    try:
        reports, notes = [], []
        for dialect in dialects:
            copy = prepare(project.resolve(), scratch / dialect, list(more_paths), versions)
            reports.append(Comparison(bench, binary, copy, bench.stacks[stack], at, first_sql).run(dialect))
            notes += [f"{dialect}: {note}" for note in copy.notes + copy.naming_note()]
            notes += [f"{dialect}: stood in: {name}" for name in copy.stood_in_names()]
        return reports, notes
    finally:
        if own:
            bench.__exit__()
        shutil.rmtree(scratch, ignore_errors=True)


def program(build: Path) -> Path:
    return build.resolve() / "alembic-migrate"


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="compare-with-alembic", description="Compares our replay of a project's chain with real Alembic."
    )
    parser.add_argument("project", type=Path, metavar="DIR")
    parser.add_argument("--stack", choices=STACKS, default="new")
    parser.add_argument("--dialect", choices=[*DIALECTS, "both"], default="both")
    parser.add_argument("--at", default="", help="up to this revision (the head)")
    parser.add_argument("--extra", type=Path, action="append", default=[], help="a folder of installed libraries")
    parser.add_argument("--versions", default="", help="the versions folder below DIR, where env.py chooses it")
    parser.add_argument("--first-sql", default="", help="run before the chain, on PostgreSQL")
    parser.add_argument("--build", type=Path, default=Path(os.environ.get("MIGRATE_BUILD", ROOT / "build")))
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    binary = program(options.build)
    if not binary.exists():
        print(f"{binary} is not built: run scripts/build", file=sys.stderr)
        return 2
    dialects = DIALECTS if options.dialect == "both" else (options.dialect,)
    try:
        reports, notes = compare_project(
            options.project,
            binary,
            options.stack,
            dialects,
            options.at,
            options.extra,
            options.first_sql,
            versions=options.versions,
        )
    except CannotPrepare as error:
        print(f"cannot compare: {error}", file=sys.stderr)
        return 2
    if options.json:
        print(json.dumps({"notes": notes, "reports": [asdict(report) for report in reports]}, indent=2))
    else:
        for note in notes:
            print(f"note: {note}")
        for report in reports:
            print("\n".join(report.lines()))
    codes = {report.code() for report in reports}
    return 1 if 1 in codes else 2 if 2 in codes else 0


if __name__ == "__main__":
    sys.exit(main())
