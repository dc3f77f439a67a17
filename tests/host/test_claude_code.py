"""The skill in the real Claude Code client: what reaches the model, and what the tool leaves on disk.

The model is a stand-in with a script; the client, the skill and the program are the real ones. Each run works on a copy
of the sample project and of skill/. Without the client the tests are skipped, which CI does not allow.
"""

import re
import shutil
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]

from claude_code import ROOT, Client, size_of_definition, text_of  # noqa: E402
from program import VERSIONS, files_of, kept_tools, sample_copy  # noqa: E402
from ways import in_every_way  # noqa: E402

MOST_LOADED_BYTES = 1100
MOST_DEFINITION_BYTES = 2600
MOST_SKILL_BYTES = 700  # of its body: the rest is the client's
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
        """The one answer, as the model sees it: text alone."""
        results = self.run_.tool_results()
        self.assertEqual(len(results), 1, self.run_.describe())
        self.assertFalse(results[0].get("is_error"), text_of(results[0]))
        self.assertEqual(len(results[0]["content"]), 1)
        return text_of(results[0])

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
        """As tests/transcripts/tools/ has them, nothing cut; the newest client loads the first alone, and finds the others by its search."""
        seen = self.tools()
        kept = kept_tools()
        self.assertGreater(len(kept), 3)
        loaded = ["create_migration"] if self.way.client == "newest" else list(kept)
        self.assertEqual(sorted(seen), sorted(map(self.way.tool, loaded)))
        for name in loaded:
            with self.subTest(name):
                shown = seen[self.way.tool(name)]
                self.assertEqual(shown["description"], kept[name]["description"])
                schema = {key: value for key, value in shown["input_schema"].items() if key != "$schema"}
                self.assertEqual(schema, kept[name]["inputSchema"])

    def test_tools_are_small(self):
        sizes = {name: size_of_definition(tool) for name, tool in self.tools().items()}
        self.assertLessEqual(sizes[self.way.tool("create_migration")], MOST_LOADED_BYTES, sizes)
        self.assertLessEqual(sum(sizes.values()), MOST_DEFINITION_BYTES, sizes)

    def test_file_is_on_disk_and_nothing_else(self):
        new = sorted(set(self.after) - set(self.before))
        self.assertEqual(new, [f"{VERSIONS}/20260301_000019_add_invoices_table.py"])
        self.assertEqual({name: self.after[name] for name in self.before}, self.before)

    def test_model_sees_the_whole_file(self):
        """No person sees a hook's words in this mode: all of it goes to the model."""
        path = f"{VERSIONS}/20260301_000019_add_invoices_table.py"
        self.assertTrue(
            self.result().startswith(f"Wrote {path}\nrevision 20260301_000019, revises 20260224_000018\n\n"),
            self.result(),
        )
        self.assertIn(self.after[path].decode(), self.result())

    def test_model_sees_operations_assumptions_and_reminders_in_order(self):
        text = self.result()
        headings = ["What upgrade() does:", "Assumed:", "Next:"]
        places = [text.index(f"\n{heading}\n") for heading in headings]
        self.assertEqual(places, sorted(places))
        for line in (
            "  1. Run `/test` to verify the migration applies cleanly\n",
            f"  2. Deploy with `/deploy {VERSIONS}/20260301_000019_add_invoices_table.py`\n",
            "  3. After deploy, run Alembic upgrade on server:\n       ssh -i ",
            "python3 -m alembic -c backend/alembic.ini upgrade head",
        ):
            self.assertIn(line, text[places[-1] :])

    def test_nobody_is_asked_for_permission(self):
        self.assertEqual(self.run_.event("result").get("permission_denials", []), [])


class SkillTest(unittest.TestCase):
    text = (ROOT / "skill/skills/migrate/SKILL.md").read_text(encoding="utf-8")

    def test_skill_is_short(self):
        self.assertLessEqual(len(self.text.split("---\n", 2)[2].encode()), MOST_SKILL_BYTES)

    def test_what_only_reads_and_what_it_calls_is_allowed_under_both_names(self):
        """The turn of the skill needs no question; the hooks see to the later ones."""
        tools = kept_tools()
        wanted = {name for name, tool in tools.items() if tool["annotations"]["readOnlyHint"]}
        wanted |= {name for name in tools if f"`{name}`" in self.text}
        self.assertNotIn("verify_migration", wanted)
        names = {f"mcp__{server}__{tool}" for tool in wanted for server in ("alembic", "plugin_migrate_alembic")}
        [allowed] = re.findall(r"^allowed-tools: (.*)$", self.text, re.MULTILINE)
        self.assertEqual(sorted(allowed.split(", ")), sorted(names))


if __name__ == "__main__":
    unittest.main()
