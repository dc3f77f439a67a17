"""What the program offers through MCP besides its tools: resources, templates, completion, what it says of itself; and that
long answers come in parts that lead to the rest.

Each definition is a file in definitions/ (UPDATE_GOLDEN=1 rewrites them; CI never sets that): a change of one is seen.
"""

import json
import os
import shutil
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))

from program import DATE, VERSIONS, Program, sample_copy  # noqa: E402

UPDATE = os.environ.get("UPDATE_GOLDEN") == "1" and os.environ.get("CI") != "true"
DEFINITIONS = HERE / "definitions"
MOST_CHARACTERS = 40_000  # of a tool's result
TABLES = 1200  # their names alone are longer than one result
MANY_TABLES = f"""
import sqlalchemy as sa
from alembic import op

revision = "many"
down_revision = "20260224_000018"


def upgrade():
    for number in range({TABLES}):
        op.create_table(f"table_{{number}}", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("name", sa.Text()))


def downgrade():
    pass
"""
MODERN = {
    "_meta": {
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": {},
    }
}
HELLO = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}
PAGED = ["tools/list", "resources/list", "resources/templates/list", "prompts/list"]


class SurfaceTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def start(self, project):
        self.program = self.enterContext(Program(["--project", str(project)], self.folder))

    def result(self, method, **params):
        answer = self.program.call(method, params)
        self.assertIn("result", answer, answer)
        return answer["result"]

    def error(self, method, **params):
        answer = self.program.call(method, params)
        self.assertIn("error", answer, answer)
        return answer["error"]

    def call(self, tool, **arguments):
        """A tool's result, which is never too long in either form."""
        result = self.result("tools/call", name=tool, arguments=arguments)
        self.assertLessEqual(sum(len(block["text"]) for block in result["content"]), MOST_CHARACTERS)
        structured = result.get("structuredContent", {})
        self.assertLessEqual(len(json.dumps(structured, ensure_ascii=False, separators=(",", ":"))), MOST_CHARACTERS)
        return result

    def definitions(self):
        """{name: definition} as clients get them."""
        found = {
            "initialize": self.result("initialize", **HELLO),
            "server_discover": self.result("server/discover", **MODERN),
        }
        for resource in self.result("resources/list")["resources"]:
            found[f"resource_{resource['name']}"] = resource
        for family in self.result("resources/templates/list")["resourceTemplates"]:
            found[f"template_{family['name']}"] = family
        for prompt in self.result("prompts/list")["prompts"]:
            found[f"prompt_{prompt['name']}"] = prompt
        return found

    def test_prompt(self):
        """For hosts that have prompts and no skills: what the skill says; Claude Code has that and gets no prompt."""
        project = sample_copy(self.folder)
        self.start(project)
        got = self.result("prompts/get", name="migrate", arguments={"description": "add x $ARGUMENTS"})
        [message] = got["messages"]
        self.assertEqual((message["role"], message["content"]["type"]), ("user", "text"))
        skill = (HERE.parents[1] / "skill/skills/migrate/SKILL.md").read_text(encoding="utf-8")
        body = skill.partition("\n---\n")[2].strip()
        self.assertEqual(message["content"]["text"], body.replace("$ARGUMENTS", "add x $ARGUMENTS"))
        self.assertEqual(self.error("prompts/get", name="migrate")["code"], -32602)
        with Program(["serve", "--text-results", "--project", str(project)], self.folder) as other:
            self.assertEqual(other.call("prompts/list")["result"]["prompts"], [])

    def test_definitions_are_the_kept_ones(self):
        self.start(sample_copy(self.folder))
        found = {name: json.dumps(one, indent=2, ensure_ascii=False) + "\n" for name, one in self.definitions().items()}
        if UPDATE:
            for name, text in found.items():
                (DEFINITIONS / f"{name}.snap").write_text(text, encoding="utf-8")
        kept = {path.stem: path.read_text(encoding="utf-8") for path in DEFINITIONS.glob("*.snap")}
        self.assertEqual(found, kept)

    def test_resources(self):
        project = sample_copy(self.folder)
        self.start(project)
        newest = max((project / VERSIONS).glob("*.py"), key=lambda path: path.name)
        revision = newest.name[:15]
        read = {
            uri: self.result("resources/read", uri=uri)["contents"][0]
            for uri in ("schema://head", "schema://head/users", "migration://head", f"migration://{revision}")
        }
        for uri, content in read.items():
            self.assertEqual((content["uri"], content["mimeType"]), (uri, "text/plain"))
        self.assertIn(newest.read_text(encoding="utf-8"), read["migration://head"]["text"])
        self.assertEqual(read["migration://head"]["text"], read[f"migration://{revision}"]["text"])
        self.assertIn(read["schema://head/users"]["text"].strip().splitlines()[-1], read["schema://head"]["text"])
        for uri in (
            "migration://nothing",
            "schema://head/nothing",
            "schema://tail",
            "migration://",
            "file:///etc/passwd",
        ):
            with self.subTest(uri):
                legacy = self.error("resources/read", uri=uri)
                modern = self.error("resources/read", uri=uri, **MODERN)
                self.assertEqual((legacy["code"], modern["code"]), (-32002, -32602))
                self.assertEqual((legacy["data"]["uri"], modern["data"]["uri"]), (uri, uri))
        self.assertIn("users", self.error("resources/read", uri="schema://head/user")["message"])

    def test_completion(self):
        project = sample_copy(self.folder)
        self.start(project)

        def complete(uri, name, value):
            reference = {"type": "ref/resource", "uri": uri}
            argument = {"name": name, "value": value}
            return self.result("completion/complete", ref=reference, argument=argument)["completion"]

        ids = sorted((path.name[:15] for path in (project / VERSIONS).glob("*.py")), reverse=True)
        found = complete("migration://{revision}", "revision", "")
        self.assertEqual(found, {"values": ids, "total": len(ids), "hasMore": False})
        self.assertEqual(complete("migration://{revision}", "revision", ids[3][:12])["values"], [
            one for one in ids if one.startswith(ids[3][:12])
        ])  # fmt: skip
        tables = complete("schema://head/{table}", "table", "")["values"]
        self.assertIn("users", tables)
        self.assertEqual(complete("schema://head/{table}", "table", "us")["values"], [
            one for one in tables if one.startswith("us")
        ])  # fmt: skip
        self.assertEqual(complete("schema://head/{table}", "table", "nothing")["values"], [])

    def test_lists_have_one_page(self):
        """All lists are short and fixed, migrations are reached by the template and its completion: no cursor is given."""
        self.start(sample_copy(self.folder))
        for method in PAGED:
            self.assertNotIn("nextCursor", self.result(method))
            self.assertEqual(self.error(method, cursor="x")["code"], -32602)

    def test_a_long_schema_comes_in_pages(self):
        project = sample_copy(self.folder)
        (project / VERSIONS / "20260225_000019_many.py").write_text(MANY_TABLES, encoding="utf-8")
        self.start(project)
        seen, offset = [], 0
        while offset is not None:
            result = self.call("describe_schema", offset=offset)
            self.assertFalse(result["isError"], result)
            page = result["structuredContent"]
            self.assertIn("ask for one table", result["content"][0]["text"])
            for table in page["tables"]:
                self.assertIn(f"{table['name']} ({table['column_count']} columns)", result["content"][0]["text"])
            seen += [table["name"] for table in page["tables"]]
            offset = page.get("next_offset")
        self.assertLess({f"table_{number}" for number in range(TABLES)}, set(seen))
        self.assertEqual(len(seen), len(set(seen)))
        one = self.call("describe_schema", table="table_500")["structuredContent"]
        self.assertEqual([column["name"] for column in one["tables"][0]["columns"]][:2], ["id", "name"])
        self.assertTrue(self.call("describe_schema", offset=100_000)["isError"])
        found = self.result(
            "completion/complete",
            ref={"type": "ref/resource", "uri": "schema://head/{table}"},
            argument={"name": "table", "value": "table_"},
        )
        self.assertEqual((len(found["completion"]["values"]), found["completion"]["hasMore"]), (100, True))

    def test_a_long_review_is_cut(self):
        """Two hundred tables in one request: what was written is whole, and the answer says where the rest is."""
        project = sample_copy(self.folder)
        self.start(project)
        columns = [{"name": f"column_{number}", "type": "text", "comment": "c" * 60} for number in range(12)]
        operations = [{"op": "create_table", "table": f"made_{number}", "columns": columns} for number in range(200)]
        for explain in (False, True):
            result = self.call(
                "create_migration", operations=operations, message="many", dry_run=True, date=DATE, explain=explain
            )
            self.assertFalse(result["isError"], result)
        whole = self.result("migrate", operations=operations, message="many", dry_run=True, date=DATE)
        self.assertGreater(len(whole["messages"][0]["content"]), 100_000)
        result = self.call("create_migration", operations=operations, message="many", date=DATE)
        text, path = result["content"][0]["text"], result["structuredContent"]["path"]
        self.assertIn(f"more lines: the whole is in {path}", text)
        self.assertIn("more messages are left out", text)
        self.assertIn("ssh", text)  # the reminders are all there
        self.assertEqual((project / path).read_text(encoding="utf-8"), whole["messages"][0]["content"])


if __name__ == "__main__":
    unittest.main()
