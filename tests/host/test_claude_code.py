"""The plugin in the real Claude Code client: what reaches the model, and what the tool leaves on disk.

The model is a stand-in with a script; the client, the plugin and the program are the real ones. Each run works on a copy
of the sample project and of skill/. Without the client the tests are skipped, which CI does not allow.
"""

import json
import shutil
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]

from claude_code import ROOT, Client, client_path, plugin_copy, text_of  # noqa: E402
from program import VERSIONS, files_of, sample_copy  # noqa: E402

CREATE = "mcp__plugin_migrate_alembic__create_migration"
DESCRIBE = "mcp__plugin_migrate_alembic__describe_schema"
MOST_DEFINITION_BYTES = 6 * 1024
MOST_SKILL_BYTES = 1536
WORDS = (
    "add invoices table: customer_id fk customers, status in (DRAFT, SENT, PAID) default DRAFT, amount numeric(12,2)"
)
DONE = [{"text": "Here is the migration."}]


def tools_of(request):
    return {tool["name"]: tool for tool in request["tools"] if "alembic" in tool["name"]}


def call(tool, **arguments):
    return [{"tool": tool, "input": arguments}]


@unittest.skipUnless(client_path(), "Claude Code is not installed: run scripts/setup test")
class ClaudeCodeTest(unittest.TestCase):
    """One good run, looked at from all sides."""

    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.client = cls.enterClassContext(Client())
        cls.plugin = plugin_copy(cls.folder)
        cls.project = sample_copy(cls.folder)
        cls.before = files_of(cls.project)
        turns = [call(CREATE, description=WORDS, date="2026-03-01"), DONE]
        cls.run_ = cls.client.ask(cls.project, f"/migrate {WORDS}", turns, cls.plugin)
        cls.after = files_of(cls.project)

    def setUp(self):
        self.assertEqual(self.run_.code, 0, self.run_.describe())
        self.assertEqual(len(self.run_.requests), 2, self.run_.describe())

    def result(self):
        results = self.run_.tool_results()
        self.assertEqual(len(results), 1, self.run_.describe())
        self.assertFalse(results[0].get("is_error"), text_of(results[0]))
        return json.loads(text_of(results[0]))

    def test_server_connects(self):
        servers = {server["name"]: server["status"] for server in self.run_.event("system")["mcp_servers"]}
        self.assertEqual(servers, {"plugin:migrate:alembic": "connected"})

    def test_skill_reaches_the_model_with_the_words(self):
        said = self.run_.said_to_model()
        self.assertIn("Base directory for this skill: ", said)
        self.assertIn(f"Create one Alembic migration for: {WORDS}\n", said)
        self.assertNotIn("$ARGUMENTS", said)

    def test_skill_is_short(self):
        text = (ROOT / "skill/skills/migrate/SKILL.md").read_text(encoding="utf-8")
        body = text.split("---\n", 2)[2]
        self.assertLess(len(body.encode()), MOST_SKILL_BYTES)

    def test_tools_reach_the_model_whole(self):
        """As tests/transcripts/tools.snap.json has them: nothing dropped, cut or deferred."""
        seen = tools_of(self.run_.requests[0])
        self.assertIn(CREATE, seen)
        self.assertIn(DESCRIBE, seen)
        kept = json.loads((HERE.parent / "transcripts/tools.snap.json").read_text(encoding="utf-8"))
        self.assertEqual(len(seen), len(kept))
        for tool in kept:
            with self.subTest(tool["name"]):
                shown = seen[f"mcp__plugin_migrate_alembic__{tool['name']}"]
                self.assertEqual(shown["description"], tool["description"])
                schema = {key: value for key, value in shown["input_schema"].items() if key != "$schema"}
                self.assertEqual(schema, tool["inputSchema"])

    def test_tools_are_small(self):
        tools = tools_of(self.run_.requests[0]).values()
        size = sum(
            len(json.dumps([t["name"], t["description"], t["input_schema"]], separators=(",", ":"))) for t in tools
        )
        self.assertLess(size, MOST_DEFINITION_BYTES)

    def test_file_is_on_disk_and_nothing_else(self):
        new = sorted(set(self.after) - set(self.before))
        self.assertEqual(new, [f"{VERSIONS}/20260301_000019_add_invoices_table.py"])
        self.assertEqual({name: self.after[name] for name in self.before}, self.before)

    def test_model_sees_the_whole_file(self):
        result = self.result()
        self.assertTrue(result["written"])
        self.assertEqual(result["revision"], "20260301_000019")
        self.assertEqual(result["down_revision"], "20260224_000018")
        first = result["messages"][0]
        self.assertEqual(first["type"], "file")
        self.assertEqual(first["path"], result["path"])
        self.assertEqual(first["content"], self.after[result["path"]].decode())

    def test_model_sees_operations_and_assumptions(self):
        kinds = [message["type"] for message in self.result()["messages"]]
        self.assertIn("operation", kinds)
        self.assertEqual(kinds, sorted(kinds, key=["file", "operation", "assumption", "warning", "reminder"].index))

    def test_model_sees_the_reminders(self):
        result = self.result()
        reminders = [message for message in result["messages"] if message["type"] == "reminder"]
        self.assertEqual([reminder["step"] for reminder in reminders], [1, 2, 3])
        self.assertEqual(
            [reminder["text"] for reminder in reminders],
            [
                "Run `/test` to verify the migration applies cleanly",
                f"Deploy with `/deploy {result['path']}`",
                "After deploy, run Alembic upgrade on server:",
            ],
        )
        self.assertTrue(reminders[2]["command"].startswith("ssh -i "))
        self.assertIn("python3 -m alembic -c backend/alembic.ini upgrade head", reminders[2]["command"])

    def test_nobody_is_asked_for_permission(self):
        self.assertEqual(self.run_.event("result").get("permission_denials", []), [])


@unittest.skipUnless(client_path(), "Claude Code is not installed: run scripts/setup test")
class OtherRunsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.shared = Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.shared, ignore_errors=True)
        cls.plugin = plugin_copy(cls.shared)

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.client = self.enterContext(Client())
        self.project = sample_copy(self.folder)
        self.before = files_of(self.project)

    def ask(self, words, turns, plugin=None, folder=None):
        run = self.client.ask(folder or self.project, words, turns, plugin)
        self.assertEqual(run.code, 0, run.describe())
        return run

    def test_refusal_is_seen_with_its_hint(self):
        """From a folder inside the project; the tables can be asked for in the same turn."""
        turns = [call(CREATE, description="add customers table") + call(DESCRIBE, table="customers"), DONE]
        run = self.ask("/migrate add customers table", turns, self.plugin, self.project / "backend" / "app")
        refusal, schema = run.tool_results()
        self.assertTrue(refusal["is_error"])
        self.assertIn("customers", text_of(refusal))
        self.assertIn("[table_exists]", text_of(refusal))
        self.assertFalse(schema.get("is_error"), text_of(schema))
        self.assertEqual([table["name"] for table in json.loads(text_of(schema))["tables"]], ["customers"])
        self.assertEqual(files_of(self.project), self.before)
        self.assertEqual(run.event("result").get("permission_denials", []), [])

    def test_words_are_never_run(self):
        words = 'add x" ; touch PWNED "; `touch PWNED` $(touch PWNED) ${HOME} $0 $ARGUMENTS'
        run = self.ask(f"/migrate {words}", [DONE], self.plugin)
        self.assertIn(f"Create one Alembic migration for: {words}\n", run.said_to_model())
        # The client's own way to run a command in a skill; it takes its sting out in arguments.
        run = self.ask("/migrate add x !`touch PWNED`", [DONE], self.plugin)
        self.assertIn("touch PWNED`", run.said_to_model())
        self.assertEqual(files_of(self.project), self.before)

    def test_not_understood_words_get_a_template_and_operations_fill_it(self):
        words = "frobnicate the bicycles thoroughly"
        operations = [{"op": "add_column", "table": "bikes", "column": {"name": "frobnicated_at", "type": "datetime"}}]
        turns = [call(CREATE, description=words), call(CREATE, description=words, operations=operations), DONE]
        run = self.ask(f"/migrate {words}", turns, self.plugin)
        first, second = (json.loads(text_of(result)) for result in run.tool_results())
        self.assertIn("not_understood", [message.get("code") for message in first["messages"]])
        self.assertEqual(first["revision"], second["revision"])
        new = sorted(set(files_of(self.project)) - set(self.before))
        self.assertEqual(new, [second["path"]])
        self.assertIn("frobnicated_at", (self.project / second["path"]).read_text(encoding="utf-8"))

    def test_installed_from_the_marketplace(self):
        """As the README tells it: no --plugin-dir."""
        place = self.folder / "checkout"
        shutil.copytree(ROOT / ".claude-plugin", place / ".claude-plugin")
        plugin_copy(place)
        for command in (["marketplace", "add", str(place)], ["install", "migrate@alembic-migrate"]):
            done = self.client.command("plugin", *command)
            self.assertEqual(done.code, 0, done.describe())
        run = self.ask("/migrate add invoices table", [call(CREATE, description="add invoices table"), DONE])
        self.assertTrue(json.loads(text_of(run.tool_results()[0]))["written"], run.describe())

    def test_validates(self):
        for options in (
            ["--strict", str(self.plugin)],
            ["--profile", "directory", str(self.plugin)],
            ["--strict", str(ROOT)],
        ):
            with self.subTest(options[0]):
                done = self.client.command("plugin", "validate", *options)
                self.assertEqual(done.code, 0, done.describe())


if __name__ == "__main__":
    unittest.main()
