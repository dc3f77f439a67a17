"""Does our reading of a project's models say what SQLAlchemy itself says? Imports the models with the real SQLAlchemy,
makes their tables in one database and those that we read in another, and compares what the two databases then say of
themselves, on PostgreSQL and on SQLite. scripts/compare-with-sqlalchemy calls it.

    models.py DIR [--stack new|mid|old | --python PROGRAM] [--install] [--dialect D] [--json] [--build FOLDER]

What the project imports and is not installed is stood in for and named; with --install, a Python of its own is made and
the libraries that bring tables or types are installed from PyPI first. A table whose module could not be imported, or
that the dialect has no DDL for, is not compared, and named. A difference on an object that we are in doubt about is "in
doubt"; any other is "certain", and a fault of ours. Exit code: 0 equal, 1 certain differences, 2 nothing was compared.
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
import venv
from dataclasses import asdict, dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(HERE.parent / "stacks")]

from client import StackError  # noqa: E402
from differences import Difference, compare_catalogs  # noqa: E402
from ours import Ours  # noqa: E402
from roundtrip import DIALECTS, Bench  # noqa: E402

SKIPPED = {"node_modules", "__pycache__", "site-packages", "test", "tests", "dist", "versions", "build"}
NEEDLE = re.compile(r"__tablename__|\bTable\(|mapped_column\(|\bColumn\(|SQLModel|DeclarativeBase|declarative_base")
# Libraries that bring tables, columns or types, by the name that is imported.
LIBRARIES = {
    "sqlmodel": "sqlmodel",
    "flask_sqlalchemy": "flask-sqlalchemy",
    "sqlalchemy_utils": "sqlalchemy-utils",
    "pydantic": "pydantic",
    "pydantic_settings": "pydantic-settings",
    "flask_login": "flask-login",
    "fastapi_users_db_sqlalchemy": "fastapi-users-db-sqlalchemy",
    "flask": "flask",
    "geoalchemy2": "geoalchemy2",
    "pgvector": "pgvector",
    "inflection": "inflection",
    "advanced_alchemy": "advanced-alchemy",
}
EXTENSIONS = ("citext", "hstore", "pg_trgm", "btree_gist", "btree_gin", "uuid-ossp", "ltree", "pgcrypto", "unaccent")
SECONDS = 300
SHOWN = 200


@dataclass
class Report:
    """One project on one dialect."""

    dialect: str
    tables: int = 0
    columns: int = 0
    wrong_columns: int = 0
    not_compared: dict[str, str] = field(default_factory=dict)  # table: why
    differences: list[Difference] = field(default_factory=list)

    def certain(self) -> list[Difference]:
        return [difference for difference in self.differences if not difference.doubt]

    def lines(self) -> list[str]:
        certain, all_of_them = len(self.certain()), len(self.differences)
        equal = 100 * (self.columns - self.wrong_columns) / max(self.columns, 1)
        lines = [f"{self.dialect}: {self.tables} tables, {self.columns} columns, {equal:.2f} % of them equal"]
        lines.append(f"  differences: {certain} certain, {all_of_them - certain} in doubt")
        lines += [f"  not compared: {table}: {why}" for table, why in sorted(self.not_compared.items())]
        ordered = sorted(self.differences, key=lambda difference: bool(difference.doubt))
        lines += [f"  {difference.text()}" for difference in ordered[:SHOWN]]
        return lines + ([f"  … and {len(ordered) - SHOWN} more"] if len(ordered) > SHOWN else [])


def portable(catalog: dict) -> dict:
    """A catalog in the words that our migrations have for both databases: a default that only PostgreSQL can
    compute is none there, true is 1, and what a CHECK has around the whole is left out."""
    if catalog["dialect"] != "sqlite":
        for facts in catalog["tables"].values():
            for column in facts["columns"].values():
                column["default"] = {"CURRENT_TIMESTAMP": "now()"}.get(column["default"], column["default"])
        return catalog
    words = {"true": "1", "false": "0", "now ( )": "current_timestamp", "gen_random_uuid ( )": None}
    for facts in catalog["tables"].values():
        for column in facts["columns"].values():
            default = words.get(column["default"], column["default"])
            numeral = default and re.fullmatch(r"'(-?[0-9.]+)'", default)
            column["default"] = (
                numeral[1] if numeral and not column["type"].startswith(("VARCHAR", "TEXT")) else default
            )
        facts["checks"] = [{**check, "sql": without_outer(check["sql"])} for check in facts.get("checks", ())]
    return catalog


def without_outer(sql: str) -> str:
    """The text without parentheses around the whole of it, or of each of its parts."""
    while sql.startswith("( ") and sql.endswith(" )"):
        depth = 0
        for at, word in enumerate(sql.split(" ")):
            depth += {"(": 1, ")": -1}.get(word, 0)
            if depth == 0 and at < len(sql.split(" ")) - 1:
                return sql
        sql = sql[2:-2]
    return sql


def unwanted(_folder: str, names: list[str]) -> list[str]:
    return [name for name in names if name in (".git", "node_modules", "__pycache__") or name.startswith(".venv")]


def python_files(folder: Path) -> list[Path]:
    found = []
    for path in sorted(folder.rglob("*.py")):
        parts = path.relative_to(folder).parts
        if not any(part in SKIPPED or part.startswith(".") for part in parts[:-1]) and path.stat().st_size < 1 << 20:
            found.append(path)
    return found


def module_of(path: Path, folder: Path) -> tuple[str, Path]:
    """(dotted name, the folder that it is imported from): that of the outermost package around the file."""
    parts = [path.stem] if path.name != "__init__.py" else []
    at = path.parent
    while at != folder and (at / "__init__.py").exists():
        parts.insert(0, at.name)
        at = at.parent
    return ".".join(parts), at


def config_folders(folder: Path) -> list[Path]:
    """Where Alembic would be called, and `src` in there: what packages without __init__.py are imported from."""
    homes = [path.parent for path in sorted(folder.rglob("alembic.ini"), key=lambda path: len(path.parts))][:3]
    return [each for home in [*homes, folder] for each in (home, home / "src") if each.is_dir()]


def modules_to_import(folder: Path) -> tuple[list[str], list[str]]:
    """(modules, sys.path)."""
    homes = config_folders(folder)
    modules, paths = [], [str(home) for home in homes]
    for path in python_files(folder):
        if not NEEDLE.search(path.read_text(encoding="utf-8", errors="replace")):
            continue
        name, root = module_of(path, folder)
        home = next((home for home in homes if root != home and root.is_relative_to(home)), None)
        if home and not any(other in root.parts for other in ("alembic", "migrations")):
            inner = ".".join(root.relative_to(home).parts)
            if inner.replace(".", "").replace("_", "").isalnum():
                name, root = f"{inner}.{name}" if name else inner, home
        if name.startswith("src.") and not (folder / "src/__init__.py").exists():
            name, root = name.removeprefix("src."), folder / "src"
        if name and name != "env":
            modules.append(name)
            if str(root) not in paths:
                paths.append(str(root))
    return list(dict.fromkeys(modules)), paths


def imported_libraries(folder: Path) -> list[str]:
    text = "\n".join(path.read_text(encoding="utf-8", errors="replace") for path in python_files(folder))
    return [package for name, package in LIBRARIES.items() if re.search(rf"(?m)^\s*(from|import) {name}\b", text)]


def make_python(folder: Path, libraries: list[str], version: str) -> str:
    venv.create(folder, with_pip=True)
    python = str(folder / "bin/python")
    command = [python, "-m", "pip", "install", "--quiet", f"sqlalchemy{version}", *libraries]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    return python


def read_real(folder: Path, python: str, scratch: Path) -> dict:
    modules, paths = modules_to_import(folder)
    stood_in = scratch / "stood_in.txt"
    given = {"folder": str(folder), "paths": paths, "modules": modules, "stood_in": str(stood_in)}
    environment = {**os.environ, "PYTHONPATH": str(HERE), "PYTHONDONTWRITEBYTECODE": "1"}
    ran = subprocess.run(
        [python, "-B", str(HERE / "real_models.py")],
        input=json.dumps(given),
        text=True,
        capture_output=True,
        timeout=SECONDS,
        cwd=folder,
        env=environment,
    )
    last = ran.stdout.strip().split("\n")[-1]
    if ran.returncode != 0 or not last.startswith("{"):
        raise SystemExit(f"the models could not be imported: {(ran.stdout + ran.stderr)[-2000:]}")
    real = json.loads(last)
    real["tables"] = {name.removeprefix("public."): twice for name, twice in real["tables"].items()}
    real["stood_in"] = stood_in.read_text(encoding="utf-8").splitlines() if stood_in.exists() else []
    return real


def read_ours(program: Path, folder: Path, dialect: str) -> tuple[dict, Ours]:
    command = [str(program), str(folder), dialect]
    ran = subprocess.run(command, text=True, capture_output=True, timeout=SECONDS, stdin=subprocess.DEVNULL)
    if ran.returncode != 0:
        raise SystemExit(f"{' '.join(command)}: {ran.returncode}: {ran.stderr}")
    found = json.loads(ran.stdout)
    return found, Ours("", "", found["doubts"], [], set())


class Comparison:
    def __init__(self, bench: Bench, stack: str):
        self.bench, self.worker = bench, bench.stacks[stack]

    def catalog(self, dialect: str, statements: list[str], schemas: set[str]) -> tuple[dict, dict[str, str]]:
        """What a database with these tables says of itself, and the statements that it refused."""
        url = self.bench.new_database(dialect)
        refused: dict[str, str] = {}
        if dialect == "postgresql":
            for sql in [f'CREATE EXTENSION IF NOT EXISTS "{name}"' for name in EXTENSIONS]:
                self._try(url, sql, {})
            for schema in sorted(schemas):
                self._try(url, f'CREATE SCHEMA IF NOT EXISTS "{schema}"', {})
        for sql in self._with_domains(url, statements) if dialect == "postgresql" else statements:
            if not sql.upper().startswith("CREATE SCHEMA"):
                self._try(url, sql, refused)
        catalog = self.worker.call("catalog", url=url)
        self.bench.drop_database(url)
        return catalog, refused

    def _with_domains(self, url: str, statements: list[str]) -> list[str]:
        """Types of extensions that are not installed here become domains: each form of one is a type of its own."""
        made: set[str] = set()

        def named(found: re.Match) -> str:
            name = "of_" + re.sub(r"\W+", "_", found[0].lower()).strip("_")
            if name not in made:
                made.add(name)
                self._try(url, f"CREATE DOMAIN public.{name} AS text", {})
            return f"public.{name}"

        form = re.compile(r"(?<=\s)(?:geometry|geography|raster|vector|halfvec|sparsevec)\b(?:\s*\([^)]*\))?", re.I)
        return [form.sub(named, sql) if sql.startswith("CREATE TABLE") else sql for sql in statements]

    def _try(self, url: str, sql: str, refused: dict[str, str]) -> None:
        try:
            self.worker.call("execute", url=url, sql=[sql])
        except StackError as error:
            refused[sql] = error.text.split("\n")[0]

    def run(self, dialect: str, real: dict, ours: dict, doubts: Ours) -> Report:
        report = Report(dialect)
        schemas = {name.rpartition(".")[0] for name in [*real["tables"], *ours["tables"]] if "." in name}
        types = [re.match(r'CREATE TYPE "?(\w+)"?\.', sql) for sql in real["statements"][dialect] + ours["statements"]]
        schemas |= {found[1] for found in types if found}
        there, refused = self.catalog(dialect, real["statements"][dialect], schemas)
        here, refused_ours = self.catalog(dialect, ours["statements"], schemas)
        report.not_compared = dict(real["problems"][dialect])
        report.not_compared |= {sql.split("(")[0].strip(): why for sql, why in refused.items()}
        lost = self._lost_modules(real)
        for name, place in ours["tables"].items():
            if name in real["tables"]:
                continue
            why = next((each for each in lost if place_in_module(place, each)), "")
            doubt = doubts.doubt_about(("tables", name), "")
            if why:
                report.not_compared[name] = f"{why} was not imported whole"
            else:
                report.differences.append(Difference(name, None, place, doubt["reason"] if doubt else ""))
        for name, twice in real["tables"].items():
            if twice:
                report.not_compared[name] = "several have this name"
        lost_tables = [name for name in report.not_compared if not name.startswith(("CREATE INDEX", "CREATE UNIQUE"))]
        left_out = {name.rpartition(" ")[2].strip('"') for name in lost_tables}
        common = (there["tables"].keys() & here["tables"].keys()) - left_out
        for name in sorted(there["tables"].keys() - here["tables"].keys() - left_out):
            doubt = doubts.doubt_about(("tables", name), "")
            why = next((error for sql, error in refused_ours.items() if name in sql), None)
            report.differences.append(Difference(name, "a table", why, doubt["reason"] if doubt else ""))
        both = {sql.split("(")[0].strip() for sql in refused}
        for sql, why in refused_ours.items():
            if sql.split("(")[0].strip() in both:
                continue
            named = {name for name in common if name.rpartition(".")[2] in sql}
            if named:
                doubt = doubts.doubt_about(("tables", min(named)), sql)
                report.differences.append(Difference("our DDL", why, sql, doubt["reason"] if doubt else ""))
        for catalog in (there, here):
            catalog["tables"] = {name: facts for name, facts in catalog["tables"].items() if name in common}
            for kind in ("sequences", "views", "functions"):
                catalog[kind] = {}
            portable(catalog)
        used = json.dumps([there["tables"], here["tables"]])
        for catalog in (there, here):
            catalog["enums"] = {k: v for k, v in catalog.get("enums", {}).items() if k.rpartition(".")[2] in used}
        report.tables = len(common)
        report.columns = sum(len(there["tables"][name]["columns"]) for name in common)
        found = [each for each in compare_catalogs(there, here, doubts) if not each.place.endswith("order of columns")]
        report.differences += [each for each in found if not self._of_refused(each, refused)]
        places = (re.match(r"tables\.(.+)\.columns\.([^.]+)", each.place) for each in report.differences)
        wrong = {(place[1], place[2]) for place in places if place}
        report.wrong_columns = sum(column in there["tables"][table]["columns"] for table, column in wrong)
        return report

    @staticmethod
    def _of_refused(difference: Difference, refused: dict[str, str]) -> bool:
        """What the real database lacks because it refused the real statement: an index with an operator class."""
        name = difference.place.rpartition(".")[2]
        return difference.real is None and any(name in sql for sql in refused)

    @staticmethod
    def _lost_modules(real: dict) -> list[str]:
        lost = list(real["failed"]) + [line.split(" ")[0] for line in real["stood_in"] if "(is not" not in line]
        return [name for name in lost if name]


def place_in_module(place: str, module: str) -> bool:
    path = place.rpartition(":")[0].removesuffix(".py").removesuffix("/__init__")
    return ("/" + path).endswith("/" + module.replace(".", "/"))


def compare_models(
    project: Path,
    program: Path,
    bench: Bench,
    python: str = "",
    stack: str = "new",
    install: bool = False,
    version: str = "",
    dialects=DIALECTS,
) -> tuple[list[Report], dict]:
    scratch = Path(tempfile.mkdtemp(prefix="migrate-models-"))
    try:
        folder = scratch / "project"
        shutil.copytree(project, folder, ignore=unwanted, symlinks=True)
        (folder / ".git").mkdir()  # where the repository begins
        if install:
            python = make_python(scratch / "python", imported_libraries(folder), version)
        python = python or str(ROOT / f".tools/stacks/{stack}/bin/python")
        real = read_real(folder, python, scratch)
        comparison = Comparison(bench, stack)
        reports = []
        for dialect in dialects:
            ours, doubts = read_ours(program, folder, dialect)
            reports.append(comparison.run(dialect, real, ours, doubts))
        return reports, real
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("project", type=Path)
    parser.add_argument("--stack", default="new", choices=("new", "mid", "old"))
    parser.add_argument("--python", default="", help="a Python with SQLAlchemy, in place of the stack's")
    parser.add_argument("--install", action="store_true", help="make a Python with what the project imports from PyPI")
    parser.add_argument("--sqlalchemy", default="", help='its version for --install, as pip takes it: "<2.1"')
    parser.add_argument("--dialect", default="both", choices=(*DIALECTS, "both"))
    parser.add_argument("--build", type=Path, default=Path(os.environ.get("MIGRATE_BUILD", ROOT / "build")))
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    dialects = DIALECTS if given.dialect == "both" else (given.dialect,)
    with Bench() as bench:
        reports, real = compare_models(
            given.project.resolve(),
            given.build / "show_models",
            bench,
            given.python,
            given.stack,
            given.install,
            given.sqlalchemy,
            dialects,
        )
    if given.json:
        print(json.dumps({"reports": [asdict(report) for report in reports], "failed": real["failed"]}))
    else:
        for name, why in real["failed"].items():
            print(f"could not be imported: {name}: {why}")
        for line in real["stood_in"]:
            print(f"stood in: {line}")
        for report in reports:
            print("\n".join(report.lines()))
    if not any(report.tables for report in reports):
        return 2
    return 1 if any(report.certain() for report in reports) else 0


if __name__ == "__main__":
    sys.exit(main())
