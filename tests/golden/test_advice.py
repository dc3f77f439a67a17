"""The law of advice: what a message proposes is right as it stands.

A JSON form or a request in words is read by `migrate`, and planned: it is done, or what stands in its way then is told.
A command is one of the program's own, with options that it has. A statement is Python, and in a migration on the same chain
`check` reads it. Forms that leave a place open ("<column>", "...") are not whole.

Two sources: every expected.error.json of the golden migrations, and some two thousand generated requests on a chain with
names that have to be quoted, schemas, views, enums, and an index with all that an index can have; what `check` says of
statements by hand on the same chain.
"""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), *(str(HERE.parent / folder) for folder in ("stacks", "support"))]

import advice  # noqa: E402
from golden import GoldenCase, golden_cases  # noqa: E402
from program import DATE, PROGRAM, Program  # noqa: E402

UNREAD = {"bad_operation", "bad_type", "bad_params", "bad_description", "bad_sql", "not_understood", "not_read_back"}
UNREAD |= {"no_such_table", "no_such_column", "no_such_index", "no_such_constraint", "no_such_type", "no_such_view"}
EVERY = int(os.environ.get("ADVICE_EVERY", "3"))  # of the generated requests, one in so many


def texts_of(answer: dict) -> list[str]:
    if "error" in answer:
        return [answer["error"].get("data", {}).get("hint") or "", answer["error"]["message"]]
    return [each.get("text", "") for each in answer["result"]["messages"] if each["type"] in ("assumption", "warning")]


def code_of(answer: dict) -> str:
    return answer.get("error", {}).get("data", {}).get("code", "")


def is_sound(statement: str) -> bool:
    """Python that compiles, with SQL in it whose quotes close."""
    try:
        call = ast.parse(statement, mode="eval").body
    except SyntaxError:
        return False
    strings = [each.value for each in ast.walk(call) if isinstance(each, ast.Constant) and isinstance(each.value, str)]
    return all(text.count('"') % 2 == 0 and text.count("'") % 2 == 0 for text in strings)


class AdviceTest(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp()).resolve()
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def judge(self, program, proposal, origin):
        """Fails where the proposal is not right as it stands."""
        with self.subTest(proposal=proposal.text, origin=origin):
            if proposal.kind == "statement":
                self.assertTrue(is_sound(proposal.text), proposal.text)
            elif proposal.kind == "command":
                arguments = advice.command_arguments(proposal.text)
                self.assertIn(arguments[0], advice.COMMANDS)
                if arguments[0] == "new":
                    self.asked(program, {"description": arguments[1]})
            elif proposal.kind == "form":
                self.asked(program, {"operations": json.loads(proposal.text)})
            else:
                self.asked(program, {"description": proposal.text})

    def asked(self, program, params):
        answer = program.call("migrate", {"date": DATE, "dry_run": True, **params})
        self.assertNotIn(code_of(answer), UNREAD, answer)

    def test_what_the_golden_refusals_propose(self):
        count = 0
        for path in golden_cases("expected.error.json"):
            error = json.loads((path / "expected.error.json").read_text(encoding="utf-8"))
            found = [p for p in advice.proposals(error["data"].get("hint") or "") if p.is_whole]
            if not found:
                continue
            project = GoldenCase(path, self.folder).project
            with Program(["--project", str(project)], self.folder) as program:
                for proposal in found:
                    count += 1
                    self.judge(program, proposal, path.name)
        self.assertGreater(count, 3)

    def test_what_generated_requests_are_answered_with(self):
        for databases in (["postgresql"], ["postgresql", "sqlite"]):
            with self.subTest(databases=databases):
                self.law(databases)

    def test_what_check_proposes(self):
        project = self.project(["postgresql", "sqlite"])
        kinds: dict[str, int] = {}
        with Program(["--project", str(project)], self.folder) as program:
            for statement in advice.BY_HAND:
                file = advice.write_by_hand(project, statement)
                found = self.findings(project, file)
                with self.subTest(statement=statement):
                    self.assertTrue(found)
                for finding in found:
                    for proposal in advice.proposals(finding.get("fix") or ""):
                        if proposal.is_whole:
                            kinds[proposal.kind] = kinds.get(proposal.kind, 0) + 1
                            self.judge(program, proposal, (statement, finding["rule"]))
                file.unlink()
        self.assertGreater(kinds.get("statement", 0), 15)
        self.assertGreater(kinds.get("command", 0), 1)

    def findings(self, project, file) -> list[dict]:
        command = [str(PROGRAM), "check", "--format", "json", str(file.relative_to(project))]
        ran = subprocess.run(command, cwd=project, text=True, capture_output=True, timeout=120)
        return json.loads(ran.stdout)["findings"]

    def project(self, databases) -> Path:
        project = self.folder / "-".join(databases)
        shutil.copytree(HERE.parent / "sample-hanging", project)
        settings = (project / "pyproject.toml").read_text(encoding="utf-8")
        settings = re.sub(r"databases = .*", f"databases = {json.dumps(databases)}", settings)
        (project / "pyproject.toml").write_text(settings, encoding="utf-8")
        advice.write_awkward(project)
        return project

    def law(self, databases):
        project = self.project(databases)
        seen: dict = {}
        kinds: dict[str, int] = {}
        with Program(["--project", str(project)], self.folder) as program:
            requests = list(advice.requests(self.tables(program)))[:: EVERY]
            for params in requests:
                answer = program.call("migrate", {"date": DATE, "dry_run": True, **params})
                self.assertNotEqual(code_of(answer), "not_read_back", (params, answer))
                for text in texts_of(answer):
                    for proposal in advice.proposals(text):
                        if proposal.is_whole:
                            seen.setdefault(proposal, json.dumps(params))
            for proposal, origin in seen.items():
                kinds[proposal.kind] = kinds.get(proposal.kind, 0) + 1
                self.judge(program, proposal, origin)
        self.assertGreater(len(requests), 2000 // EVERY)
        self.assertLessEqual({"form", "request", "statement"}, kinds.keys())

    def tables(self, program) -> dict[str, dict]:
        answer = program.call("schema", {})
        tables = {}
        for table in answer["result"]["tables"]:
            name = (table["schema"] + "." if table.get("schema") else "") + table["name"]
            named = [each.get("name") for kind in ("uniques", "checks", "foreign_keys") for each in table.get(kind, ())]
            tables[name] = {
                "columns": [each["name"] for each in table["columns"]],
                "constraints": [each for each in named if each],
                "indexes": [each["name"] for each in table.get("indexes", ())],
            }
        return tables


if __name__ == "__main__":
    unittest.main()
