"""README tells the truth: its example and its table of tools are the program's own, its configuration is tried.

UPDATE_GOLDEN=1 (scripts/update-golden) rewrites what is generated.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import textwrap
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / folder) for folder in ("support", "stacks", "verify")]

from program import PROGRAM, Program, clean_environment, sample_copy  # noqa: E402
from verify_project import Postgres, Runner, python_of  # noqa: E402

README = ROOT / "README.md"
WORDS = "add refunds table: payment_id fk payments on delete cascade, amount, reason in (DAMAGED, LATE), refunded_at?"


def block_of(name: str) -> re.Match:
    """What stands between the marks of the block."""
    found = re.search(rf"(<!-- {name}: .*? -->\n)(.*?)(<!-- end of {name} -->)", README.read_text("utf-8"), re.DOTALL)
    if found is None:
        raise AssertionError(f"README has no block {name}")
    return found


class ReadmeTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name).resolve()
        self.project = sample_copy(self.folder)

    def run_it(self, *arguments):
        return subprocess.run(
            [str(PROGRAM), *arguments],
            cwd=self.project,
            env=clean_environment(self.folder),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
        )

    def check_block(self, name, expected):
        if os.environ.get("UPDATE_GOLDEN"):
            found = block_of(name)
            text = README.read_text("utf-8")
            README.write_text(text[: found.start(2)] + expected + text[found.end(2) :], encoding="utf-8")
        self.assertEqual(block_of(name).group(2), expected)

    def test_speed(self):
        """The table is of a whole run of scripts/bench on this version, and its ratios are those of its times."""
        block = block_of("speed").group(2)
        version = subprocess.run([str(PROGRAM), "--version"], capture_output=True, text=True, check=True).stdout.strip()
        self.assertTrue(block.startswith(version + " beside alembic "), block[:60])
        rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in block.splitlines() if line.startswith("| ")]
        told = " ".join(row[0] for row in rows)
        for group in ("`new`", "`schema --json`", "`history`", "hook", "`check`", "a server", "guards", "growth", "20,000", "models"):
            self.assertIn(group, told)
        compared = 0
        for row in rows[2:]:
            self.assertEqual(len(row), 4, row)
            times = [re.match(r"([\d.]+) ms", cell) for cell in row[1:3]]
            if not all(times):
                continue
            ours, theirs = (float(time.group(1)) for time in times)
            ratio = float(row[3].removesuffix(" ×"))
            # A median of ratios, beside the ratio of the medians as they are rounded.
            self.assertLess(abs(ratio - theirs / ours), 0.25 * theirs / ours + 0.2, row)
            compared += 1
        self.assertGreater(compared, 10)

    def test_session(self):
        """What a person sees in Claude Code is what the program says; tests/host/test_typed.py holds it to the real client."""
        ran = self.run_it("new", WORDS, "--date", "2026-03-01")
        self.assertEqual((ran.returncode, ran.stderr), (0, ""))
        shown = textwrap.indent(ran.stdout.strip(), " " * 5).strip()
        hook = "PostToolUse:mcp__plugin_migrate_alembic__create_migration says:"
        self.check_block(
            "session", f"```\n❯ /migrate {WORDS}\n\n  Called plugin:migrate:alembic\n  ⎿  {hook}\n     {shown}\n```\n"
        )

    def test_verify(self):
        """The proof of the example, but for times and versions."""
        self.run_it("new", WORDS, "--date", "2026-03-01")
        (self.project / ".venv").symlink_to(python_of("new").parents[1])
        with Postgres.start() as postgres:
            runner = Runner(self.folder, postgres)
            shown = runner.show(self.project, stack=None)
            runner.close()
        self.assertEqual(shown.code, 0, shown.text)
        expected = f"```\n{shown.text}```\n"
        if not os.environ.get("UPDATE_GOLDEN"):
            number = re.compile(r"\d+\.\d+(\.\d+)*")
            self.assertEqual(number.sub("N", expected), number.sub("N", block_of("verify").group(2)))
            return
        self.check_block("verify", expected)

    def test_tools(self):
        with Program(["--project", str(self.project)], self.folder) as program:
            tools = program.call("tools/list")["result"]["tools"]
        rows = ["| tool | | what it does |\n|---|---|---|\n"]
        for tool in tools:
            first = tool["description"].split(". ")[0].rstrip(".")
            hints = tool["annotations"]
            kind = (
                "reads" if hints["readOnlyHint"] else "runs the project's code" if hints["openWorldHint"] else "writes"
            )
            rows.append(f"| `{tool['name']}` | {kind} | {first} |\n")
        self.check_block("tools", "".join(rows))

    def test_commands(self):
        """Every command with what it does and lines to type, as its own help says them."""
        listed = self.run_it("--help").stdout.partition("Subcommands:\n")[2].partition("\n\n")[0]
        rows = ["```\n"]
        for name, words in re.findall(r"^  (\w+) +(.+)$", listed, re.MULTILINE):
            rows.append(f"{'alembic-migrate ' + name:<28}# {words}\n")
            examples = self.run_it(name, "--help").stdout.partition("Examples:\n")[2]
            rows += [f"    {line}\n" for line in re.findall(r"^  (\S.*)$", examples, re.MULTILINE)]
        self.check_block("commands", "".join(rows) + "```\n")

    def test_every_command_line_shown_is_one(self):
        """Whatever README types at the program, its help knows."""
        top, helps = self.run_it("--help").stdout, {}
        shown = re.findall(
            r"(?:^|[`| ])alembic-migrate ((?:--?\w|[a-z]+ ?)[^`|#\n]*)", README.read_text("utf-8"), re.MULTILINE
        )
        for line in shown:
            words = line.split()
            name = next((word for word in words if re.search(rf"^  {re.escape(word)} +\S", top, re.MULTILINE)), "")
            helps.setdefault(name, self.run_it(name, "--help").stdout if name else "")
            for option in (word for word in words if word.startswith("--")):
                with self.subTest(line):
                    self.assertRegex(top + helps[name], rf"[ ,]{option}[ ,:=\n]")
        self.assertGreater(len(helps), 8)

    def configured(self, line):
        (self.project / ".alembic-migrate.toml").write_text(line + "\n", encoding="utf-8")
        return self.run_it("new", "add refunds table", "--dry-run")

    def test_configuration(self):
        """Every key of the program has its row, and every value shown is taken, where another kind is refused."""
        known = (
            re.search(r"The keys are (.*)\.", self.configured("no-key-is-like-this = 1").stderr).group(1).split(", ")
        )
        rows = [row.split(" | ") for row in block_of("configuration").group(2).splitlines()[2:]]
        shown = {key: values for keys, values, _ in rows for key in re.findall(r"`([^`]+)`", keys)}
        self.assertEqual(sorted(shown), sorted(known))
        for key, values in shown.items():
            for value in [values[1:-1]] if key == "reminders" else re.findall(r"`([^`]+)`", values):
                with self.subTest(key, value=value):
                    ran = self.configured(f"{key} = {value}")
                    self.assertEqual((ran.returncode, ran.stderr), (0, ""))
            if key != "reminders":
                self.assertIn(".alembic-migrate.toml:1", self.configured(f"{key} = [7]").stderr)
        self.assertIn("alembic upgrade head", self.configured(f"reminders = {shown['reminders'][1:-1]}").stdout)

    def test_log_levels(self):
        listed = re.search(r"standard error: (.*)", self.run_it("--help").stdout).group(1).split(", ")
        line = next(line for line in README.read_text("utf-8").splitlines() if "takes `debug`" in line)
        self.assertEqual(re.findall(r"`(\w+)`", line)[:5], listed)

    def test_every_script_is_named(self):
        scripts = {path.name for path in (ROOT / "scripts").iterdir() if path.is_file()}
        named = set(re.findall(r"`scripts/([\w-]+)[ `]", README.read_text("utf-8")))
        self.assertEqual(scripts - named, set(), "say in README, under Develop, what it is for")
        self.assertEqual(named - scripts, set())

    def test_links_lead_somewhere(self):
        for page in (README, ROOT / "skill/README.md"):
            for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
                self.assertTrue((page.parent / target).exists(), f"{page.name}: {target}")



if __name__ == "__main__":
    unittest.main()
