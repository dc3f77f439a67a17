"""The skill in the real Claude Code client: what reaches the model, and what the tool leaves on disk.

The model is a stand-in with a script; the client, the skill and the program are the real ones. Each run works on a copy
of the sample project and of skill/. Without the client the tests are skipped, which CI does not allow.
"""

import json
import re
import shutil
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]

from claude_code import ROOT, Client, text_of  # noqa: E402
from program import VERSIONS, files_of, kept_tools, sample_copy  # noqa: E402
from ways import in_every_way  # noqa: E402

MOST_DEFINITION_BYTES = 6 * 1024
MOST_SKILL_BYTES = 1536
WORDS = (
    "add invoices table: customer_id fk customers, status in (DRAFT, SENT, PAID) default DRAFT, amount numeric(12,2)"
)
DONE = [{"text": "Here is the migration."}]


@in_every_way()
class MigrateTest:
    """One good run, looked at from all sides."""

    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.client = cls.enterClassContext(Client(cls.way.client))
        cls.project = sample_copy(cls.folder)
        plugin = cls.way.prepare(cls.folder, cls.project)
        cls.before = files_of(cls.project)
        turns = [cls.way.call("create_migration", description=WORDS, date="2026-03-01"), DONE]
        cls.run_ = cls.client.ask(cls.project, f"/migrate {WORDS}", turns, plugin)
        cls.after = files_of(cls.project)

    def setUp(self):
        self.assertEqual(self.run_.code, 0, self.run_.describe())
        self.assertEqual(len(self.run_.requests), 2, self.run_.describe())

    def result(self):
        results = self.run_.tool_results()
        self.assertEqual(len(results), 1, self.run_.describe())
        self.assertFalse(results[0].get("is_error"), text_of(results[0]))
        return json.loads(text_of(results[0]))

    def tools(self):
        return {tool["name"]: tool for tool in self.run_.requests[0]["tools"] if "alembic" in tool["name"]}

    def test_server_connects(self):
        servers = {server["name"]: server["status"] for server in self.run_.event("system")["mcp_servers"]}
        self.assertEqual(servers, {self.way.server: "connected"})

    def test_skill_reaches_the_model_with_the_words(self):
        said = self.run_.said_to_model()
        self.assertIn("Base directory for this skill: ", said)
        self.assertIn(f"Create one Alembic migration for: {WORDS}\n", said)
        self.assertNotIn("$ARGUMENTS", said)
        body = (ROOT / "skill/skills/migrate/SKILL.md").read_text(encoding="utf-8").split("---\n", 2)[2].strip()
        self.assertIn(body.replace("$ARGUMENTS", WORDS), said)

    def test_tools_reach_the_model_whole(self):
        """As tests/transcripts/tools/ has them: nothing dropped, cut or deferred."""
        seen = self.tools()
        kept = kept_tools()
        self.assertGreater(len(kept), 3)
        self.assertEqual(sorted(seen), sorted(self.way.tool(name) for name in kept))
        for name, tool in kept.items():
            with self.subTest(name):
                shown = seen[self.way.tool(name)]
                self.assertEqual(shown["description"], tool["description"])
                schema = {key: value for key, value in shown["input_schema"].items() if key != "$schema"}
                self.assertEqual(schema, tool["inputSchema"])

    def test_tools_are_small(self):
        size = sum(
            len(json.dumps([t["name"], t["description"], t["input_schema"]], separators=(",", ":")))
            for t in self.tools().values()
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
        self.assertIn("assumption", kinds)
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


class SkillTest(unittest.TestCase):
    text = (ROOT / "skill/skills/migrate/SKILL.md").read_text(encoding="utf-8")

    def test_skill_is_short(self):
        self.assertLess(len(self.text.encode()), MOST_SKILL_BYTES)

    def test_what_only_reads_and_what_it_calls_is_allowed_under_both_names(self):
        tools = kept_tools()
        wanted = {name for name, tool in tools.items() if tool["annotations"]["readOnlyHint"]}
        wanted |= {name for name in tools if f"`{name}`" in self.text}
        names = {f"mcp__{server}__{tool}" for tool in wanted for server in ("alembic", "plugin_migrate_alembic")}
        [allowed] = re.findall(r"^allowed-tools: (.*)$", self.text, re.MULTILINE)
        self.assertEqual(sorted(allowed.split(", ")), sorted(names))


if __name__ == "__main__":
    unittest.main()
