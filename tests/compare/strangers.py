"""Holds our replay of the public chains against real Alembic: scripts/compare-strangers DIR [NAME…] [--json FILE]

DIR holds a checkout of each chain of chains.txt under its name. Each is run by real Alembic on scratch databases, up to
its head and, on the way, to ten revisions that everything before them leads to; at each of them the two catalogs are
compared as compare.py does it. The application is imported where it can be, and stood in for where not. Where that
makes a migration fail which changes no schema by our replay, it is passed over and named; the next comparison would
show a change that we do not see. Exit code: 0 without a certain difference, else 1.
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
from dataclasses import asdict, dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(HERE.parent / "stacks")]

from client import StackError, Worker  # noqa: E402
from compare import Comparison, Report, is_of_database, program  # noqa: E402
from differences import compare_catalogs, not_compared  # noqa: E402
from ours import OursFailed, read_ours, read_view  # noqa: E402
from prepare import CannotPrepare, add_facts, one_transaction_each, prepare  # noqa: E402
from roundtrip import DIALECTS, Bench, differences  # noqa: E402
from runner import Runner  # noqa: E402
from survey import Chain, read_chains, requests_for  # noqa: E402

SAMPLES = 10
MOST_PASSED_OVER = 60
TYPE_MADE_TWICE = "this passes where both run in one process"


@dataclass
class Held:
    """One chain on one database."""

    name: str
    dialect: str
    cannot: str = ""
    files: int = 0
    reached: int = 0  # files that real Alembic has run
    points: list[str] = field(default_factory=list)  # revisions that were compared
    stopped: str = ""
    foretold: bool | None = None
    certain: dict[str, str] = field(default_factory=dict)  # difference: the first revision that shows it
    in_doubt: dict[str, str] = field(default_factory=dict)
    false_alarms: list[str] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    requests: dict[str, str] = field(
        default_factory=dict
    )  # what was asked at the head: what went wrong, "" for nothing

    def line(self) -> str:
        if self.cannot:
            return f"{self.name:15} {self.dialect:10} {self.cannot}"
        told = {True: "foretold", False: "NOT FORETOLD", None: "by its application"}
        fine = list(self.requests.values()).count("")
        asked = f", {fine} of {len(self.requests)} requests up, exactly down, up" if self.requests else ""
        end = f"stops ({told[self.foretold]})" if self.stopped else "head"
        return (
            f"{self.name:15} {self.dialect:10} {self.reached:4} of {self.files:4} {len(self.points):6}"
            f" {len(self.certain):7} {len(self.in_doubt):8} {len(self.false_alarms):12} {len(self.passed_over):6}  {end}{asked}"
        )


def ancestors(revisions: dict[str, dict], last: str) -> set[str]:
    found: set[str] = set()
    waiting = [last]
    while waiting:
        revision = waiting.pop()
        if revision in revisions and revision not in found:
            found.add(revision)
            waiting += revisions[revision]["down_revisions"] + revisions[revision].get("depends_on", [])
    return found


def samples(revisions: dict[str, dict], head: str, count: int) -> list[str]:
    """Revisions, spread over the chain, that all before them lead to: a database can stand at one of them alone."""
    above = {revision: ancestors(revisions, revision) for revision in ancestors(revisions, head)}
    order = sorted(above, key=lambda revision: len(above[revision]))
    cuts = [one for place, one in enumerate(order) if len(above[one]) == place + 1
            and all(one in above[later] for later in order[place + 1 :])]  # fmt: skip
    chosen = [cuts[len(cuts) * place // (count + 1)] for place in range(1, count + 1)] if cuts else []
    return list(dict.fromkeys([*chosen, head]))


class Stranger:
    """One chain. Its own Python runs it; the databases are read by one that imports nothing of it."""

    def __init__(self, bench: Bench, binary: Path, checkout: Path, chain: Chain, runner: Runner, reader: Worker):
        self.bench, self.binary, self.chain, self.runner, self.reader = bench, binary, chain, runner, reader
        self.ours = f"{checkout.resolve()}/{chain.folder}"
        self.checkout = checkout
        self.assumed: dict[str, set[str]] = {}
        history = subprocess.run(
            [str(binary), "history", "--json", "--project", self.ours], capture_output=True, text=True
        )
        self.history = json.loads(history.stdout)
        if "error" in self.history:
            raise OursFailed(self.history["error"]["message"])
        self.revisions = {revision["revision"]: revision for revision in self.history["revisions"]}

    def hold(self, dialect: str, scratch: Path, count: int = SAMPLES, ask: bool = False) -> Held:
        held = Held(self.chain.name, dialect, files=len(self.revisions))
        heads = self.history["heads"]
        head = heads[-1]["revision"] if isinstance(heads[-1], dict) else heads[-1]
        folder, _, section = self.chain.folder.partition("#")
        first = Path(next(iter(self.revisions.values()))["path"]).name
        copy = prepare(self.checkout.resolve(), scratch, [], inside=folder, revision_file=first)
        conditions = self.chain.conditions
        one_transaction_each(copy)
        add_facts(
            copy,
            application=conditions.application,
            settings=conditions.settings,
            tables_of=conditions.tables_of,
            naming_of=conditions.naming_of,
        )
        self.request = {"project": str(copy.folder), "ini": str(copy.ini), "section": section or "alembic"}
        self.comparison = Comparison(self.bench, self.binary, copy, self.reader, "", "")
        self.url = self.new_database(dialect)
        for point in samples(self.revisions, head, count):
            reached = self.upgrade(held, self.url, point)
            if reached:
                self.compare(held, self.url, reached)
            if held.stopped:
                break
        if ask and not held.stopped:
            self.ask(held, copy.folder, head)
        held.notes += [f"stood in: {name}" for name in copy.stood_in_names()] + copy.naming_note()
        self.bench.drop_database(self.url)
        return held

    def ask(self, held: Held, folder: Path, head: str) -> None:
        """Has the program write files for what a person would ask at the head, and real Alembic run them both ways."""
        view = read_view(self.binary, self.ours, held.dialect)
        versions = next(folder.rglob(Path(self.revisions[head]["path"]).name)).parent
        for request in requests_for(view["tables"]):
            made = subprocess.run(
                [str(self.binary), "new", request, "--dry-run", "--json", "--project", self.ours],
                capture_output=True,
                text=True,
            )
            answer = json.loads(made.stdout)
            if "error" in answer:
                held.requests[request] = f"refused: {answer['error']['message'][:200]}"
                continue
            file = versions / Path(answer["path"]).name
            file.write_text(next(m["content"] for m in answer["messages"] if m["type"] == "file"), encoding="utf-8")
            try:
                held.requests[request] = self.there_and_back(head, answer["revision"])
            except StackError as error:
                held.requests[request] = str(error).strip().split("\n")[0]
                self.url = self.new_database(held.dialect)
                file.unlink()
                self.runner.upgrade(url=self.url, revision=head, **self.request)
            file.unlink(missing_ok=True)

    def there_and_back(self, head: str, revision: str) -> str:
        before = self.reader.call("catalog", url=self.url)
        self.runner.upgrade(url=self.url, revision=revision, **self.request)
        after = self.reader.call("catalog", url=self.url)
        self.runner.call("downgrade", url=self.url, revision=head, **self.request)
        back = differences(before, self.reader.call("catalog", url=self.url))
        self.runner.upgrade(url=self.url, revision=revision, **self.request)
        again = differences(after, self.reader.call("catalog", url=self.url))
        self.runner.call("downgrade", url=self.url, revision=head, **self.request)
        return "; ".join((back or again or ([] if before != after else ["nothing was changed"]))[:3])

    def new_database(self, dialect: str) -> str:
        url = self.bench.new_database(dialect)
        if dialect == "postgresql":
            sql = [f'CREATE SCHEMA "{name}"' for name in self.chain.conditions.schemas]
            self.reader.call("execute", url=url, sql=[*sql, "SELECT 1"])
        return url

    def upgrade(self, held: Held, url: str, point: str) -> str:
        """Brings the database there, or as far as it goes; the revision at which it then stands alone, or ""."""
        in_one_run = False
        while True:
            try:
                self.runner.upgrade(url=url, revision=point, **self.request)
                return point
            except StackError as error:
                failing = self.file_of(error)
                if not in_one_run and self.makes_type_again(held.dialect, failing):
                    in_one_run = True  # which passes: Alembic remembers the types that it has made
                    url = self.url = self.new_database(held.dialect)
                    continue
                if failing and len(held.passed_over) < MOST_PASSED_OVER and self.pass_over(held, url, failing, error):
                    continue
                held.stopped = str(error).strip().split("\n")[0]
                held.foretold = self.foretells(held.dialect, failing, error)
                return self.start_again(held, url)

    def start_again(self, held: Held, url: str) -> str:
        """A stop leaves half of a file behind on SQLite: the database is made anew up to the file before."""
        current = self.reader.call("current", url=url)
        if len(current) != 1:
            return ""
        self.url = self.new_database(held.dialect)
        try:
            self.runner.upgrade(url=self.url, revision=current[0], **self.request)
        except StackError:
            return ""  # it came that far only because files were passed over
        return current[0]

    def file_of(self, error: StackError) -> str:
        """The revision of the migration that failed, by the innermost of its lines in the traceback."""
        by_name = {Path(facts["path"]).name: revision for revision, facts in self.revisions.items()}
        lines = re.findall(r'File "[^"]*/([^"/]+)", line', error.traceback)
        return next((by_name[name] for name in reversed(lines) if name in by_name), "")

    def pass_over(self, held: Held, url: str, failing: str, error: StackError) -> bool:
        """Notes a migration as run that fails for its application's sake, and changes no schema by our replay."""
        before = self.revisions[failing]["down_revisions"]
        if len(before) != 1 or is_of_database(error):
            return False
        views = [read_ours(self.binary, self.ours, held.dialect, at).sql for at in (before[0], failing)]
        if views[0] != views[1]:
            return False
        sql = f"UPDATE alembic_version SET version_num = '{failing}' WHERE version_num = '{before[0]}'"
        try:
            self.reader.call("execute", url=url, sql=sql)
        except StackError:
            return False  # nothing of the run was kept
        passed = f"{Path(self.revisions[failing]['path']).name}: {error.kind}: {error.text[:120]}"
        held.passed_over += [] if passed in held.passed_over else [passed]
        return True

    def remarks_on(self, dialect: str, revision: str) -> list[dict]:
        """What we say of the one migration; nothing where it is not known which."""
        if not revision:
            return []
        name = Path(self.revisions[revision]["path"]).name
        remarks = read_ours(self.binary, self.ours, dialect, revision).remarks
        return [r for r in remarks if Path(r["where"].rpartition(":")[0]).name == name]

    def makes_type_again(self, dialect: str, failing: str) -> bool:
        """Whether we say of the migration that it passes only in one run with an earlier one."""
        return any(TYPE_MADE_TWICE in r["text"] for r in self.remarks_on(dialect, failing))

    def foretells(self, dialect: str, failing: str, error: StackError) -> bool | None:
        if not is_of_database(error) or not failing:
            return None
        return any(
            r["kind"] in ("fails", "unknown") or "is not made by this chain" in r["text"]
            for r in self.remarks_on(dialect, failing)
        )

    def assumed_tables(self, dialect: str) -> set[str]:
        """The places of the tables that were there before the chain, as the whole of it shows them."""
        if dialect not in self.assumed:
            doubts = read_ours(self.binary, self.ours, dialect, "").doubts
            names = [doubt["object"] for doubt in doubts if "is not made by this chain" in doubt["reason"]]
            self.assumed[dialect] = {f"tables.{name.removeprefix('table ')}" for name in names}
        return self.assumed[dialect]

    def compare(self, held: Held, url: str, revision: str) -> None:
        ours = read_ours(self.binary, self.ours, held.dialect, revision)
        report = Report(held.dialect)
        real = self.reader.call("catalog", url=url)
        second = self.comparison.load(report, url, ours)
        found = report.differences + compare_catalogs(real, self.reader.call("catalog", url=second), ours)
        self.bench.drop_database(second)
        for difference in found:
            if difference.ours is None and difference.place in self.assumed_tables(held.dialect):
                difference.doubt = "it is not made by this chain, and nothing up to here uses it"
            place = held.in_doubt if difference.doubt else held.certain
            place.setdefault(difference.text(), revision)
        alarms = [f"{r['where']}: {r['text']}" for r in ours.remarks if r["kind"] == "fails"]
        held.false_alarms += [alarm for alarm in alarms if alarm not in held.false_alarms]
        held.points.append(revision)
        held.reached = len(ancestors(self.revisions, revision))
        unseen = not_compared(real)
        held.notes = [f"not compared: {len(names)} {kind}" for kind, names in unseen.items()]


def hold(chain: Chain, dialect: str, options, bench: Bench) -> Held:
    """In a process of its own, since an application that is imported may change all that comes after it."""
    checkout = options.dir / chain.name
    if not checkout.is_dir():
        return Held(chain.name, dialect, cannot=f"is not there: {chain.source}")
    scratch = Path(tempfile.mkdtemp(prefix="migrate-strangers-"))
    own = options.environments / chain.name / "bin" / "python" if options.environments else None
    has_own = own and own.exists() and subprocess.run([str(own), "-c", "import alembic, psycopg2"]).returncode == 0
    python = own if has_own else options.python
    runner = Runner(options.stack, python, {"HOME": str(scratch)} | chain.conditions.environment)
    try:
        stranger = Stranger(bench, program(options.build), checkout, chain, runner, bench.stacks[options.stack])
        return stranger.hold(dialect, scratch / "run", options.samples, options.requests)
    except (CannotPrepare, OursFailed, StackError, RuntimeError, ValueError, KeyError, IndexError) as error:
        return Held(chain.name, dialect, cannot=f"{type(error).__name__}: {str(error)[:200]}")
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def hold_all(chains: list[Chain], options, dialects, bench: Bench) -> list[Held]:
    found = []
    for chain in chains:
        for dialect in dialects:
            held = hold(chain, dialect, options, bench)
            found.append(held)
            print(held.line(), flush=True)
            if options.json:
                options.json.write_text(json.dumps([asdict(each) for each in found], indent=1), encoding="utf-8")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dir", type=Path)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--python", type=Path, help="of an environment with Alembic and what the chains import")
    parser.add_argument("--environments", type=Path, help="a folder with an environment a chain, of the chain's name")
    parser.add_argument("--requests", action="store_true", help="also ask for files at the head and run them both ways")
    parser.add_argument("--samples", type=int, default=SAMPLES, help="revisions to be compared before the head")
    parser.add_argument("--stack", default="mid", help="new, mid or old, where no --python is given")
    parser.add_argument("--dialect", choices=[*DIALECTS, "both"], default="both")
    parser.add_argument("--build", type=Path, default=Path(os.environ.get("MIGRATE_BUILD", ROOT / "build")))
    parser.add_argument("--json", type=Path, help="write all that was found there too")
    options = parser.parse_args()
    dialects = DIALECTS if options.dialect == "both" else (options.dialect,)
    chains = [chain for chain in read_chains() if not options.names or chain.name in options.names]
    print(f"{'chain':15} {'database':10} {'files':>12} points certain in doubt false alarms passed  end")
    with Bench() as bench:
        found = hold_all(chains, options, dialects, bench)
    for held in found:
        for text, revision in held.certain.items():
            print(f"{held.name} {held.dialect} at {revision}: {text}")
        for request, wrong in held.requests.items():
            print(f"{held.name} {held.dialect}: {request}: {wrong or 'up, exactly down, up'}")
        for alarm in held.false_alarms:
            print(f"{held.name} {held.dialect}: false alarm: {alarm}")
        if held.stopped:
            print(f"{held.name} {held.dialect}: {held.stopped}")
    return 1 if any(held.certain or held.false_alarms or held.foretold is False for held in found) else 0


if __name__ == "__main__":
    sys.exit(main())
