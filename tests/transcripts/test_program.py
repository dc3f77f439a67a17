"""The built program's conversations: tests/transcripts/program/*.txt, each on its own copy of the sample project.

Then what a line in a transcript cannot say: that results are complete in both forms, and that the definitions of the tools
are those of tools/*.snap, one a tool (UPDATE_GOLDEN=1 rewrites them; CI never sets that).
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))

from program import DATE, PROGRAM, ROOT, SAMPLE, Program, clean_environment, files_of, kept_tools, sample_copy  # noqa: E402

UPDATE = os.environ.get("UPDATE_GOLDEN") == "1" and os.environ.get("CI") != "true"
EMULATED = ["--any-progress"] if "MIGRATE_EMULATED" in os.environ else []  # tests/support/elsewhere.py
SNAPSHOTS = HERE / "tools"
MOST_DEFINITION_BYTES = 6 * 1024
MOST_DESCRIPTION = 2048  # older clients cut there
WORDS = "add invoices table: customer_id fk customers, status in (DRAFT, SENT) default DRAFT, amount"
METHODS = {
    "migrate",
    "revise",
    "discard",
    "merge",
    "rebase",
    "check",
    "verify",
    "schema",
    "history",
    "initialize",
    "server/discover",
    "tools/list",
    "tools/call",
    "rpc.discover",
}
MODERN = {
    "_meta": {
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": {},
    }
}


def message_schema_fits(schema, value):
    """The little of JSON Schema that our output schemas use."""
    types = {
        "string": str,
        "array": list,
        "object": dict,
        "boolean": bool,
        "null": type(None),
        "integer": int,
        "number": (int, float),
    }
    wanted = schema.get("type")
    if wanted and not any(isinstance(value, types[one]) for one in ([wanted] if isinstance(wanted, str) else wanted)):
        return False
    if isinstance(value, dict):
        known = schema.get("properties", {})
        return all(key in value for key in schema.get("required", [])) and all(
            message_schema_fits(known.get(key, {}), item) for key, item in value.items()
        )
    return not isinstance(value, list) or all(message_schema_fits(schema.get("items", {}), item) for item in value)


class ProgramTest(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.project = sample_copy(self.folder)

    def program(self):
        return self.enterContext(Program(["--project", str(self.project)], self.folder))

    def result(self, program, method, params=None):
        answer = program.call(method, params)
        self.assertIn("result", answer, answer)
        return answer["result"]

    def test_transcripts(self):
        files = sorted((HERE / "program").glob("*.txt"))
        self.assertGreater(len(files), 4)
        for file in files:
            with self.subTest(file.stem):
                command = [
                    sys.executable,
                    "-B",
                    str(HERE / "run.py"),
                    "--project",
                    str(SAMPLE),
                    "--slack",
                    "5",
                    *EMULATED,
                    str(file),
                ]
                command += ["--", str(PROGRAM), "--project", "{project}"]
                ran = subprocess.run(
                    command, capture_output=True, text=True, env=clean_environment(self.folder), timeout=600
                )
                self.assertEqual(ran.returncode, 0, ran.stdout + ran.stderr)

    def test_tools_are_as_kept(self):
        found = {tool["name"]: tool for tool in self.result(self.program(), "tools/list")["tools"]}
        if UPDATE:
            for name, tool in found.items():
                text = json.dumps(tool, indent=2, ensure_ascii=False)
                (SNAPSHOTS / f"{name}.snap").write_text(text + "\n", encoding="utf-8")
        kept = kept_tools()
        self.assertEqual(set(found), set(kept))
        for name, now in found.items():
            with self.subTest(name):
                self.assertEqual(
                    json.dumps(now, indent=1), json.dumps(kept[name], indent=1)
                )  # the order of keys counts

    def test_tools_are_what_hosts_can_take(self):
        tools = self.result(self.program(), "tools/list")["tools"]
        sizes = 0
        for tool in tools:
            with self.subTest(tool["name"]):
                self.assertRegex(tool["name"], "^[a-z]+(_[a-z]+)*$")
                self.assertLess(len(tool["description"]), MOST_DESCRIPTION)
                self.assertEqual(tool["inputSchema"]["type"], "object")
                self.assertNotIn("anyOf", tool["inputSchema"])
                self.assertEqual(tool["outputSchema"]["type"], "object")
                hints = {"readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"}
                self.assertEqual(set(tool["annotations"]), hints)
                self.assertTrue(tool["title"])
                seen = [tool["name"], tool["description"], tool["inputSchema"]]
                sizes += len(json.dumps(seen, separators=(",", ":"), ensure_ascii=False).encode())
        self.assertLess(sizes, MOST_DEFINITION_BYTES)
        writes = {tool["name"] for tool in tools if not tool["annotations"]["readOnlyHint"]}
        self.assertIn("create_migration", writes)
        self.assertNotIn("describe_schema", writes)
        runs = {tool["name"] for tool in tools if tool["annotations"]["openWorldHint"]}
        self.assertEqual(runs, {"verify_migration"})
        skill = (ROOT / "skill/skills/migrate/SKILL.md").read_text(encoding="utf-8")
        self.assertNotIn("verify_migration", skill, "what runs the project's code is not allowed without asking")

    def test_call_is_complete_in_both_forms(self):
        """In both eras: everything that the structured form says stands in the text too, and the file is on disk."""
        for era, more in (("legacy", {}), ("modern", MODERN)):
            with self.subTest(era):
                project = sample_copy(self.folder, f"project-{era}")
                before = files_of(project)
                with Program(["--project", str(project)], self.folder) as program:
                    tool = next(
                        tool
                        for tool in self.result(program, "tools/list")["tools"]
                        if tool["name"] == "create_migration"
                    )
                    arguments = {"description": WORDS, "date": DATE}
                    result = self.result(
                        program, "tools/call", {"name": "create_migration", "arguments": arguments, **more}
                    )
                self.check_call(result, tool, project, before)

    def check_call(self, result, tool, project, before):
        found = result["structuredContent"]
        self.assertFalse(result["isError"])
        self.assertTrue(message_schema_fits(tool["outputSchema"], found), found)
        after = files_of(project)
        self.assertEqual(set(after) - set(before), {found["path"]})
        self.assertEqual(after[found["path"]].decode(), found["messages"][0]["content"])
        [block] = result["content"]
        for value in (found["path"], found["revision"], found["down_revision"], found["messages"][0]["content"]):
            self.assertIn(value, block["text"])
        kinds = [message["type"] for message in found["messages"]]
        self.assertEqual((kinds.count("file"), kinds.count("reminder")), (1, 3))
        for message in found["messages"][1:]:
            self.assertIn(message["text"], block["text"])
            for line in message.get("command", "").splitlines():
                self.assertIn(line, block["text"])

    def test_three_ways_in_give_the_same(self):
        """Plain JSON-RPC, MCP and the terminal show the same file for the same words."""
        asked = {"description": WORDS, "date": DATE, "dry_run": True}
        program = self.program()
        plain = self.result(program, "migrate", asked)
        tool = self.result(program, "tools/call", {"name": "create_migration", "arguments": asked})["structuredContent"]
        command = [str(PROGRAM), "--project", str(self.project), "new", WORDS, "--date", DATE, "--dry-run"]
        environment = clean_environment(self.folder)
        shown = subprocess.run([*command, "--json"], capture_output=True, text=True, env=environment, timeout=120)
        self.assertEqual(shown.returncode, 0, shown.stderr)
        self.assertEqual(plain, tool)
        self.assertEqual(plain, json.loads(shown.stdout))
        text = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120)
        self.assertIn(plain["messages"][0]["content"], text.stdout)

    def test_discover_lists_the_methods(self):
        found = self.result(self.program(), "rpc.discover")
        self.assertEqual(found["info"]["title"], "alembic-migrate")
        methods = {method["name"]: method for method in found["methods"]}
        self.assertLessEqual(METHODS, set(methods))
        self.assertEqual(len(methods), len(found["methods"]))
        for method in methods.values():
            self.assertTrue(method["summary"], method)
        self.assertIn("table", [parameter["name"] for parameter in methods["schema"]["params"]])

    def test_explained_operations_can_be_sent_back(self):
        program = self.program()
        first = self.result(program, "migrate", {"description": WORDS, "date": DATE, "dry_run": True, "explain": True})
        again = {"message": "add invoices table", "operations": first["operations"], "date": DATE, "dry_run": True}
        second = self.result(program, "migrate", again)
        self.assertEqual(first["messages"][0]["content"], second["messages"][0]["content"])

    def test_first_answer_does_not_wait_for_the_repository(self):
        """Even where there is none."""
        with Program(["--project", str(self.folder / "nowhere")], self.folder) as program:
            self.assertIn("tools", self.result(program, "tools/list"))
            answer = program.call("migrate", {"description": "add invoices table"})
            self.assertEqual(answer["error"]["data"]["code"], "no_project")


if __name__ == "__main__":
    unittest.main()
