"""The plugin's hook in the real Claude Code: what it finds in a migration that the agent just wrote reaches the model."""

import json
import shutil
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support"), str(HERE.parent / "lint")]

from checked import BAD, BAD_NAME  # noqa: E402
from claude_code import ROOT, Client, blocks_of  # noqa: E402
from program import VERSIONS, sample_copy  # noqa: E402
from ways import in_every_way  # noqa: E402

DONE = [{"text": "Done."}]
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

    def test_without_a_program_nothing_is_said(self):
        seen, run = self.write(f"{VERSIONS}/{BAD_NAME}", BAD, with_program=False)
        self.assertNotIn(SAID, seen)
        self.assertNotIn("hook", seen.lower(), seen)


class HookFileTest(unittest.TestCase):
    def test_it_is_for_what_writes_files(self):
        [entry] = json.loads((ROOT / "skill/hooks/hooks.json").read_text(encoding="utf-8"))["hooks"]["PostToolUse"]
        self.assertEqual(entry["matcher"], "Write|Edit|MultiEdit")
        [hook] = entry["hooks"]
        self.assertEqual(hook["command"], '"${CLAUDE_PLUGIN_ROOT}/bin/alembic-migrate" hook')


if __name__ == "__main__":
    unittest.main()
