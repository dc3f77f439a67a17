"""What scripts/setup installs is pinned to its bytes, and no package's install script is run."""

import json
import re
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PINS = ROOT / "scripts/pins"


def setup_text() -> str:
    return (ROOT / "scripts/setup").read_text(encoding="utf-8")


def arrays() -> dict[str, list[str]]:
    """The pins of each list in scripts/setup."""
    found = re.findall(r"^(\w+_pins)=\((.*?)\)", setup_text(), re.MULTILINE | re.DOTALL)
    return {name: re.findall(r'"([^"]+)"', words) for name, words in found}


class Pins(unittest.TestCase):
    def test_python(self):
        """Each virtual environment by a list in which every package has one version and its hash."""
        made = re.findall(r'venv (\S+) "\$\{(\w+)\[@\]\}"', setup_text())
        self.assertGreater(len(made), 6)
        for folder, pins in made:
            lines = (PINS / f"{folder.split('/')[-1]}.txt").read_text(encoding="utf-8").splitlines()
            for line in lines:
                self.assertRegex(line, r"^[a-z0-9.-]+==\S+ --hash=sha256:[0-9a-f]{64}$")
            names = {line.split(" ")[0] for line in lines}
            self.assertLessEqual({pin.lower() for pin in arrays()[pins]}, names, folder)

    def test_npm(self):
        for folder in ("claude", "claude-older", "node", "mcp-node", "mcpb", "verdaccio"):
            lock = json.loads((PINS / "npm" / folder / "package-lock.json").read_text(encoding="utf-8"))
            packages = {path: package for path, package in lock["packages"].items() if path}
            self.assertTrue(packages)
            for path, package in packages.items():
                self.assertRegex(package["integrity"], "^sha512-", path)
        wanted = {name.rpartition("@")[0]: name.rpartition("@")[2] for name in arrays()["mcp_node_pins"]}
        lock = json.loads((PINS / "npm/mcp-node/package.json").read_text(encoding="utf-8"))
        self.assertEqual(lock["dependencies"], wanted)

    def test_how_they_are_installed(self):
        text = setup_text()
        self.assertEqual(text.count("pip install") + text.count("pip download"), text.count("--require-hashes"))
        commands = re.findall(r"npm (?:install|pack) .*", text)
        self.assertEqual(len(commands), 3)
        for command in commands:
            self.assertIn("--ignore-scripts", command)
        self.assertIn('cp "scripts/pins/npm/$(basename "$folder")"/package*.json "$folder"\n', text)


if __name__ == "__main__":
    unittest.main()
