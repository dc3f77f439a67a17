"""`alembic-migrate hook`: tells an agent what it just wrote into a migration, and is silent about everything else."""

import json
import shutil
import sys
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from checked import BAD, CheckCase  # noqa: E402
from program import PROGRAM, VERSIONS, files_of  # noqa: E402

MOST_CHARACTERS = 10_000  # of what a hook may add to the conversation


class HookTest(CheckCase):
    def event(self, path, **more):
        return {
            "session_id": "s",
            "transcript_path": "/nowhere",
            "cwd": str(self.folder),
            "hook_event_name": "PostToolUse",
            "tool_name": "Write",
            "tool_input": {"file_path": str(path), "content": "…"},
            "tool_response": {"filePath": str(path), "success": True},
            **more,
        }

    def hook(self, event, cwd=None):
        text = event if isinstance(event, str) else json.dumps(event)
        ran = self.run_it([PROGRAM, "hook"], cwd=cwd or self.folder, text=text)
        self.assertEqual((ran.returncode, ran.stderr), (0, ""))
        return ran.stdout

    def told(self, path, **more):
        answer = json.loads(self.hook(self.event(path, **more)))
        self.assertEqual(set(answer), {"hookSpecificOutput"})
        self.assertEqual(answer["hookSpecificOutput"]["hookEventName"], "PostToolUse")
        return answer["hookSpecificOutput"]["additionalContext"]

    def test_findings_of_a_migration(self):
        """Wherever the client runs, in git or not; by a relative path too."""
        before = files_of(self.project)
        path = self.write_bad()
        whole = self.project / path
        for told in (self.told(whole), self.told(path, cwd=str(self.project)), self.told(whole, cwd="/")):
            self.assertIn(f"{path}:10: CRITICAL not-null-without-default", told)
            self.assertIn("# migrate: ignore[rule] why", told)
        self.commit_all()
        self.assertIn("CRITICAL", self.told(whole, tool_name="Edit"))
        shutil.rmtree(self.project / ".git")
        self.assertEqual(set(files_of(self.project)) - set(before), {path})

    def test_only_this_file_and_what_stops_everything(self):
        """Findings of the other files, and those of INFO, are no matter of this edit."""
        good = BAD.replace("nullable=False", "nullable=True").replace(
            '"shoe_size")\n', '"shoe_size")\n    op.drop_table("gadgets")\n'
        )
        self.assertEqual(self.hook(self.event(self.project / self.write_bad(good))), "")
        self.assertIn("WARNING", self.run_check("--all", "--fail-on", "never"))
        (self.project / self.path).write_text(good.replace('"20260224_000018"', '"20260219_000017"'), encoding="utf-8")
        self.assertIn("CRITICAL several-heads", self.told(self.project / self.path))

    def test_a_baseline_and_the_config_hold_here_too(self):
        path = self.project / self.write_bad()
        self.run_check("--all", "--write-baseline")
        self.assertEqual(self.hook(self.event(path)), "")
        (self.project / "backend/.alembic-migrate-baseline.json").unlink()
        self.assertNotEqual(self.hook(self.event(path)), "")
        self.configure('[check]\nignore = ["not-null-without-default", "downgrade-differs"]\n')
        self.assertEqual(self.hook(self.event(path)), "")

    def test_silent_about_other_files(self):
        bad = self.project / self.write_bad()
        others = [
            self.project / "backend/app/migrations/env.py",
            self.project / "backend/alembic.ini",
            self.project / VERSIONS,
            self.project / VERSIONS / "no_such_file.py",
            self.folder / "elsewhere.py",
            Path("/etc/passwd"),
            Path("/dev/zero"),
            Path("."),
        ]
        (self.folder / "elsewhere.py").write_text(BAD, encoding="utf-8")
        (self.project / "backend/models.py").write_text(BAD, encoding="utf-8")
        others.append(self.project / "backend/models.py")
        for path in others:
            with self.subTest(str(path)):
                self.assertEqual(self.hook(self.event(path)), "")
        self.assertNotEqual(self.hook(self.event(bad)), "")

    def test_silent_about_anything_odd(self):
        path = str(self.project / self.write_bad())
        good = self.event(path)
        odd = [
            "",
            "{",
            "[" * 500_000,
            "null",
            "[]",
            json.dumps({**good, "hook_event_name": "PreToolUse"}),
            json.dumps({**good, "tool_input": None}),
            json.dumps({**good, "tool_input": [path]}),
            json.dumps({**good, "tool_input": {"file_path": 7}}),
            json.dumps({**good, "tool_input": {"file_path": path + "\0.py"}}),
            json.dumps({**good, "tool_input": {"file_path": "x" * 100_000 + ".py"}}),
            json.dumps({**good, "padding": "x" * (33 << 20)}),
        ]
        for text in odd:
            with self.subTest(text[:80]):
                self.assertEqual(self.hook(text), "")
        self.assertNotEqual(self.hook(json.dumps({**good, "padding": "x" * (8 << 20)})), "")

    def test_a_broken_config_is_no_matter_of_an_edit(self):
        path = self.project / self.write_bad()
        self.configure("[check]\nnonsense = 1\n")
        self.assertEqual(self.hook(self.event(path)), "")

    def test_the_answer_stays_short(self):
        lines = [f'    op.execute("ALTER TABLE customers ADD a{i} INTEGER NOT NULL")' for i in range(300)]
        self.write_bad(BAD.replace("def upgrade():\n", "def upgrade():\n" + "\n".join(lines) + "\n"))
        told = self.told(self.project / self.path)
        self.assertLess(len(told), MOST_CHARACTERS)
        self.assertRegex(told, r"\n\d+ more: call check_migrations")


if __name__ == "__main__":
    unittest.main()
