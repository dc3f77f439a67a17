"""Hostile descriptions and operations: a sound file or a clear error, never a crash, and nothing written by a refusal.

Thousands of requests go through one process as dry runs; each accepted file's text is judged, a part of them by ruff too. Some
are written, one in a copy of the sample each, and those whose names and values end in SQL are run by real Alembic.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support"), str(HERE.parent / "stacks")]

from judge import faults_of_answer, faults_of_error  # noqa: E402
from material import NAMES, PIECES, TEXTS, create, random_requests, raw_lines, requests  # noqa: E402
from program import DATE, PROGRAM, VERSIONS, Died, Program, clean_environment, files_of, sample_copy  # noqa: E402
from roundtrip import DIALECTS, Bench, check_text  # noqa: E402

SEED = int(os.environ.get("HOSTILE_SEED", "20260301"))
RANDOM_REQUESTS = int(os.environ.get("HOSTILE_COUNT", "200"))
MOST_SHOWN = 40
RUFF_CHECKS = 120


class HostileTest(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.home = self.folder / "home"
        self.home.mkdir()
        self.project = sample_copy(self.folder)
        self.program = None
        self.addCleanup(self.stop)

    def stop(self):
        if self.program:
            self.program.process.kill()
            self.program.close()
            self.program = None

    def start(self):
        if self.program is None:
            self.program = Program(["--project", str(self.project)], self.home)
        return self.program

    def ask(self, send, label, faults):
        """The answer, or None when the process died: then the next request gets a new one."""
        try:
            return send(self.start())
        except Died as died:
            faults.append(f"{label}: {died}")
            self.program = None
            return None

    def assert_none(self, faults):
        self.assertEqual(len(faults), 0, "\n" + "\n".join(faults[:MOST_SHOWN]))

    def judge_dry_runs(self, asked):
        """Answers to all requests; accepted ones are returned as (label, content)."""
        faults, accepted = [], []
        before = files_of(self.folder / "project")
        for label, params in asked:
            wanted = {**params, "dry_run": True}
            wanted.setdefault("date", DATE)
            answer = self.ask(lambda program, wanted=wanted: program.call("migrate", wanted), label, faults)
            if answer is None:
                continue
            faults += [f"{label}: {fault}" for fault in faults_of_answer(answer)]
            if "result" in answer:
                accepted.append((label, answer["result"]["messages"][0]["content"]))
                if answer["result"]["written"]:
                    faults.append(f"{label}: a dry run says that it wrote")
        if files_of(self.folder / "project") != before:
            faults.append("a dry run wrote")
        self.assert_none(faults)
        return accepted

    def judge_by_ruff(self, accepted):
        """A part of them, spread over all."""
        step = max(1, len(accepted) // RUFF_CHECKS)
        files = []
        for number, (label, content) in enumerate(accepted[::step]):
            file = self.project / VERSIONS / f"20990101_{number:06}_hostile.py"
            file.write_text(content, encoding="utf-8")
            files.append((label, file))
        with ThreadPoolExecutor(2) as pool:
            found = pool.map(lambda one: [f"{one[0]}: {fault}" for fault in check_text(self.project, one[1])], files)
            self.assert_none([fault for faults in found for fault in faults])

    def test_raw_lines(self):
        faults = []
        for label, line in raw_lines():
            answer = self.ask(lambda program, line=line: program.send(line), label, faults)
            if answer is not None:
                faults += [f"{label}: {fault}" for fault in faults_of_answer(answer)]
        self.assert_none(faults)

    def test_through_tools(self):
        """The same through MCP: a wrong argument is a result that says so, and nothing is an error of ours."""
        faults = []
        for label, params in list(requests())[::17]:
            arguments = {"name": "create_migration", "arguments": {**params, "dry_run": True}}
            answer = self.ask(lambda program, arguments=arguments: program.call("tools/call", arguments), label, faults)
            if answer is None:
                continue
            if "error" in answer:
                faults += [f"{label}: {fault}" for fault in faults_of_error(answer["error"])]
            elif answer["result"]["isError"]:
                text = answer["result"]["content"][0]["text"]
                faults += [] if 0 < len(text) < 3000 else [f"{label}: a text of {len(text)} characters"]
            else:
                found = answer["result"]["structuredContent"]
                faults += [f"{label}: {fault}" for fault in faults_of_answer({"result": found})]
        self.assert_none(faults)

    def test_terminal(self):
        """The same words as arguments of `new`."""
        faults = []
        before = files_of(self.project)
        for label, piece in PIECES.items():
            try:
                words = [os.fsencode(piece)]
            except UnicodeEncodeError:
                continue
            if b"\0" in words[0] or len(words[0]) > 100_000:
                continue
            command = [str(PROGRAM), "--project", str(self.project), "new", "--dry-run", "--json", "--", *words]
            ran = subprocess.run(command, capture_output=True, timeout=120, env=clean_environment(self.home))
            if ran.returncode not in (0, 1, 2) or not ran.stdout + ran.stderr:
                faults.append(f"{label}: exit {ran.returncode}: {ran.stderr[-500:]!r}")
        self.assertEqual(files_of(self.project), before)
        self.assert_none(faults)

    def test_written_files_are_in_their_place(self):
        """Really written, each in its own copy: one new file, its text as shown; a refusal leaves everything as it was."""
        chosen = [{"description": piece} for piece in PIECES.values()]
        chosen += [{"message": piece, "operations": [create()]} for piece in PIECES.values()]
        chosen += [{"description": "add invoices table", "project": "../.."}]
        faults, copies = [], self.folder / "copies"
        for number, params in enumerate(chosen):
            project = sample_copy(copies / str(number))
            before = files_of(copies / str(number))
            with Program(["--project", str(project)], self.home) as program:
                answer = program.call("migrate", {**params, "date": DATE})
            after = files_of(copies / str(number))
            new = {name: text for name, text in after.items() if before.get(name) != text}
            wanted = {}
            if "result" in answer:
                result = answer["result"]
                wanted = {f"project/{result['path']}": result["messages"][0]["content"].encode()}
            if new != wanted or not before.keys() <= after.keys():
                faults.append(f"{str(params)[:200]}: wrote {list(new)}, wanted {list(wanted)}")
            shutil.rmtree(copies / str(number))
        self.assert_none(faults)


def runnable():
    """(label, request, rows) whose names and values end in SQL: what is accepted must run."""
    names = [name for name in NAMES if 0 < len(name) <= 64]
    for name in names:
        yield f"table {name!r}", {"op": "create_table", "table": name, "columns": [{"name": "c", "type": "text"}]}, 0
        column = {"name": name, "type": "string(20)", "index": True, "comment": "c", "default": "x"}
        yield f"column {name!r}", {"op": "add_column", "table": "tags", "column": column}, 1
    for text in TEXTS:
        yield f"default {text[:9]!r}", create(default=text, comment=text), 0
        yield f"allowed {text[:9]!r}", create(type="string(600)", **{"in": [text, "b"]}), 0
        literal = "'" + text.replace("'", "''") + "'"
        added = {"name": "c", "type": "text", "nullable": False, "backfill": literal}
        yield f"backfill {text[:9]!r}", {"op": "add_column", "table": "tags", "column": added}, 2
        yield (
            f"check {text[:9]!r}",
            {"op": "create_check", "table": "tags", "sql": f"name <> {literal}", "name": "chk_h"},
            0,
        )
        yield (
            f"where {text[:9]!r}",
            {"op": "create_index", "table": "tags", "columns": ["name"], "where": f"name <> {literal}"},
            0,
        )
        change = f"UPDATE tags SET name = name WHERE name = {literal}"
        yield f"execute {text[:9]!r}", {"op": "execute", "sql": change, "down_sql": change}, 1


class RealAlembicTest(unittest.TestCase):
    """What the program accepts with a name or a value like these goes up, down and up again on both databases."""

    STACK_OF = {"postgresql": ("new", "old"), "sqlite": ("new",)}

if __name__ == "__main__":
    unittest.main()
