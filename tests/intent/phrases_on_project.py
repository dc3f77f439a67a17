"""Phrases on a real project: each one that is understood goes up, exactly down, and up again on PostgreSQL.

    phrases_on_project.py PROJECT PHRASES [--stack new] [--rows 2] [--only WORD]

PROJECT is copied, and keeps its chain; its env.py gives way to the sample's, which needs no application. PHRASES holds
`> phrase` lines, as the files of tests/golden/intent do; an answer that stands below one (`!` refused, `?` not
understood; `# refused …` where only the plan refuses) says what is expected there. Each phrase is asked of the program on a fresh copy of the chain.

The counts are of phrases: right (the round trip holds), data (it holds on empty tables, and made-up rows rightly stop
it), refused, not understood, failed. The exit code is 1 when one failed, or one has another outcome than the file says.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/stacks"))

from roundtrip import Bench, check_text  # noqa: E402

PROGRAM = Path(os.environ.get("MIGRATE_BUILD", ROOT / "build")) / "alembic-migrate"
WORKERS = 2


def read_phrases(path: Path) -> list[tuple[str, str]]:
    """(phrase, "!" or "?" or ""): what the file says of it."""
    phrases: list[tuple[str, str]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("> "):
            phrases.append((line[2:].replace("\\n", "\n"), ""))
        elif phrases and (line[:1] in ("!", "?") or line.startswith("# refused")):
            phrases[-1] = (phrases[-1][0], "!" if line.startswith("#") else line[0])
    return phrases


def ask(project: Path, phrase: str) -> dict:
    message = {"jsonrpc": "2.0", "id": 1, "method": "migrate", "params": {"description": phrase, "date": "2026-03-01"}}
    command = [str(PROGRAM), "--project", str(project)]
    ran = subprocess.run(command, input=json.dumps(message) + "\n", text=True, capture_output=True, timeout=120)
    return json.loads(ran.stdout)


def try_phrase(bench: Bench, project: Path, phrase: str, stack: str, rows: int) -> tuple[str, str]:
    """(outcome, details) of one phrase; the project is as before when it returns."""
    answer = ask(project, phrase)
    if "error" in answer:
        error = answer["error"]
        return "refused", f"{error['data']['code']}: {error['message']}"
    result = answer["result"]
    base = Path(answer["result"].get("root", project))
    file = next(path for path in (base / result["path"], *project.rglob(Path(result["path"]).name)) if path.exists())
    try:
        words = [message["text"] for message in result["messages"] if message.get("code") == "not_understood"]
        if words:
            return "not understood", words[0].split(". ")[0]
        problems = check_text(project, file)
        outcome = bench.roundtrip(project, file, stack, "postgresql", offline=False, rows=rows)
        if outcome.ok and not problems:
            return "right", ""
        if rows and not problems and bench.roundtrip(project, file, stack, "postgresql", offline=False, rows=0).ok:
            return "data", outcome.problems[0].splitlines()[0][:160]
        return "failed", "\n".join(problems + outcome.problems)[:1500]
    finally:
        file.unlink()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("project", type=Path)
    parser.add_argument("phrases", type=Path)
    parser.add_argument("--stack", default="new")
    parser.add_argument("--rows", type=int, default=2)
    parser.add_argument("--only", default="", help="phrases that hold this text")
    options = parser.parse_args()
    phrases = [item for item in read_phrases(options.phrases) if options.only in item[0]]
    counts: Counter = Counter()
    surprises = 0
    with Bench() as bench, ThreadPoolExecutor(WORKERS) as pool:
        copies: SimpleQueue = SimpleQueue()
        for _ in range(WORKERS):
            copies.put(bench.plain_copy(options.project))

        def one(item: tuple[str, str]) -> tuple[str, str]:
            copy = copies.get()
            try:
                return try_phrase(bench, copy, item[0], options.stack, options.rows)
            except Exception as error:  # the other phrases still count
                return "failed", f"{type(error).__name__}: {error}"
            finally:
                copies.put(copy)

        for (phrase, expected), (outcome, details) in zip(phrases, pool.map(one, phrases), strict=True):
            counts[outcome] += 1
            wanted = {"!": ("refused",), "?": ("not understood",)}.get(expected, ("right", "data"))
            if outcome not in wanted:
                surprises += 1
                print(f"{outcome}: {phrase}\n    {details}", flush=True)
            elif outcome == "data":
                print(f"data: {phrase}\n    {details}", flush=True)
    total = ", ".join(f"{counts[name]} {name}" for name in ("right", "data", "refused", "not understood", "failed"))
    print(f"{len(phrases)} phrases: {total}")
    return 1 if surprises or counts["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
