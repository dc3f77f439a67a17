"""The plugin's hook in the real Claude Code: what it finds in a migration that the agent just wrote reaches the model."""

import json
import re
import shutil
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support"), str(HERE.parent / "lint")]

from checked import BAD, BAD_NAME  # noqa: E402
from claude_code import ROOT, Client, blocks_of  # noqa: E402
from program import VERSIONS, kept_tools, sample_copy  # noqa: E402
from test_sessions import Session  # noqa: E402
from ways import in_every_way  # noqa: E402

DONE = [{"text": "Done."}]
OWN = "mcp__plugin_migrate_alembic__"
TOOLS = sorted(
    [
        *(OWN + name for name in kept_tools()),
        "Bash",
        "Edit",
        "MultiEdit",
        "Read",
        "Write",
        "mcp__other__create_migration",
    ]
)
SAID = "alembic-migrate checked this migration:"


@in_every_way(kinds=("plugin",))
class HookTest:
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.client = self.enterContext(Client(self.way.client))
        self.project = sample_copy(self.folder)

    def write(self, path, text, with_program=True):
        """What the model gets to read after it wrote this file, as one text, and the run."""
        plugin = self.way.prepare(self.folder, self.project, with_program)
        turn = [{"tool": "Write", "input": {"file_path": str(self.project / path), "content": text}}]
        run = self.client.ask(
            self.project, "write that file", [turn, DONE], plugin, ("--permission-mode", "acceptEdits")
        )
        self.assertEqual(run.code, 0, run.describe())
        self.assertEqual((self.project / path).read_text(encoding="utf-8"), text, run.describe())
        messages = run.requests[-1]["messages"]
        spoken = max(at for at, message in enumerate(messages) if message["role"] == "assistant")
        since = [block for message in messages[spoken + 1 :] for block in blocks_of(message)]
        seen = "\n".join(json.dumps(block, ensure_ascii=False) for block in since)
        self.assertIn("File created successfully", seen)
        return seen, run

    def test_findings_reach_the_model(self):
        seen, run = self.write(f"{VERSIONS}/{BAD_NAME}", BAD)
        self.assertIn(SAID, seen, run.describe())
        self.assertIn(f"{VERSIONS}/{BAD_NAME}:10: CRITICAL not-null-without-default", seen)
        self.assertEqual(seen.count(SAID), 1)

    def test_other_files_are_left_alone(self):
        seen, run = self.write("backend/notes.py", "revision = 1\n")
        self.assertNotIn(SAID, seen, run.describe())
        self.assertNotIn("hook", seen.lower(), seen)

    def test_is_started_for_python_files_alone(self):
        """By whatever tool they were written, and once."""
        plugin = self.way.prepare(self.folder, self.project)
        started = self.folder / "started"
        (plugin / "bin/alembic-migrate").write_text(f'#!/bin/sh\n[ "$1" != hook ] || echo >>"{started}"\n')
        new, old = (str(self.project / name) for name in ("notes.txt", "backend/alembic.ini"))
        python = str(self.project / "backend/notes.py")
        turns = [
            [{"tool": "Write", "input": {"file_path": new, "content": "x"}}],
            [{"tool": "Read", "input": {"file_path": old}}],
            [{"tool": "Edit", "input": {"file_path": old, "old_string": "[alembic]", "new_string": "# x\n[alembic]"}}],
            [{"tool": "Write", "input": {"file_path": python, "content": "x = 1\n"}}],
            [{"tool": "Edit", "input": {"file_path": python, "old_string": "1", "new_string": "2"}}],
        ]
        run = self.client.ask(self.project, "write these", [*turns, DONE], plugin, ("--permission-mode", "acceptEdits"))
        self.assertEqual(Path(python).read_text(encoding="utf-8"), "x = 2\n", run.describe())
        self.assertIn("# x\n[alembic]\n", Path(old).read_text(encoding="utf-8"))
        self.assertEqual(started.read_text(encoding="utf-8"), "\n\n", run.describe())

    def test_without_a_program_nothing_is_said(self):
        seen, run = self.write(f"{VERSIONS}/{BAD_NAME}", BAD, with_program=False)
        self.assertNotIn(SAID, seen)
        self.assertNotIn("hook", seen.lower(), seen)


class HookFileTest(unittest.TestCase):
    hooks = json.loads((ROOT / "skill/hooks/hooks.json").read_text(encoding="utf-8"))["hooks"]

    def tools_of(self, event):
        """The tools after or before which it is started, each by one of the entries."""
        started = []
        for entry in self.hooks[event]:
            for hook in entry["hooks"]:
                self.assertEqual(hook["command"], '"${CLAUDE_PLUGIN_ROOT}/bin/alembic-migrate" hook')
                only = hook.get("if", "").removesuffix("(*.py)")
                started += [n for n in TOOLS if re.fullmatch(entry["matcher"], n) and only in ("", n)]
        return sorted(started)

    def test_before_what_runs_no_code_of_the_project(self):
        self.assertEqual(
            self.tools_of("PreToolUse"),
            [OWN + name for name in ("check_migrations", "create_migration")]
            + [OWN + name for name in ("describe_schema", "revise_migration")],
        )

    def test_after_what_writes_files(self):
        self.assertEqual(
            self.tools_of("PostToolUse"),
            ["Edit", "MultiEdit", "Write", OWN + "create_migration", OWN + "revise_migration"],
        )


@in_every_way(kinds=("plugin",))
class PermissionTest(Session):
    """A second message of a session, without the skill: what it allowed ended with its turn."""

    def denied(self, tool, **arguments):
        run = self.client.ask(
            self.project, "make total nullable", [self.way.call(tool, **arguments), DONE], self.plugin
        )
        self.assertEqual(run.code, 0, run.describe())
        return [each["tool_name"] for each in run.event("result").get("permission_denials", [])], run

    def test_our_own_tools_are_not_asked_for(self):
        for tool, arguments in (
            ("create_migration", {"description": "add invoices table: total"}),
            ("revise_migration", {"change": "make total nullable"}),
            ("describe_schema", {"table": "invoices"}),
            ("check_migrations", {}),
        ):
            denied, run = self.denied(tool, **arguments)
            self.assertEqual(denied, [], tool)
            self.assertFalse(run.tool_results()[0].get("is_error"), run.describe())

    def test_what_runs_the_projects_code_is(self):
        for tool in ("verify_migration", "resolve_heads"):
            self.assertEqual(self.denied(tool, strategy="merge")[0], [self.way.tool(tool)])


if __name__ == "__main__":
    unittest.main()
