#!/usr/bin/env python3
"""What a model pays for us, in bytes, in the real client: each definition that is loaded, the skill, and for five jobs the
results as they reach the model when a person sits at the terminal, and the output: the calls it has to write, and the
sentence that the skill asks of it.

    agent_bytes.py [newest|older]

A job is a session with a script; only our own part of what the model is sent counts.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]

from claude_code import ROOT, Client, size_of_definition, text_of  # noqa: E402
from program import sample_copy  # noqa: E402
from ways import Way  # noqa: E402

DONE = [{"text": "The migration is written; please read what was assumed."}]
WORDS = (
    "add invoices table: number string(32) unique, customer_id fk customers, "
    "status in (DRAFT, SENT, PAID) default DRAFT, total numeric(12,2), due_on"
)
FILLED = [{"op": "add_column", "table": "bikes", "column": {"name": "polished_at", "type": "datetime"}}]
JOBS = {
    "create": [("create_migration", {"description": WORDS, "date": "2026-03-01"})],
    "not understood": [
        ("create_migration", {"description": "polish the bikes until they shine"}),
        ("create_migration", {"description": "polish the bikes until they shine", "operations": FILLED}),
    ],
    "revise": [("revise_migration", {"change": "make total nullable"})],
    "describe": [("describe_schema", {}), ("describe_schema", {"table": "customers"})],
    "check": [("check_migrations", {})],
}


def measure(which: str) -> dict[str, int]:
    """{what: bytes} for one client."""
    way = Way(which, "plugin")
    folder = Path(tempfile.mkdtemp())
    sizes = {}
    try:
        project = sample_copy(folder)
        plugin = way.prepare(folder, project)
        with Client(which) as client:
            for job, calls in JOBS.items():
                if job == "revise":
                    calls = [("create_migration", {"description": "add receipts table: total"}), *calls]
                # What the plugin's hook adds at a terminal; test_typed.py sees it do so.
                shown = {"_meta": {"alembic-migrate/shown-by-hook": True}}
                turns = [way.call(name, **arguments, **shown) for name, arguments in calls]
                run = client.ask(project, f"/migrate {WORDS}", [*turns, DONE], plugin)
                results = run.tool_results()[-len(JOBS[job]) :]
                sizes[f"result: {job}"] = sum(len(text_of(result).encode()) for result in results)
                written = [name + json.dumps(arguments) for name, arguments in JOBS[job]] + [DONE[0]["text"]]
                sizes[f"output: {job}"] = sum(len(text.encode()) for text in written)
        tools = [tool for tool in run.requests[0]["tools"] if "alembic" in tool["name"]]
        for tool in tools:
            sizes[f"definition: {tool['name'].rpartition('__')[2]}"] = size_of_definition(tool)
        sizes["definitions"] = sum(map(size_of_definition, tools))
        body = (ROOT / "skill/skills/migrate/SKILL.md").read_text(encoding="utf-8").split("---\n", 2)[2]
        sizes["skill"] = len(body.encode())
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return sizes


def main() -> int:
    for which in sys.argv[1:] or ("newest", "older"):
        print(f"{which}:")
        for what, size in measure(which).items():
            print(f"  {size:6} {what}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
