"""What our own program says of a project: its DDL, its doubts and remarks, its files."""

from __future__ import annotations

import json
import re
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

LIMIT_SECONDS = 300
UNKNOWN_TYPE = "an application's own type"


class OursFailed(Exception):
    pass


@dataclass
class Ours:
    revision: str
    sql: str
    doubts: list[dict]
    remarks: list[dict]
    unknown_types: set[tuple[str, str]]  # (table, column) whose type is an application's own and not known
    files: dict[str, int] = field(default_factory=dict)  # fully, in part, not at all
    seconds: float = 0.0

    def doubt_about(self, path: tuple[str, ...], text: str) -> dict | None:
        """The doubt that touches the place in a catalog; `text` is what stands there on either side."""
        named_first = sorted(self.doubts, key=lambda doubt: doubt.get("kind") == "possible")
        return next((doubt for doubt in named_first if _touches(doubt["object"], path, text)), None)

    def doubt_in(self, statement: str) -> str:
        """Why DDL of ours that the database refuses is not certain: it makes something of a table in doubt, whose
        other parts it then lacks too; "" when it is."""
        for doubt in list(self.doubts):
            name = doubt["object"].removeprefix("name ").partition(" ")[2]
            table = name if doubt["object"].startswith("table ") else name.rpartition(".")[0] or name
            if doubt["object"] == "*" or re.search(rf"\b{re.escape(table)}\b", statement):
                self.doubts.append({"object": f"table {table}", "reason": doubt["reason"], "where": doubt["where"]})
                return doubt["reason"]
        for table, column in self.unknown_types:  # a key on it holds only where both types agree
            if all(re.search(rf"\b{re.escape(name)}\b", statement) for name in (table, column)):
                made = re.search(r"\bALTER TABLE (?:\w+\.)?(\w+) ADD CONSTRAINT (\w+)", statement)
                if made:
                    name = f"constraint {made[1]}.{made[2]}"
                    self.doubts.append({"object": name, "reason": UNKNOWN_TYPE, "where": ""})
                return UNKNOWN_TYPE
        return ""


def _touches(thing: str, path: tuple[str, ...], text: str) -> bool:
    if thing == "*":
        return True
    kind, _, name = thing.removeprefix("name ").partition(" ")
    words = {"enums": "type", "sequences": "sequence", "views": "view"}
    if path[0] == "sequences" and path[1].startswith("of "):  # a column's own
        return _touches(thing, ("tables", path[1].removeprefix("of ").replace(chr(34), "").rpartition(".")[0]), path[1])
    if path[0] != "tables":
        return kind == words.get(path[0]) and name == path[1] or kind == "table" and name == path[1]
    table = path[1]
    if kind == "table":
        return name == table or name in text
    if kind in ("columns", "constraints", "indexes"):
        places = {"constraints": ("constraints", "uniques", "foreign_keys", "checks", "primary_key", "key")}
        return name == table and path[2:3] and (path[2] == kind or path[2] in places.get(kind, (kind,)))
    if kind == "constraint":
        owner, _, constraint = name.rpartition(".")
        return owner == table and (constraint in path[3:] or constraint in text)
    if kind == "index":
        return len(path) > 3 and path[2] in ("indexes", "constraints", "uniques") and path[3] == name
    if kind == "column":
        owner, _, column = name.rpartition(".")
        if owner != table:
            return False
        return path[3] == column if path[2:3] == ("columns",) and len(path) > 3 else column in text
    return kind in ("type", "view", "sequence") and name in text


def _run(binary: Path, arguments: list[str]) -> str:
    try:
        ran = subprocess.run(
            [str(binary), *arguments], text=True, capture_output=True, timeout=LIMIT_SECONDS, stdin=subprocess.DEVNULL
        )
    except subprocess.TimeoutExpired:
        raise OursFailed(f"{' '.join(arguments)}: no end after {LIMIT_SECONDS} s") from None
    if ran.returncode < 0:
        raise OursFailed(f"{' '.join(arguments)}: CRASH by signal {-ran.returncode}")
    if ran.returncode != 0 and not (arguments[0] == "history" and ran.stdout):
        raise OursFailed(f"{' '.join(arguments)}: {(ran.stdout + ran.stderr).strip()}")
    return ran.stdout


def _ancestors(revisions: list[dict], last: str) -> list[dict]:
    known = {revision["revision"]: revision for revision in revisions}
    waiting, found = [last], {}
    while waiting:
        revision = known.get(waiting.pop())
        if revision and revision["revision"] not in found:
            found[revision["revision"]] = revision
            waiting += revision["down_revisions"]
    return list(found.values())


def read_view(binary: Path, project: Path, dialect: str) -> dict:
    """The schema at the head, as the program answers it. Raises OursFailed."""
    return json.loads(_run(binary, ["schema", "--dialect", dialect, "--json", "--project", str(project)]))


def read_ours(binary: Path, project: Path, dialect: str, at: str) -> Ours:
    """Asks the program. Raises OursFailed."""
    common = ["--project", str(project)]
    wanted = ["schema", "--dialect", dialect, *(["--at", at] if at else []), *common]
    started = time.monotonic()
    sql = _run(binary, [*wanted, "--sql"])
    seconds = time.monotonic() - started
    view = json.loads(_run(binary, [*wanted, "--json"]))
    unknown_types = {
        (table["name"], column["name"])
        for table in view["tables"]
        for column in table.get("columns", ())
        if column.get("type_known") is False
    }
    ours = Ours(view["revision"], sql, view["doubts"], view["remarks"], unknown_types, seconds=seconds)
    history = json.loads(_run(binary, ["history", "--json", *common]))
    ours.files = _count_files(_ancestors(history["revisions"], ours.revision), ours, dialect)
    return ours


def _count_files(revisions: list[dict], ours: Ours, dialect: str) -> dict[str, int]:
    lost = {doubt["where"].rpartition(":")[0] or doubt["where"] for doubt in ours.doubts if doubt["object"] == "*"}
    unsure = {remark["where"].rpartition(":")[0] for remark in ours.remarks if remark["kind"] == "unknown"}
    counts = {"fully": 0, "in part": 0, "not at all": 0}
    for revision in revisions:
        complete = revision["complete"] if dialect == "postgresql" else revision["path"] not in unsure
        kind = "not at all" if revision["path"] in lost else "fully" if complete else "in part"
        counts[kind] += 1
    return counts
