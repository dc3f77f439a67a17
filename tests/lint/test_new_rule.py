"""scripts/new-rule in a copy: what it writes compiles, the golden tests complain until it is filled in, and then do not.

Only what the new rule changes is compiled: the rule, lint.cpp (which lists all rules) and the test of cases; the rest is
linked from the build folder, with the build's own commands."""

import shlex
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))

from program import PROGRAM, ROOT  # noqa: E402

BUILD = PROGRAM.parent
NAME = "always-wrong"


class NewRuleTest(unittest.TestCase):
    def setUp(self):
        self.copy = Path(tempfile.mkdtemp()).resolve()
        self.addCleanup(shutil.rmtree, self.copy, ignore_errors=True)
        for part in ("src/lint", "tests/lint", "tests/support", "scripts"):
            shutil.copytree(ROOT / part, self.copy / part)
        listed = subprocess.run(
            ["ninja", "-C", str(BUILD), "-t", "commands", "test_lint"], capture_output=True, text=True, check=True
        )
        self.commands = listed.stdout.splitlines()

    def new_rule(self, *arguments):
        return subprocess.run(
            [str(self.copy / "scripts/new-rule"), *arguments], capture_output=True, text=True, cwd=self.copy
        )

    def list_rules(self, *names):
        """The generated list of all rules with these ones, as cmake/listed.cmake makes it from the files."""
        text = (BUILD / "generated/lint/rule_list.h").read_text(encoding="utf-8")
        for name in names:
            text = text.replace("namespace rules {\n", f"namespace rules {{\nRule {name}();\n")
            text = text.replace("return {", f"return {{rules::{name}(), ")
        made = self.copy / "generated/lint/rule_list.h"
        made.parent.mkdir(parents=True, exist_ok=True)
        made.write_text(text, encoding="utf-8")

    def compile(self, source, like):
        """Compiles a file of the copy as the build compiles `like`, alone or with others; the object's path."""
        united = [
            path for path in (BUILD / "unity").glob("*/*.cpp") if f'"{like.split("/", 1)[1]}"' in path.read_text()
        ]
        [command] = [
            each for each in self.commands if each.endswith(tuple(f"-c {path}" for path in [ROOT / like, *united]))
        ]
        words = shlex.split(command)
        built = self.copy / (Path(source).stem + ".o")
        words[words.index("-o") + 1] = str(built)
        # What is not new takes the place of all that it was compiled with.
        words[-1] = words[-1] if source == like and like.startswith("src/") else str(self.copy / source)
        words.remove("-MD")
        for flag in ("-MT", "-MF"):
            del words[words.index(flag) : words.index(flag) + 2]
        words = [
            word.replace(str(BUILD / "generated"), str(self.copy / "generated"))
            if word.startswith("-I")
            else f'-DMIGRATE_SOURCE_DIR="{self.copy}"'
            if word.startswith("-DMIGRATE_SOURCE_DIR")
            else word
            for word in words
        ]
        ran = subprocess.run(words, capture_output=True, text=True, cwd=BUILD)
        self.assertEqual(ran.returncode, 0, ran.stderr)
        return str(built)

    def run_cases(self, *rules):
        """Builds and runs the golden tests of the copy; what they printed."""
        self.list_rules(*rules)
        objects = [self.compile(f"src/lint/rules/{name}.cpp", "src/lint/rules/several_heads.cpp") for name in rules]
        objects.append(self.compile("src/lint/lint.cpp", "src/lint/lint.cpp"))
        objects.append(self.compile("tests/lint/cases_test.cpp", "tests/lint/cases_test.cpp"))
        link = shlex.split(self.commands[-1].removeprefix(": && ").removesuffix(" && :"))
        kept = [word for word in link if not (word.endswith(".o") and ("tests/lint" in word or "test_lint" in word))]
        at = next(i for i, word in enumerate(kept) if word.endswith(".o"))
        kept[kept.index("-o") + 1] = str(self.copy / "cases")
        kept[at:at] = objects
        subprocess.run(kept, check=True, capture_output=True, cwd=BUILD)
        return subprocess.run([str(self.copy / "cases")], capture_output=True, text=True)

    def test_a_rule_for_files_and_one_for_chains(self):
        self.assertEqual(self.new_rule(NAME, "locks", "warning").returncode, 0)
        self.assertEqual(self.new_rule("never-right", "chain", "info").returncode, 0)
        ran = self.run_cases("always_wrong", "never_right")
        self.assertNotEqual(ran.returncode, 0)
        self.assertIn("always_wrong.py does not show always-wrong", ran.stdout)
        self.assertIn("never-right", ran.stdout)

        rule = self.copy / "src/lint/rules/always_wrong.cpp"
        rule.write_text(
            rule.read_text(encoding="utf-8").replace(
                "return false;",
                "const auto* added = std::get_if<AddColumn>(step.operation);\n"
                '    return added != nullptr && added->column.name == "telegraph";',
            ),
            encoding="utf-8",
        )
        case = self.copy / "tests/lint/cases/always_wrong.py"
        text = case.read_text(encoding="utf-8")
        text = text.replace("    op.add_column", f"    # expect: {NAME}\n    op.add_column").replace("fax", "telegraph")
        case.write_text(text, encoding="utf-8")
        chain = self.copy / "src/lint/rules/never_right.cpp"
        chain.write_text(
            chain.read_text(encoding="utf-8").replace("return false;", 'return revision.id == "20260109_000009";'),
            encoding="utf-8",
        )
        bad = self.copy / "tests/lint/chains/never_right/bad/versions/20260102_000002_orders.py"
        text = bad.read_text(encoding="utf-8").replace("20260102_000002", "20260109_000009")
        bad.unlink()
        bad.with_name("20260109_000009_orders.py").write_text("# expect: never-right\n" + text, encoding="utf-8")
        ran = self.run_cases("always_wrong", "never_right")
        self.assertEqual(ran.returncode, 0, ran.stdout)

    def test_what_is_there_is_not_written_over(self):
        self.assertEqual(self.new_rule(NAME, "locks", "warning").returncode, 0)
        again = self.new_rule(NAME, "locks", "warning")
        self.assertEqual((again.returncode, "is there already" in again.stderr), (2, True))
        for wrong in (["Bad", "locks", "info"], [NAME, "locks"], ["x", "doors", "info"], ["x", "locks", "fatal"]):
            self.assertEqual(self.new_rule(*wrong).returncode, 2)


if __name__ == "__main__":
    unittest.main()
