"""What is too much ends with an answer that says so, and what is honest is done at once; scripts/attack asks more of each."""

import json
import sys
import tempfile
import unittest
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]

from attacks import KINDS  # noqa: E402
from program import PROGRAM  # noqa: E402
from run_attack import faults_of, run  # noqa: E402
from too_much import MOST_SECONDS, SOON, Case, long_runs, revision  # noqa: E402


class TooMuchTest(unittest.TestCase):
    def test_each_input(self):
        """The first thing asked of each; of the honest ones all."""
        attacks = list(KINDS["too much"]())
        attacks = [each if each.seconds <= SOON else replace(each, asked=each.asked[:1]) for each in attacks]
        self.assertGreater(len(attacks), 15)
        with ThreadPoolExecutor(2) as pool:
            for attack, faults in zip(attacks, pool.map(faults_of, attacks)):
                with self.subTest(attack.name):
                    self.assertEqual(faults, [])


class HookTest(unittest.TestCase):
    def test_what_is_too_much_is_told(self):
        with tempfile.TemporaryDirectory() as folder:
            project = Path(folder) / "project"
            Case("", long_runs(200)).build(project)
            path = project / "migrations/versions" / f"{revision(200)}_step.py"
            event = {"hook_event_name": "PostToolUse", "tool_name": "Edit", "cwd": folder}
            event["tool_input"] = {"file_path": str(path)}
            ran = run([str(PROGRAM), "hook"], json.dumps(event).encode(), Path(folder))
            self.assertEqual((ran.code, ran.err), (0, ""))
            self.assertLess(ran.seconds, MOST_SECONDS)
            told = json.loads(ran.out)["hookSpecificOutput"]["additionalContext"]
            self.assertRegex(
                told, r"did not check this migration: this is too much: replaying .*\.py takes longer than 8 s"
            )


if __name__ == "__main__":
    unittest.main()
