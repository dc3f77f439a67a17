"""Law 3 in real Alembic: random migrations go up to the schema that was predicted, and down to the one before.

The program generate_cases makes random schemas and plans on them (or makes the kept counterexamples of cases/ again).
Each is loaded into a real database with rows in its tables, upgraded and downgraded by real Alembic; the catalog is held
against that of a database made from the predicted schema, so that the database itself spells both sides. A migration
that the rows stop must have warned of it, and is run again on empty tables.

As a program, for many more: test_laws.py --count 2000 --seed 7 [--stack S]… [--dialect D]… [--keep DIR]. A case that
fails is shown with its file, case_N.json; what is fixed is kept as cases/<what it was>.json.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "stacks"))

import values  # noqa: E402
from client import ROOT, STACKS, StackError, Worker  # noqa: E402
from roundtrip import DIALECTS, Bench, differences  # noqa: E402
from sqltext import closing, without_text_casts  # noqa: E402

PROGRAM = Path(os.environ.get("MIGRATE_BUILD", ROOT / "build")) / "generate_cases"
ROWS = 8  # the first two as any database has them, the others with awkward values
CI_CASES = {"new": 120, "mid": 24, "old": 24}
SAMPLE = ROOT / "tests/sample/backend"
BASE = 'revision = "start"\ndown_revision = None\n\n\ndef upgrade() -> None:\n    pass\n\n\ndef downgrade() -> None:\n    pass\n'
# Rows may stop a migration where it said so; errors of these classes come from rows.
ROW_ERRORS = {"IntegrityError", "DataError"}
ROW_WARNINGS = {
    "stops_on_nulls",
    "stops_on_duplicates",
    "stops_on_rows",
    "narrows",
    "values_change",
    "downgrade_needs_values",
}


@dataclass
class Outcome:
    case: Path
    stack: str
    dialect: str
    problems: list[str] = field(default_factory=list)
    stopped_by_rows: bool = False

    def text(self) -> str:
        lines = [f"{self.case} on {self.dialect} with {self.stack}:"]
        return "\n".join(lines + [f"  {problem}" for problem in self.problems])


def comparable(catalog: dict) -> dict:
    """The catalog without what no schema holds: the names of sequences behind columns, the places of PostgreSQL's own
    casts among text types, and on SQLite the parentheses that may stand around an index expression."""
    if catalog["dialect"] == "postgresql":
        owned = {name: facts[-1] for name, facts in catalog["sequences"].items() if facts[-1] != "None"}
        catalog["sequences"] = {owned.get(name, name): facts for name, facts in catalog["sequences"].items()}
        for table in catalog["tables"].values():
            for column in table["columns"].values():
                if (column["default"] or "").startswith("nextval("):
                    column["default"] = "nextval"
            for kind in ("constraints", "indexes"):
                table[kind] = {name: without_text_casts(sql) for name, sql in table[kind].items()}
        catalog["views"] = {name: [kind, without_text_casts(sql)] for name, (kind, sql) in catalog["views"].items()}
        catalog["statistics"] = {name: columns_as_set(sql) for name, sql in catalog.get("statistics", {}).items()}
        return catalog
    for table in catalog["tables"].values():
        for index in table["indexes"].values():
            index["sql"] = without_outer(index["sql"])
    return catalog


def columns_as_set(sql: str) -> list[str]:
    """CREATE STATISTICS s ON b, a FROM t: PostgreSQL lists columns by their numbers, and one that was dropped and came
    back has another; the object is the same."""
    head, _, rest = sql.partition(" ON ")
    columns, _, table = rest.rpartition(" FROM ")
    parts, depth = [""], 0
    for letter in columns:
        depth += (letter == "(") - (letter == ")")
        parts = [*parts, ""] if letter == "," and depth == 0 else [*parts[:-1], parts[-1] + letter]
    return [head, *sorted(part.strip() for part in parts), table]


def without_outer(sql: str) -> str:
    """( ( lower ( a ) ) , b ) where ...: each element without parentheses around all of it."""
    parts = sql.split(" ")
    end = closing(parts, 0)
    elements, depth = [[]], 0
    for part in parts[1:end]:
        depth += (part == "(") - (part == ")")
        if part == "," and depth == 0:
            elements.append([])
        else:
            elements[-1].append(part)
    for element in elements:
        last = closing(element, 0) if element[0] == "(" else -1
        if element[0] == "(" and element[last + 1 :] in ([], ["desc"], ["asc"]):
            del element[last], element[0]
    return " ".join(["(", " , ".join(" ".join(element) for element in elements), *parts[end:]])


def generate(folder: Path, *words: str) -> dict:
    """Runs generate_cases; returns its counts."""
    subprocess.run([str(PROGRAM), *words, "--out", str(folder)], check=True, timeout=1200)
    return json.loads((folder / "counts.json").read_text(encoding="utf-8"))


class BaseRun:
    """The cases of one schema, on one stack and one dialect."""

    def __init__(self, bench: Bench, worker: Worker, folder: Path, dialect: str):
        self.bench, self.worker, self.folder, self.dialect = bench, worker, folder, dialect
        self.project = folder / "project"
        self.schema = (folder / f"before.{dialect}.sql").read_text("utf-8")

    @staticmethod
    def make_project(folder: Path) -> None:
        """An Alembic project with one empty revision, and every case as its child."""
        if (folder / "project").exists():
            return
        versions = folder / "project/app/migrations/versions"
        versions.mkdir(parents=True)
        shutil.copy(SAMPLE / "alembic.ini", folder / "project/alembic.ini")
        shutil.copy(SAMPLE / "app/migrations/env.py", versions.parent / "env.py")
        (versions / "start.py").write_text(BASE, encoding="utf-8")
        for case in folder.glob("case_*.py"):
            shutil.copy(case, versions)

    def run(self, url: str, case: Path) -> Outcome:
        outcome = Outcome(case, self.worker.stack, self.dialect)
        try:
            warned = set(json.loads(case.with_suffix(".json").read_text("utf-8"))["warnings"])
            try:
                self.trip(outcome, url, case, True)
            except StackError as error:
                by_rows = error.kind in ROW_ERRORS or "Cannot add a NOT NULL column" in error.text
                if not by_rows or not warned & ROW_WARNINGS:
                    raise
                outcome.stopped_by_rows, outcome.problems = True, []
                self.trip(outcome, url, case, False)
        except (StackError, OSError, RuntimeError) as error:
            outcome.problems.append(str(error))
        return outcome

    def trip(self, outcome: Outcome, url: str, case: Path, with_rows: bool) -> None:
        if self.dialect == "sqlite":
            Path(url.removeprefix("sqlite:///")).unlink(missing_ok=True)
        arguments = {"project": str(self.project), "url": url, "revision": case.stem, "sql": self.schema}
        found = self.worker.call("trip", rows=ROWS if with_rows else 0, **arguments)
        predicted = self.worker.call(
            "predict", url=url, sql=case.with_suffix(f".{self.dialect}.sql").read_text("utf-8")
        )
        before, after, back = (found[when] for when in ("before", "after", "back"))
        asked = json.loads(case.with_suffix(".json").read_text("utf-8"))
        outcome.problems += [
            f"not predicted: {line}" for line in differences(comparable(predicted), comparable(after["catalog"]))
        ]
        outcome.problems += [
            f"not restored: {line}" for line in differences(comparable(before["catalog"]), comparable(back["catalog"]))
        ]
        outcome.problems += values.problems(asked, before, after, back)


def has_quoted_key(case: Path) -> bool:
    """SQLAlchemy 1.4 does not read the name of a foreign key back from SQLite where it needs quotes, so that a batch
    loses it."""
    scripts = (case.with_name("before.sqlite.sql"), case.with_suffix(".sqlite.sql"))
    made = re.search("""["']fk_[a-z_]*[^a-z_"'][^"']*["']""", case.read_text("utf-8"))
    return bool(made) or any(re.search('CONSTRAINT "[^"]+" FOREIGN KEY', each.read_text("utf-8")) for each in scripts)


def run_folder(bench: Bench, folder: Path, stack: str, dialect: str, tell=lambda outcome: None) -> list[Outcome]:
    """All cases of a folder that generate_cases wrote, through one long-lived worker; `tell` hears of each at once."""
    worker, outcomes = Worker(stack), []
    url = bench.new_database(dialect)
    try:
        for base in sorted(folder.glob("base_*"), key=lambda path: int(path.name[5:])):
            run = BaseRun(bench, worker, base, dialect)
            for case in sorted(base.glob("case_*.py")):
                if not (stack == "old" and dialect == "sqlite" and has_quoted_key(case)):
                    outcomes.append(run.run(url, case))
                    tell(outcomes[-1])
    finally:
        worker.close()
        bench.drop_database(url)
    return outcomes


def run_everywhere(bench: Bench, folder: Path, stack: str, dialects=DIALECTS, **how) -> list[Outcome]:
    for base in folder.glob("base_*"):
        BaseRun.make_project(base)
    with ThreadPoolExecutor(len(dialects)) as pool:
        parts = pool.map(lambda dialect: run_folder(bench, folder, stack, dialect, **how), dialects)
        return [outcome for part in parts for outcome in part]


class ComparisonTest(unittest.TestCase):
    def test_the_columns_of_statistics_are_a_set(self):
        one = "CREATE STATISTICS public.s (mcv) ON a, b, lower(c, d) FROM t"
        other = "CREATE STATISTICS public.s (mcv) ON b, a, lower(c, d) FROM t"
        self.assertEqual(columns_as_set(one), columns_as_set(other))
        for different in (other.replace(" b,", ""), other.replace("c, d", "d, c"), other.replace("FROM t", "FROM u")):
            self.assertNotEqual(columns_as_set(one), columns_as_set(different))


class LawsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.bench = Bench()
        cls.addClassCleanup(cls.bench.__exit__)

    def hold(self, outcomes: list[Outcome]) -> None:
        for outcome in outcomes:
            with self.subTest(f"{outcome.case.parent.name}/{outcome.case.stem} {outcome.stack} {outcome.dialect}"):
                self.assertEqual(outcome.problems, [], outcome.case.with_suffix(".json").read_text("utf-8"))

    def random_cases(self, stack: str, seed: int) -> None:
        folder = self.folder / stack
        counts = generate(folder, "--seed", str(seed), "--count", str(CI_CASES[stack]))
        accepted, refused = sum(counts["accepted"].values()), sum(counts["refused"].values())
        self.assertGreaterEqual(accepted, 4 * refused, counts["refused"])
        self.assertEqual([line for line in counts["refusals"] if line.startswith("BROKEN")], [])
        outcomes = run_everywhere(self.bench, folder, stack)
        self.assertGreater(len(outcomes), 1.5 * CI_CASES[stack] if stack == "old" else 2 * CI_CASES[stack] - 1)
        self.hold(outcomes)

    def test_random_cases_new(self):
        self.random_cases("new", 1)

    def test_random_cases_mid(self):
        self.random_cases("mid", 2)

    def test_random_cases_old(self):
        self.random_cases("old", 4)

    def test_kept_counterexamples(self):
        files = sorted(str(path) for path in (HERE / "cases").glob("*.json"))
        folder = self.folder / "kept"
        self.assertEqual(generate(folder, "--again", *files)["cases"], len(files))
        for stack in STACKS:
            self.hold(run_everywhere(self.bench, folder, stack))


def show_wrong(outcome: Outcome) -> None:
    if outcome.problems:
        print(outcome.text(), flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description="Random migrations in real Alembic, on real databases.")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--again", nargs="+", help="these case files instead")
    parser.add_argument("--stack", action="append", choices=STACKS)
    parser.add_argument("--dialect", action="append", choices=DIALECTS)
    parser.add_argument("--keep", type=Path, help="the folder for the cases (a temporary one)")
    options = parser.parse_args()
    folder = options.keep or Path(tempfile.mkdtemp())
    words = (
        ["--again", *options.again] if options.again else ["--seed", str(options.seed), "--count", str(options.count)]
    )
    counts = generate(folder, *words)
    wrong, totals = 0, Counter()
    with Bench() as bench:
        for stack in options.stack or ["new"]:
            for outcome in run_everywhere(bench, folder, stack, options.dialect or DIALECTS, tell=show_wrong):
                name = f"{outcome.stack} {outcome.dialect}"
                totals[f"{name}: runs"] += 1
                totals[f"{name}: stopped by rows, then run without"] += outcome.stopped_by_rows
                if outcome.problems:
                    totals[f"{name}: wrong"] += 1
                    wrong += 1
    for kind, count in sorted(counts["accepted"].items()):
        print(f"accepted {count:5} {kind}")
    for kind, count in sorted(counts["refused"].items()):
        print(f"refused  {count:5} {kind}")
    for name, count in totals.items():
        print(f"{count:6} {name}")
    if not options.keep and not wrong:
        shutil.rmtree(folder)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
