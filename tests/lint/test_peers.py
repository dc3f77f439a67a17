"""src/lint/PEERS.md against squawk as it is installed and against our own rules."""

import json
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]

import peers  # noqa: E402
from program import PROGRAM, clean_environment, sample_copy  # noqa: E402

# Where the list of its rules stands in squawk's program: all names one after the other.
FIRST = b"require-concurrent-index-creationrequire-concurrent-index-deletion"
FIRST_VARIANT = b"RequireConcurrentIndexCreationRequireConcurrentIndexDeletion"


def variant_of(rule):
    return "".join(word.capitalize() for word in rule.split("-"))


def run_of_names(program, first, character):
    begin = program.index(first)
    return re.match(rb"[" + character + rb"]+", program[begin:]).group().decode()


def left_over(text, names):
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, " ")
    return text.split()


class PeersTest(unittest.TestCase):
    def needs_squawk(self):
        if not peers.SQUAWK.exists():
            self.skipTest("squawk is not installed (scripts/setup test)")

    def test_every_rule_of_squawk_is_in_the_table(self):
        self.needs_squawk()
        named = peers.counterparts("squawk")
        version = subprocess.run([str(peers.SQUAWK), "--version"], capture_output=True, text=True).stdout.split()[1]
        self.assertIn(f"\n## squawk {version}\n", peers.PEERS.read_text(encoding="utf-8"))
        for rule in named.keys() - {"unused-ignore"}:  # squawk lets nobody exclude that one
            ran = subprocess.run([str(peers.SQUAWK), "--exclude", rule], input="", capture_output=True, text=True)
            self.assertNotIn("invalid rule name", ran.stderr, f"squawk has no rule {rule}")
        # What is left of squawk's own lists when the names of the table are taken out names no rule: one of the two
        # lists lacks a few names each, which the program keeps elsewhere.
        program = peers.SQUAWK.read_bytes()
        rest = left_over(run_of_names(program, FIRST, b"a-z-"), named)
        self.assertEqual([piece for piece in rest if "-" in piece.strip("-")], [])
        rest = left_over(run_of_names(program, FIRST_VARIANT, b"A-Za-z"), {variant_of(rule) for rule in named})
        starts = {variant_of(rule.split("-")[0]) for rule in named}
        self.assertEqual([piece for piece in rest if piece.startswith(tuple(starts))], [])

    def test_every_rule_of_ours_that_the_tables_name_exists(self):
        with tempfile.TemporaryDirectory() as folder:
            project = sample_copy(Path(folder).resolve())
            ran = subprocess.run(
                [str(PROGRAM), "check", "--format", "sarif"],
                capture_output=True,
                text=True,
                cwd=project,
                env=clean_environment(Path(folder)),
                stdin=subprocess.DEVNULL,
            )
        ours = {rule["id"] for rule in json.loads(ran.stdout)["runs"][0]["tool"]["driver"]["rules"]}
        squawk = peers.counterparts("squawk").keys()
        for heading in ("squawk", "strong_migrations"):
            for row in peers.section(heading):
                with self.subTest(row[0]):
                    here = peers.counterparts(heading)[row[0].strip("`")]
                    self.assertLessEqual(here, ours)
                    self.assertTrue(here or len(row[2]) > 10, "neither a counterpart nor a reason")
                    self.assertLessEqual(set(re.findall(r"`([a-z]+(?:-[a-z]+)+)`", row[2])), ours | squawk)


if __name__ == "__main__":
    unittest.main()
