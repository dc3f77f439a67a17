"""Hostile descriptions and operations: a sound file or a clear error, never a crash, and nothing written by a refusal.

Thousands of requests go through one process as dry runs; each accepted file's text is judged, a part of them by ruff too. Some
are written, each in a copy of the sample, and those whose names and values end in SQL are run by real Alembic.
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

from client import STACKS  # noqa: E402
from judge import faults_of_answer, faults_of_error  # noqa: E402
from material import NAMES, PIECES, TEXTS, create, random_requests, raw_lines, requests  # noqa: E402
from program import DATE, PROGRAM, VERSIONS, Died, Program, clean_environment, files_of, sample_copy  # noqa: E402
from roundtrip import DIALECTS, Bench, check_text  # noqa: E402
from small_project import small_project  # noqa: E402

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
        self.project = small_project(self.folder)
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
        self.assertEqual(len(faults), 0, "\n" + "\n".join(fault[:800] for fault in faults[:MOST_SHOWN]))

    def judge_dry_runs(self, asked):
        """Asks them all; (label, content) of the accepted ones, and what was wrong."""
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
        return accepted, faults

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
            return [fault for faults in found for fault in faults]

    def test_requests(self):
        accepted, faults = self.judge_dry_runs(requests())
        self.assertGreater(len(accepted), 100, "hardly anything was accepted")
        self.assert_none(faults + self.judge_by_ruff(accepted))
        self.assertEqual(self.program.close(), 0)
        self.program = None

    def test_requests_by_chance(self):
        accepted, faults = self.judge_dry_runs(random_requests(RANDOM_REQUESTS, SEED))
        self.assert_none(faults + self.judge_by_ruff(accepted))

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


def quoted(text):
    return "'" + text.replace("'", "''") + "'"


def runnable():
    """{group: [operation]}: names and values that end in SQL. What is accepted must run, alone and together."""
    names = [name for name in {name.casefold(): name for name in NAMES}.values() if name not in ("id", "name")]
    texts = [text for text in TEXTS if text]
    column = {"type": "string(600)", "comment": "c"}
    tags = {"table": "tags"}
    return {
        # A dot would name a schema; the counter of rows cannot name a table with a %.
        "tables": [
            {"op": "create_table", "table": name, "columns": [{"name": "c", "type": "text"}]}
            for name in names
            if "." not in name and "%" not in name
        ],
        "columns": [{"op": "add_column", **tags, "column": {"name": name, "default": "x", **column}} for name in names],
        "indexes": [{"op": "create_index", **tags, "columns": ["name"], "name": name} for name in names],
        # SQLAlchemy does not find a CHECK with a quote in its name in SQLite, so nothing could drop it.
        "checks": [
            {"op": "create_check", **tags, "sql": "name <> ''", "name": name} for name in names if '"' not in name
        ],
        "defaults": [create_with(f"d{i}", default=text, comment=text) for i, text in enumerate(texts)],
        "allowed": [create_with(f"a{i}", type="string(600)", **{"in": [text, "b"]}) for i, text in enumerate(texts)],
        "backfills": [
            {
                "op": "add_column",
                **tags,
                "column": {"name": f"b{i}", **column, "nullable": False, "backfill": quoted(text)},
            }
            for i, text in enumerate(texts)
        ],
        # Nor does SQLAlchemy 1.4 find a CHECK of several lines there.
        "check texts": [
            {"op": "create_check", **tags, "sql": f"name <> {quoted(text)}", "name": f"chk_{i}"}
            for i, text in enumerate(texts)
            if "\n" not in text
        ],
        "wheres": [
            {"op": "create_index", **tags, "columns": ["name"], "where": f"name <> {quoted(text)}", "name": f"idx_{i}"}
            for i, text in enumerate(texts)
        ],
        "statements": [
            {
                "op": "execute",
                "sql": f"UPDATE tags SET name = name WHERE name = {quoted(text)}",
                "down_sql": f"SELECT {quoted(text)}",
            }
            for text in texts
        ],
    }


def create_with(table, **column):
    return {**create(**column), "table": table}


class RealAlembicTest(unittest.TestCase):
    """What the program accepts with a name or a value like these goes up, down and up again, in real Alembic."""

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.project = small_project(self.folder)
        self.program = self.enterContext(Program(["--project", str(self.project)], self.folder))
        self.bench = self.enterContext(Bench())
        self.count = 0

    def make(self, operations):
        """The file for these operations, or None when they are refused."""
        asked = {"message": "hostile", "operations": operations, "dry_run": True, "date": DATE}
        answer = self.program.call("migrate", asked)
        if "error" in answer:
            return None
        self.count += 1
        file = self.folder / str(self.count) / "20260301_000019_hostile.py"
        file.parent.mkdir()
        file.write_text(answer["result"]["messages"][0]["content"], encoding="utf-8")
        return file

    def run_file(self, file, stack, dialect):
        # Alembic's own `--sql` doubles every % and turns a tab into blanks: such files run online only.
        text = file.read_text(encoding="utf-8")
        offline = "%" not in text and "\\t" not in text
        return self.bench.roundtrip(self.project, file, stack, dialect, rows=2, offline=offline)

    def culprits(self, operations, stack, dialect):
        """Those of the operations that fail, each alone, with what was said."""
        found = []
        for operation in operations:
            outcome = self.run_file(self.make([operation]), stack, dialect)
            if not outcome.ok:
                found.append((operation, f"{json.dumps(operation, ensure_ascii=False)[:300]}\n{outcome.text()[:600]}"))
        return found

    def run_group(self, operations):
        """What failed, everywhere; what failed once is left out of the next runs."""
        said = []
        for dialect in DIALECTS:
            for stack in STACKS:
                file = self.make(operations)
                self.assertIsNotNone(file, "refused together, while each alone is accepted")
                outcome = self.run_file(file, stack, dialect)
                if outcome.ok:
                    continue
                found = self.culprits(operations, stack, dialect)
                said += [text for _, text in found] or [f"each alone is fine, together not: {outcome.text()[:1000]}"]
                operations = [
                    operation for operation in operations if operation not in [culprit for culprit, _ in found]
                ]
        return said

    def test_accepted_ones_run(self):
        for group, all_of in runnable().items():
            accepted = [operation for operation in all_of if self.make([operation])]
            with self.subTest(group):
                self.assertGreater(len(accepted), 20, "hardly anything was accepted")
                said = self.run_group(accepted)
                self.assertEqual(len(said), 0, "\n" + "\n".join(said[:MOST_SHOWN]))


if __name__ == "__main__":
    unittest.main()
