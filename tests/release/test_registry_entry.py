"""server.json, held against the schema of the registry of MCP servers that it names: skillsaw (scripts/setup test) carries each that
was released, byte for byte, and knows what the registry refuses beyond them. The registry's own tool is on neither PyPI nor npm.
"""

import copy
import json
import subprocess
import sys
import tarfile
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "support"), str(HERE.parents[1] / "scripts/packaging")]

import packages  # noqa: E402
from program import ROOT, clean_environment  # noqa: E402

SKILLSAW = ROOT / ".tools/schemas/bin/skillsaw"


class RegistryEntryTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.entry = packages.registry_entry()
        [small] = packages.make_npm({}, self.folder)
        with tarfile.open(small) as package:
            self.npm = json.load(package.extractfile("package/package.json"))

    def complaints(self, entry, npm):
        """What is wrong with an entry that lies beside this package.json, as the registry would see it."""
        place = Path(tempfile.mkdtemp(dir=self.folder))
        (place / "server.json").write_text(json.dumps(entry), encoding="utf-8")
        (place / "package.json").write_text(json.dumps(npm), encoding="utf-8")
        ran = subprocess.run(
            [SKILLSAW, "lint", "--strict", "--no-plugins", "--type", "mcp-registry", "--format", "json", place],
            env=clean_environment(self.folder),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        said = json.loads(ran.stdout)["violations"]
        self.assertEqual(ran.returncode, 1 if said else 0, ran.stdout + ran.stderr)
        return [one["message"] for one in said]

    def test_valid(self):
        self.assertEqual(self.complaints(self.entry, self.npm), [])

    def test_what_is_wrong_is_seen(self):
        """The tool is one that can fail: each of these, changed alone, is refused."""
        for where, value in {
            ("$schema",): "https://static.modelcontextprotocol.io/schemas/2099-01-01/server.schema.json",
            ("name",): "alembic-migrate",
            ("description",): packages.DESCRIPTION.ljust(101, "."),
            ("version",): "^" + packages.version(),
            ("packages", 0, "registryType"): "conda",
            ("packages", 0, "transport"): {},
            ("packages", 1, "version"): "latest",
            ("packages", 1, "packageArguments", 0, "type"): "flag",
            ("packages", 1, "packageArguments", 1, "format"): "folder",
        }.items():
            with self.subTest(where):
                wrong = copy.deepcopy(self.entry)
                place = wrong
                for key in where[:-1]:
                    place = place[key]
                place[where[-1]] = value
                self.assertNotEqual(self.complaints(wrong, self.npm), [])
        self.assertNotEqual(self.complaints(self.entry, {**self.npm, "mcpName": "io.github.somebody/else"}), [])

    def test_each_package_says_whose_it_is(self):
        """By which the registry knows that who publishes the entry owns the packages; the versions are the project's."""
        self.assertEqual(self.npm["mcpName"], self.entry["name"])
        self.assertEqual({one["identifier"] for one in self.entry["packages"]}, {self.npm["name"]})
        readme = (ROOT / "scripts/packaging/README.md").read_text(encoding="utf-8")
        self.assertIn(f"mcp-name: {self.entry['name']}", readme)
        versions = {self.entry["version"], *(one["version"] for one in self.entry["packages"])}
        self.assertEqual(versions, {packages.version()})


if __name__ == "__main__":
    unittest.main()
