"""What becomes of requests on public chains: scripts/survey-chains DIR [NAME…] [--json FILE]

DIR holds a checkout of each chain of chains.txt under its name (an unpacked package for what comes from a package
index); one that is missing is named. Each is asked, without writing, for a table, a column on three tables, an index,
and for a column and a table that nothing depends on to go. The table says what was accepted, and how much of the chain
was evaluated. Exit code: 0 when every chain was there, else 1.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
PLAIN_NAME = re.compile(r"[a-z_][a-z0-9_]*")
SECONDS = 300
NO_ORDER = ("json", "xml")  # no index of PostgreSQL's stands on them


@dataclass
class Conditions:
    """What a chain finds where its own project runs it: see chains.txt."""

    environment: dict[str, str] = field(default_factory=dict)
    schemas: list[str] = field(default_factory=list)
    application: str = ""
    settings: str = ""
    tables_of: str = ""
    naming_of: str = ""


@dataclass
class Chain:
    name: str
    source: str
    folder: str
    conditions: Conditions = field(default_factory=Conditions)


@dataclass
class Surveyed:
    name: str
    cannot: str = ""
    files: int = 0
    dialect: str = "postgresql"  # SQLite where the project is not on PostgreSQL
    open_files: int = 0  # with a remark that something is not known
    possible: int = 0  # doubts that stand against nothing
    named: int = 0
    failures: int = 0
    asked: dict[str, str] = field(default_factory=dict)  # request: why it was refused, "" when accepted

    def line(self) -> str:
        if self.cannot:
            return f"{self.name:15} {self.cannot}"
        accepted = sum(1 for refusal in self.asked.values() if not refusal)
        evaluated = 100 * (self.files - self.open_files) / self.files if self.files else 0
        return (
            f"{self.name:15} {self.files:5} {evaluated:9.1f} % {self.possible:8} {self.named:6} {self.failures:8}"
            f" {accepted:5} of {len(self.asked)}"
        )


def read_conditions(words: list[str]) -> Conditions:
    found = Conditions()
    for kind, _, value in (word.partition(":") for word in words):
        match kind:
            case "env":
                name, _, found.environment[name] = value.partition("=")
            case "schema":
                found.schemas.append(value)
            case "application":
                found.application = value
            case "naming":
                found.naming_of = value
            case "settings":
                found.settings = value
            case "tables":
                found.tables_of = value
            case _:
                raise ValueError(f"chains.txt knows no condition {kind}")
    return found


def read_chains() -> list[Chain]:
    lines = (HERE / "chains.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split() for line in lines if line and not line.startswith("#")]
    return [Chain(*row[:3], read_conditions(row[3:])) for row in rows]


def plain_column(table: dict, taken: str = "", without: tuple[str, ...] = ()) -> str:
    """The last column that can be written as it is, is not named in `taken` and has none of the types."""
    names = [column["name"] for column in table.get("columns", ()) if column.get("type") not in without]
    fitting = [name for name in names if PLAIN_NAME.fullmatch(name) and f'"{name}"' not in taken]
    return fitting[-1] if fitting else ""


def requests_for(tables: list[dict]) -> list[str]:
    """What is asked of a chain that has these tables."""
    free = next(name for name in ("widgets", "gadgets", "trinkets") if name not in {table["name"] for table in tables})
    asked = [f"add {free} table with name and owner_note"]
    tables = sorted((t for t in tables if PLAIN_NAME.fullmatch(t["name"])), key=lambda table: table["name"])
    for quarter in (1, 2, 3):
        for table in tables[len(tables) * quarter // 4 :][:1]:
            asked.append(f"add owner_note string(40)? to {table['name']}")
    for table in tables[len(tables) // 3 :][:1]:
        if column := plain_column(table, without=NO_ORDER):
            asked.append(f"add index on {table['name']}({column})")
    keys = json.dumps([table.get("foreign_keys", ()) for table in tables])
    for table in tables[len(tables) // 2 :]:
        parts = json.dumps({key: value for key, value in table.items() if key not in ("name", "columns")})
        column = plain_column(table, parts)
        if f'"{table["name"]}"' not in keys and column:
            asked += [f"drop column {column} from {table['name']}", f"drop table {table['name']}"]
            break
    return list(dict.fromkeys(asked))


class Program:
    def __init__(self, binary: Path, project: str):
        self.binary, self.project = binary, project

    def run(self, *arguments: str) -> tuple[int, str]:
        command = [str(self.binary), *arguments, "--project", self.project]
        ran = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, stdin=subprocess.DEVNULL)
        return ran.returncode, ran.stdout if ran.returncode == 0 else ran.stdout + ran.stderr


def survey(binary: Path, checkout: Path, chain: Chain) -> Surveyed:
    found = Surveyed(chain.name)
    if not checkout.is_dir():
        found.cannot = f"is not there: {chain.source}"
        return found
    program = Program(binary, str(checkout / chain.folder))
    try:
        _, history = program.run("history", "--json")
        _, beliefs = program.run("doctor", "--json")
        used = json.loads(beliefs)["databases"]["used"]
        found.dialect = "sqlite" if "sqlite" in used and "postgresql" not in used else "postgresql"
        code, text = program.run("schema", "--dialect", found.dialect, "--json")
        if code != 0:
            found.cannot = " ".join(text.split())[:120]
            return found
        view = json.loads(text)
        found.files = len(json.loads(history)["revisions"])
        unknown = [remark["where"] for remark in view["remarks"] if remark["kind"] == "unknown"]
        found.open_files = len({where.rpartition(":")[0] for where in unknown})
        found.failures = sum(1 for remark in view["remarks"] if remark["kind"] == "fails")
        found.possible = sum(1 for doubt in view["doubts"] if doubt["kind"] == "possible")
        found.named = len(view["doubts"]) - found.possible
        for request in requests_for(view["tables"]):
            code, text = program.run("new", request, "--dry-run")
            found.asked[request] = "" if code == 0 else " ".join(text.split())
    except subprocess.TimeoutExpired as expired:
        found.cannot = f"no end after {expired.timeout} s"
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dir", type=Path)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--program", type=Path, default=HERE.parents[1] / "build" / "alembic-migrate")
    parser.add_argument("--json", type=Path, help="write all that was found there too")
    given = parser.parse_args()
    chains = [chain for chain in read_chains() if not given.names or chain.name in given.names]
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda chain: survey(given.program, given.dir / chain.name, chain), chains))
    print(f"{'chain':15} files evaluated possible  named failures accepted")
    for result in results:
        print(result.line())
    asked = [refusal for result in results for refusal in result.asked.values()]
    files, unknown = sum(r.files for r in results), sum(r.open_files for r in results)
    print(f"{files - unknown} of {files} files evaluated; {asked.count('')} of {len(asked)} requests accepted")
    if given.json:
        given.json.write_text(json.dumps([asdict(result) for result in results], indent=1), encoding="utf-8")
    return 1 if any(result.cannot for result in results) else 0


if __name__ == "__main__":
    sys.exit(main())
