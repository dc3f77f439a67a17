"""Reads src/lint/PEERS.md and the installed squawk, for the tests."""

import json
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PEERS = ROOT / "src/lint/PEERS.md"
SQUAWK = ROOT / ".tools/squawk/bin/squawk"


def rows(text):
    """The cells of each row of the tables in a text, without heads and rules."""
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")
    ]
    return [row for row in cells if not set(row[0]) <= {"-"}]


def section(heading):
    """The rows of PEERS.md's table under the heading, less its head."""
    text = PEERS.read_text(encoding="utf-8")
    begin = text.index(f"\n## {heading}")
    end = text.find("\n## ", begin + 1)
    return rows(text[begin:end])[1:]


def counterparts(heading):
    """{peer's rule: set of our rules}; an empty set where there is a reason instead."""
    return {row[0].strip("`"): set(re.findall(r"`([a-z-]+)`", row[1])) for row in section(heading)}


def squawk_on(files):
    """{file's stem: set of rules} that squawk finds in SQL files."""
    ran = subprocess.run(
        [str(SQUAWK), "--reporter", "json", "--pg-version", "15", *map(str, files)], capture_output=True, text=True
    )
    found = {}
    for each in json.loads(ran.stdout):
        found.setdefault(Path(each["file"]).stem, set()).add(each["rule_name"])
    return found
