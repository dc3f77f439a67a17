"""scripts/install in a home of its own: with the real Claude Code, without it, in a project, and everything taken back."""

import json
import os
import pty
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support"), str(HERE.parent / "host")]

from archive import ROOT, archive, unpacked  # noqa: E402
from claude_code import CLIENTS, Client, client_path, text_of  # noqa: E402
from program import PROGRAM, VERSIONS, files_of, sample_copy  # noqa: E402

OWN_SKILL = "---\nname: migrate\ndescription: Ours\n---\nWrite it by hand: $ARGUMENTS\n"
SERVERS = '{\n    "zeta": 1.50,\n    "mcpServers": {\n        "other": {"command": "true", "args": ["ä"]}\n    }\n}'


def shape_of(folder: Path) -> list[str]:
    """Every file, folder and link below it."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


REMINDING = f"""
1. Remind: "Ship it with `/ship {VERSIONS}/<filename>`"
2. Remind: "After that":
   ```
   ssh x \\
     "alembic up"
   ```
"""


class InstallCase(unittest.TestCase):
    which = None

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="ä b "))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.client = self.enterContext(Client(self.which or "newest"))
        self.home = self.folder / "höme of mine"
        self.home.mkdir()
        self.client.home = self.home
        self.data = self.home / ".local/share/alembic-migrate"
        self.link = self.home / ".local/bin/alembic-migrate"
        self.project = sample_copy(self.folder)
        self.skill = self.project / ".claude/skills/migrate/SKILL.md"
        self.own_command = self.project / ".claude/commands/migrate.md"
        tools = self.folder / "tools"
        tools.mkdir()
        if self.which:
            (tools / "claude").symlink_to(self.client.path)
        self.environment = {**self.client.environment(), "PATH": f"{tools}:/usr/bin:/bin"}

    def give_own_skill(self):
        self.skill.parent.mkdir(parents=True)
        self.skill.write_text(OWN_SKILL, encoding="utf-8")
        (self.skill.parent / "more.txt").write_text("more", encoding="utf-8")
        self.own_command.parent.mkdir(parents=True)
        self.own_command.write_text("Write it by command: $ARGUMENTS\n", encoding="utf-8")

    def command(self, *arguments):
        return [str(ROOT / "scripts/install"), *map(str, arguments)]

    def install(self, *arguments, code=0):
        ran = subprocess.run(
            self.command(*arguments),
            env=self.environment,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=300,
        )
        self.assertEqual(ran.returncode, code, ran.stdout + ran.stderr)
        return ran.stdout + ran.stderr

    def ask_skill(self, words):
        return self.client.ask(self.project, words, [[{"text": "fine"}]]).said_to_model()


class WithClient(InstallCase):
    def test_plugin_in_and_out(self):
        """Installed twice, used, and taken back: the project as it was, the client without it, the home empty of it."""
        self.give_own_skill()
        before = files_of(self.project)
        said = self.install(self.project, "--archive", archive(), "--yes")
        self.assertIn("Claude Code has the plugin", said)
        self.assertFalse(self.skill.parent.exists() or self.own_command.exists())
        self.assertEqual(os.readlink(self.link), str(self.data / "bin/alembic-migrate"))
        shape = shape_of(self.data)
        self.assertIn("already in", self.install(self.project, "--archive", archive()))
        self.assertEqual(shape_of(self.data), shape)

        tool = "mcp__plugin_migrate_alembic__create_migration"
        turns = [[{"tool": tool, "input": {"description": "add invoices table"}}], [{"text": "done"}]]
        run = self.client.ask(self.project, "/migrate add invoices table", turns)
        self.assertIn("Create one Alembic migration for: add invoices table\n", run.said_to_model())
        (self.project / text_of(run.tool_results()[0]).split()[1]).unlink()  # "Wrote PATH"

        self.install("--uninstall")
        self.assertEqual(files_of(self.project), before)
        self.assertFalse(self.data.exists() or self.link.is_symlink())
        self.assertEqual(json.loads(self.client.command("plugin", "list", "--json").output), [])
        self.assertRegex(self.ask_skill("/migrate x"), "Write it by (hand|command): x")

    def test_project_in_and_out(self):
        self.give_own_skill()
        (self.project / ".mcp.json").write_text(SERVERS, encoding="utf-8")
        before = files_of(self.project)
        self.install(self.project, "--in-project", "--yes", "--archive", archive())
        servers = json.loads((self.project / ".mcp.json").read_text(encoding="utf-8"))
        self.assertEqual(servers["mcpServers"]["other"], {"command": "true", "args": ["ä"]})
        self.assertEqual((list(servers), servers["zeta"]), (["zeta", "mcpServers"], 1.5))
        after = files_of(self.project)
        self.install(self.project, "--in-project", "--archive", archive())
        self.assertEqual(files_of(self.project), after)
        turns = [[{"tool": "mcp__alembic__create_migration", "input": {"description": "add invoices table"}}], []]
        run = self.client.ask(self.project, "/migrate add invoices table", [turns[0], [{"text": "done"}]])
        (self.project / text_of(run.tool_results()[0]).split()[1]).unlink()  # "Wrote PATH"
        self.install("--uninstall", self.project)
        self.assertEqual(files_of(self.project), before)
        self.assertTrue((self.data / "bin/alembic-migrate").is_file())

    def test_marketplaces(self):
        """What README tells to do by hand: with an unpacked release, and with the checkout after a build."""
        tree = unpacked(self.folder / "unpacked")
        tool = "mcp__plugin_migrate_alembic__create_migration"
        for place in (tree, ROOT):
            with self.subTest(place.name):
                for command in (["marketplace", "add", str(place)], ["install", "migrate@alembic-migrate"]):
                    done = self.client.command("plugin", *command)
                    self.assertEqual(done.code, 0, done.describe())
                turns = [[{"tool": tool, "input": {"description": "add invoices table", "dry_run": True}}]]
                run = self.client.ask(self.project, "/migrate add invoices table", [*turns, [{"text": "done"}]])
                self.assertIn("Create one Alembic migration for: add invoices table\n", run.said_to_model())
                self.assertIn("Would write (dry run) ", text_of(run.tool_results()[0]), run.describe())


for which in CLIENTS:
    made = type(f"InstallTest_{which}", (WithClient,), {"which": which})
    skip = unittest.skipUnless(client_path(which), "Claude Code is not installed: run scripts/setup test")
    globals()[made.__name__] = skip(made)
del WithClient, made


class WithoutClientTest(InstallCase):
    """What needs no client: the person's answer, what is in the way, what was changed since."""

    def test_says_what_to_run_where_there_is_no_client(self):
        said = self.install("--archive", archive(), code=1)
        self.assertIn(f"claude plugin marketplace add {self.data / 'marketplace'}\n", said)
        self.assertIn("claude plugin install migrate@alembic-migrate\n", said)
        shown = subprocess.run([str(self.link), "--version"], capture_output=True, text=True, env=self.environment)
        self.assertRegex(shown.stdout, r"^alembic-migrate \d")
        launcher = self.data / "marketplace/skill/bin/alembic-migrate"
        shown = subprocess.run([str(launcher), "--version"], capture_output=True, text=True, env=self.environment)
        self.assertRegex(shown.stdout, r"^alembic-migrate \d")

    def test_from_an_unpacked_release_and_from_the_checkout(self):
        tree = unpacked(self.folder / "unpacked")
        (self.folder / "tools/npm").symlink_to(shutil.which("npm"))  # scripts/setup looks for one
        for script in (tree / "scripts/install", ROOT / "scripts/install"):
            ran = subprocess.run(
                [str(script)], env=self.environment, cwd="/", capture_output=True, text=True, timeout=600
            )
            self.assertEqual(ran.returncode, 1, ran.stdout + ran.stderr)
            self.assertRegex(ran.stdout, f"alembic-migrate [0-9.]+ is (now|already) in {self.data}\n")
            program = "bin/alembic-migrate-program"
            shape = sorted({*shape_of(self.data / "marketplace/skill"), program})
            self.assertEqual(shape_of(tree / "skill"), shape)
            self.assertEqual((tree / "skill" / program).read_bytes(), (self.data / "bin/alembic-migrate").read_bytes())

    def test_the_last_steps_of_the_skill_that_is_replaced_stay(self):
        """Its reminders come word for word before, while it is set aside, and after."""
        self.give_own_skill()
        self.skill.write_text(OWN_SKILL + REMINDING, encoding="utf-8")
        config = self.project / ".alembic-migrate.toml"
        config.unlink(missing_ok=True)
        before = self.reminders()
        self.assertEqual([one["command"] for one in before], ["/ship " + VERSIONS + "/NEW", 'ssh x \\\n  "alembic up"'])
        self.install(self.project, "--yes", "--archive", archive(), code=1)
        self.assertFalse(self.skill.exists())
        self.assertEqual(self.reminders(), before)
        self.install("--uninstall", self.project)
        self.assertFalse(config.exists())
        self.assertEqual(self.reminders(), before)

    def reminders(self):
        asked = [str(PROGRAM), "new", "--empty", "x", "--dry-run", "--json", "--project", str(self.project)]
        ran = subprocess.run(asked, capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL)
        answer = json.loads(ran.stdout)
        name = answer["path"].rpartition("/")[2]
        return [
            {**one, **{key: one[key].replace(name, "NEW") for key in ("text", "command")}}
            for one in answer["messages"]
            if one["type"] == "reminder"
        ]

    def test_never_replaces_without_an_answer(self):
        self.give_own_skill()
        before = files_of(self.project)
        for options in ([], ["--no"]):
            said = self.install(self.project, "--archive", archive(), *options, code=1)
            self.assertIn("keeps the name /migrate", said)
            self.assertEqual(files_of(self.project), before)
        said = self.install(self.project, "--in-project", "--archive", archive(), code=2)
        self.assertIn("--yes", said)
        self.assertEqual(files_of(self.project), before)

    def answer(self, word):
        """The script at a terminal, where a person types the word."""
        mine, theirs = pty.openpty()
        command = self.command(self.project, "--archive", archive())
        streams = {"stdin": theirs, "stdout": theirs, "stderr": theirs}
        with subprocess.Popen(command, env=self.environment, cwd=self.folder, **streams) as process:
            os.close(theirs)
            seen = b""
            while True:
                try:
                    got = os.read(mine, 4096)
                except OSError:  # how Linux says that the other side is closed
                    got = b""
                if not got:
                    break
                seen += got
                if seen.rstrip().endswith(b"[y/N]"):  # a question for the skill, and one for the command
                    os.write(mine, word.encode() + b"\n")
                    seen += b"\n"
            os.close(mine)
        self.assertIn(b"Replace it by the plugin's?", seen)
        return process.returncode

    def test_a_person_is_asked(self):
        self.give_own_skill()
        before = files_of(self.project)
        for word in ("", "n", "perhaps"):
            self.assertEqual(self.answer(word), 1)
            self.assertEqual(files_of(self.project), before)
        self.assertEqual(self.answer("y"), 1)
        self.assertFalse(self.skill.exists() or self.own_command.exists())
        self.install("--uninstall", self.project)
        self.assertEqual(files_of(self.project), before)

    def test_folders_that_were_not_there_go_again(self):
        before = shape_of(self.project)
        self.install(self.project, "--in-project", "--archive", archive())
        self.assertIn(".mcp.json", shape_of(self.project))
        self.install("--uninstall")
        self.assertEqual(shape_of(self.project), before)
        self.assertFalse(self.data.exists())

    def test_what_is_in_the_way_is_said_and_nothing_changes(self):
        mcp = self.project / ".mcp.json"
        for text, why in (
            ("{", "is not JSON"),
            ("[]", "no object mcpServers"),
            ('{"mcpServers": {"alembic": {"command": "x"}}}', "another server called alembic"),
        ):
            mcp.write_text(text, encoding="utf-8")
            before = files_of(self.project)
            self.assertIn(why, self.install(self.project, "--in-project", "--yes", "--archive", archive(), code=2))
            self.assertEqual(files_of(self.project), before)
            self.assertFalse(self.data.exists())

    def test_what_was_changed_since_is_not_lost(self):
        self.give_own_skill()
        (self.project / ".mcp.json").write_text(SERVERS, encoding="utf-8")
        self.install(self.project, "--in-project", "--yes", "--archive", archive())
        edited = self.skill.read_text(encoding="utf-8") + "\nAnd more.\n"
        self.skill.write_text(edited, encoding="utf-8")
        servers = json.loads((self.project / ".mcp.json").read_text(encoding="utf-8"))
        servers["mcpServers"]["new"] = {"command": "false"}
        (self.project / ".mcp.json").write_text(json.dumps(servers), encoding="utf-8")
        said = self.install("--uninstall", self.project, code=1)
        self.assertIn("was changed since and stays; what was there is kept in ", said)
        kept = Path(said.partition("is kept in ")[2].partition("\n")[0])
        self.assertEqual((kept / "SKILL.md").read_text(encoding="utf-8"), OWN_SKILL)
        self.assertEqual(self.skill.read_text(encoding="utf-8"), edited)
        servers = json.loads((self.project / ".mcp.json").read_text(encoding="utf-8"))
        self.assertEqual(sorted(servers["mcpServers"]), ["new", "other"])

    def test_what_the_user_has_for_all_projects_is_told(self):
        own = self.client.folder / "config/commands/migrate.md"
        own.parent.mkdir()
        own.write_text("Mine", encoding="utf-8")
        self.assertIn(f"{own} has the name /migrate: remove it", self.install("--archive", archive(), code=1))
        self.assertEqual(own.read_text(encoding="utf-8"), "Mine")

    def test_something_else_in_the_place_of_the_link_stays(self):
        self.link.parent.mkdir(parents=True)
        self.link.write_text("mine", encoding="utf-8")
        self.assertIn("is something else and stays", self.install("--archive", archive(), code=1))
        self.install("--uninstall")
        self.assertEqual(self.link.read_text(encoding="utf-8"), "mine")

    def test_archives_that_are_no_release(self):
        bad = self.folder / "bad.tar.gz"
        shutil.copy(archive(), bad)
        bad.with_name("bad.tar.gz.sha256").write_text("0" * 64 + "  bad.tar.gz\n", encoding="utf-8")
        self.assertIn("is not what", self.install("--archive", bad, code=2))
        bad.write_bytes(archive().read_bytes()[:100_000])
        bad.with_name("bad.tar.gz.sha256").unlink()
        self.assertIn("cannot be unpacked", self.install("--archive", bad, code=2))
        subprocess.run(["tar", "-czPf", bad, "../etc/hostname"], cwd=ROOT, check=False, capture_output=True)
        self.assertIn("is no release", self.install("--archive", bad, code=2))
        self.assertFalse(self.data.exists())


if __name__ == "__main__":
    unittest.main()
