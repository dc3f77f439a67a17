"""Sequences of requests on one repository, by chance, with what people do to it in between; scripts/fuzz runs it.

    sequences.py --minutes N [--seed N]

One server is asked for migrations, merges, rebases, revisions and discards, dry and in earnest, while files are edited,
broken, linked, renamed and taken away, and git commits, branches and goes back. After every answer: the process lives,
took less than 10 s of the processor and 1 GiB; an error or a dry run changed nothing; what was written is whole, in the
versions folder, and made the history no worse. Each sequence is told by its seed; the exit code is 1 at the first fault.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "hostile"), str(HERE.parent / "support")]

from program import VERSIONS, Died, Program, files_of  # noqa: E402
from small_project import small_project  # noqa: E402

LENGTH = 40  # of one sequence
MOST_SECONDS = 10.0
MOST_KIB = 1 << 20
TICKS = os.sysconf("SC_CLK_TCK")
WORDS = [
    "email",
    "size",
    "note",
    "customer_id",
    "paid_at",
    "total",
    "order",
    "state",
    "a" * 70,
    "naïve",
    "x y",
    "id",
    "1st",
    "select",
]
TABLES = ["customers", "parts", "tags", "invoices", "refunds", "items", "order", "nothing"]
TYPES = ["text", "integer", "numeric(12,2)", "string(40)", "enum(a,b)", "boolean", "datetime", "jsonb", "nonsense"]


# What a person or someone hostile does in between, and how often: most of it would else leave a history that only refuses.
DEEDS = {
    "heal": 16, "commit": 6, "branch": 2, "back": 2, "reset": 2, "edit": 2, "break": 1, "link": 1, "rename": 1, "remove": 1,
    "second head": 3, "odd name": 1, "deep": 1, "binary": 1,
}  # fmt: skip


class Fault(Exception):
    """What must not be."""


def requests(chance: random.Random, ids: list[str]) -> tuple[str, dict]:
    """A method and its params."""
    table, word, kind = chance.choice(TABLES), chance.choice(WORDS), chance.choice(TYPES)
    column = {"name": word, "type": kind, "nullable": chance.random() < 0.7}
    operations = [
        {"op": "create_table", "table": table, "columns": [column, {"name": "b", "type": "text"}]},
        {"op": "add_column", "table": table, "column": column},
        {"op": "drop_column", "table": table, "column": word},
        {"op": "drop_table", "table": table},
        {"op": "rename_column", "table": table, "column": "name", "to": word},
        {"op": "rename_table", "table": table, "to": chance.choice(TABLES)},
        {"op": "alter_column", "table": table, "column": "name", "type": kind},
        {"op": "create_index", "table": table, "columns": ["name"]},
        {"op": "create_check", "table": table, "name": "chk_" + word, "sql": "name <> ''"},
        {"op": "execute", "sql": "SELECT 1", "down_sql": "SELECT 1"},
    ]
    dry = {"dry_run": chance.random() < 0.3}
    some = chance.sample(operations, chance.randint(1, 3))
    picked = chance.choice(ids) if ids else "nothing"
    return chance.choices(
        [
            ("migrate", {"message": word, "operations": some, "date": "2026-03-01", **dry}),
            ("migrate", {"description": f"add {word} to {table}", **dry}),
            ("migrate", {"operations": some, "message": "m", "head": picked, **dry}),
            ("revise", {"change": f"add {word} {kind}", **dry}),
            ("revise", {"remove": [f"{table}.{word}"], **dry}),
            ("discard", dry),
            ("merge", dry),
            ("rebase", {**dry, **({"branch": [picked]} if chance.random() < 0.5 else {})}),
            ("check", {"all": True}),
            ("schema", {}),
            ("history", {}),
        ],
        weights=[8, 3, 3, 4, 2, 3, 3, 3, 1, 1, 1],
    )[0]


def git(project: Path, *arguments: str) -> None:
    """What git refuses is left as it is: that is a state too."""
    settings = ["-c", "user.name=a", "-c", "user.email=a@localhost", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *settings, *arguments], cwd=project, capture_output=True)


def disturb(chance: random.Random, project: Path, outside: Path) -> str:
    """Something that a person, or someone hostile, does between two requests; what it was."""
    folder = project / VERSIONS
    files = sorted(path for path in folder.glob("*.py") if path.is_file() and not path.is_symlink())
    file = chance.choice(files) if files else None
    deed = chance.choices(list(DEEDS), weights=list(DEEDS.values()))[0]
    if deed == "commit":
        git(project, "add", *(str(path) for path in folder.glob("2*.py")))
        git(project, "commit", "-q", "-m", "a")
    elif deed == "branch":
        git(project, "checkout", "-q", "-B", chance.choice(["a", "b", "main"]))
    elif deed == "back":
        git(project, "checkout", "-q", chance.choice(["a", "b", "main", "HEAD~1"]))
    elif deed == "reset":
        git(project, "reset", "-q", "--hard")
    elif deed == "heal":
        git(project, "checkout", "-q", "-f", "main")
        git(project, "clean", "-fdq")
    elif file is None:
        return "nothing"
    elif deed == "edit":
        file.write_text(
            file.read_text(encoding="utf-8", errors="replace") + f"\n# {chance.random()}\n", encoding="utf-8"
        )
    elif deed == "break":
        (folder / "broken.py").write_text("revision = 'b'\ndown_revision = 'nothing'\n", encoding="utf-8")
    elif deed == "link":
        target = chance.choice([outside / "keep.py", file, folder, Path("/dev/zero"), folder / "nothing.py"])
        link = folder / f"odd{chance.randint(0, 3)}.py"
        if not link.is_symlink():
            link.symlink_to(target)
    elif deed == "rename":
        file.rename(folder / ("odd" + file.name))
    elif deed == "remove":
        file.unlink()
    elif deed == "second head":
        text = file.read_text(encoding="utf-8", errors="replace")
        number = f"{chance.randint(100, 999):06}"
        (folder / f"20260301_{number}_other.py").write_text(
            f'revision = "20260301_{number}"\ndown_revision = "20260224_000018"\n\n\ndef upgrade():\n    pass\n\n\ndef downgrade():\n    pass\n'
            if len(text) < 1_000_000
            else "",
            encoding="utf-8",
        )
    elif deed == "odd name":
        (folder / ("odd\u202e\x1b" + "x" * 100 + ".py")).write_text("revision = '1'\n", encoding="utf-8")
    elif deed == "deep":
        (folder / "broken_deep.py").write_text(
            "".join(" " * i + "if 1:\n" for i in range(chance.choice([99, 101, 511, 600])))
        )
    else:
        (folder / "broken_binary.py").write_bytes(chance.randbytes(3000))
    return deed


def used(process: subprocess.Popen) -> tuple[float, int]:
    """Seconds of the processor so far, and KiB that were resident at most."""
    fields = Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    most = [
        line.split()[1]
        for line in Path(f"/proc/{process.pid}/status").read_text().splitlines()
        if line.startswith("VmHWM:")
    ]
    return (int(fields[11]) + int(fields[12])) / TICKS, int(most[0])


def snapshot(folder: Path) -> dict[str, bytes]:
    return {path: data for path, data in files_of(folder).items() if not path.startswith((".git/", "../"))}


def check_answer(answer: dict, params: dict, before: dict, after: dict, project: Path) -> None:
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    if stray := [path for path in changed if not path.startswith(VERSIONS + "/")]:
        raise Fault(f"changed {stray}")
    result = answer.get("result")
    wrote = isinstance(result, dict) and result.get("written", False)
    if changed and not wrote:
        raise Fault(f"changed {sorted(changed)} and says it did not")
    if wrote and params.get("dry_run"):
        raise Fault("a dry run wrote")
    if leftovers := [path for path in after if ".tmp" in path or path.endswith("journal")]:
        raise Fault(f"left {leftovers}")
    for path in changed & after.keys():
        try:
            ast.parse(after[path])
        except (SyntaxError, ValueError) as error:
            raise Fault(f"{path} is no Python: {error}") from None
    if (
        wrote
        and result.get("path")
        and changed
        and result["path"] not in after
        and any(path in after for path in changed)
    ):
        raise Fault(f"{result['path']} is not there: {project}")


def faults_in(program: Program) -> set[str]:
    answer = program.call("history", {})
    return {fault["message"] for fault in answer.get("result", {}).get("faults", [])}


def not_of_links(faults: set[str], versions: Path) -> set[str]:
    """Without what is said of links that lead nowhere: whoever made one to a file has lost it with the file."""
    links = [path.name for path in versions.iterdir() if path.is_symlink() and not path.exists()]
    return {fault for fault in faults if not any(name in fault for name in links)}


def run_sequence(seed: int, counts: dict[str, int]) -> None:
    chance = random.Random(seed)
    base = Path(tempfile.mkdtemp(prefix="sequences-"))
    try:
        outside = base / "outside"
        outside.mkdir()
        (outside / "keep.py").write_text("revision = 'kept'\ndown_revision = None\n")
        kept = files_of(outside)
        project = small_project(base)
        git(project, "init", "-q", "-b", "main")
        git(project, "add", "-A")
        git(project, "commit", "-q", "-m", "start")
        said = []
        with Program(["--project", str(project)], base) as program:
            try:
                for _ in range(LENGTH):
                    if chance.random() < 0.3:
                        said.append(disturb(chance, project, outside))
                    ids = [path.name[:15] for path in (project / VERSIONS).glob("2*.py")]
                    method, params = requests(chance, ids)
                    said.append(f"{method} {params}")
                    before, (seconds, _kib) = snapshot(project), used(program.process)
                    worse = faults_in(program)
                    answer = program.call(method, params)
                    after, (now, kib) = snapshot(project), used(program.process)
                    if now - seconds > MOST_SECONDS or kib > MOST_KIB:
                        raise Fault(f"{now - seconds:.1f} s, {kib} KiB")
                    check_answer(answer, params, before, after, project)
                    if before != after and (new := not_of_links(faults_in(program) - worse, project / VERSIONS)):
                        raise Fault(f"the history has become worse: {new}")
                    if files_of(outside) != kept:
                        raise Fault("changed outside")
                    counts["written" if before != after else "error" if "error" in answer else "read"] += 1
            except (Fault, Died) as fault:
                raise Fault(f"{fault}\n  after " + "\n  after ".join(said[-6:])) from None
    finally:
        shutil.rmtree(base, ignore_errors=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=0, help="of the first sequence; by chance when 0")
    options = parser.parse_args()
    seed, end = options.seed or random.SystemRandom().randrange(1, 1 << 30), time.monotonic() + options.minutes * 60
    counts = {"written": 0, "error": 0, "read": 0}
    sequences = 0
    while time.monotonic() < end:
        try:
            run_sequence(seed + sequences, counts)
        except Fault as fault:
            print(ascii(f"seed {seed + sequences}: {fault}")[1:-1].replace("\\n", "\n"))
            return 1
        sequences += 1
    print(f"stat::number_of_executed_units: {sum(counts.values())}")
    print(f"{sequences} sequences: {counts}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
