"""Files that are nested without an end: every command ends with an answer, and names the place."""

import sys
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]

from program import Program  # noqa: E402
from repository import RepositoryCase, revision_text  # noqa: E402

COMMANDS = (
    ("history",),
    ("schema",),
    ("check",),
    ("new", "add tags table: name string(20)", "--dry-run"),
    ("merge", "--dry-run"),
    ("rebase", "--dry-run"),
)


def nested_blocks(count: int) -> str:
    """Blocks one in the other, each a blank deeper."""
    lines = [" " * depth + "if 1:" for depth in range(count)]
    return "\n".join([*lines, " " * count + 'x = "a"', ""])


class NestedBlocks(RepositoryCase):
    def place(self, count):
        text = revision_text("aaaa00000003", "aaaa00000002", "deep") + "\n\n" + nested_blocks(count)
        (self.versions / "aaaa00000003_deep.py").write_text(text)

    def test_every_command(self):
        for count in (99, 100, 509, 510, 511, 512, 2000):
            self.place(count)
            for command in COMMANDS:
                with self.subTest(count=count, command=command[0]):
                    ran = self.run_program(*command)
                    self.assertIn(ran.returncode, (0, 1, 2))
                    self.assertTrue(ran.stdout + ran.stderr)

    def test_server(self):
        self.place(511)
        with Program(["--project", str(self.repository)], self.home) as program:
            for method in ("history", "schema", "check"):
                self.assertTrue({"result", "error"} & program.call(method, {}).keys(), method)

    def test_beyond_is_named(self):
        """What the file does is known up to the bound, and beyond it the file is a finding with the line."""
        self.place(99)
        self.assertIn("deep", self.run_program("schema").stdout)
        self.place(100)
        said = self.run_program("check").stdout
        self.assertIn("too many levels of indentation", said)
        self.assertIn("aaaa00000003_deep.py", said)


if __name__ == "__main__":
    unittest.main()
