"""`alembic-migrate install` in a home of its own: with the real Claude Code and without it, for each host, and everything taken back."""

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

from archive import ROOT, unpacked  # noqa: E402
from claude_code import CLIENTS, Client, client_path, text_of  # noqa: E402
from program import PROGRAM, VERSIONS, files_of, sample_copy  # noqa: E402

OWN_SKILL = "---\nname: migrate\ndescription: Ours\n---\nWrite it by hand: $ARGUMENTS\n"
SERVERS = '{\n    "zeta": 1.50,\n    "mcpServers": {\n        "other": {"command": "true", "args": ["ä"]}\n    }\n}'
SETTINGS = (
    '// mine\r\n{\r\n\t"theme": "One", // dark\r\n\t"SERVERS": {\r\n\t\t"other": {"command": "x"},\r\n\t},\r\n}\r\n'
)
FILES = {  # host: file in a project, its group
    "claude": (".mcp.json", "mcpServers"),
    "gemini": (".gemini/settings.json", "mcpServers"),
    "vscode": (".vscode/mcp.json", "servers"),
    "cursor": (".cursor/mcp.json", "mcpServers"),
    "zed": (".zed/settings.json", "context_servers"),
    "jetbrains": (".junie/mcp/mcp.json", "mcpServers"),
}

REMINDING = f"""
1. Remind: "Ship it with `/ship {VERSIONS}/<filename>`"
2. Remind: "After that":
   ```
   ssh x \\
     "alembic up"
   ```
"""


def without_cache(folder: Path) -> dict[str, bytes]:
    """Every file below it but those that any command may leave among the user's caches."""
    return {name: text for name, text in files_of(folder).items() if "/.cache/" not in name}


def shape_of(folder: Path) -> list[str]:
    """Every file, folder and link below it."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


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
        (self.skill.parent / "more.txt").write_bytes(b"more\xff\r\n")
        (self.skill.parent / "more.txt").chmod(0o755)
        self.own_command.parent.mkdir(parents=True)
        self.own_command.write_text("Write it by command: $ARGUMENTS\n", encoding="utf-8")

    def command(self, *arguments):
        return [str(PROGRAM), *map(str, arguments)]

    def run_it(self, *arguments, code=0):
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

    def install(self, *arguments, code=0):
        return self.run_it("install", *arguments, "--yes", code=code)

    def uninstall(self, *arguments, code=0):
        return self.run_it("uninstall", *arguments, "--yes", code=code)

    def git(self, *arguments):
        names = ["-c", "user.name=a", "-c", "user.email=a@example.invalid"]
        subprocess.run(["git", "-C", self.project, *names, *arguments], check=True, capture_output=True)

    def ask_skill(self, words):
        return self.client.ask(self.project, words, [[{"text": "fine"}]]).said_to_model()


class WithClient(InstallCase):
    def test_plugin_in_and_out(self):
        """Installed twice, used, and taken back: the project as it was, the client without it, the home empty of it."""
        self.give_own_skill()
        before = files_of(self.project)
        self.assertIn("ran claude plugin install migrate@alembic-migrate\n", self.install(self.project))
        self.assertFalse(self.skill.parent.exists() or self.own_command.exists())
        shape = shape_of(self.data)
        self.assertEqual(self.install(self.project), "nothing to do\n")
        self.assertEqual(shape_of(self.data), shape)

        tool = "mcp__plugin_migrate_alembic__create_migration"
        turns = [[{"tool": tool, "input": {"description": "add invoices table"}}], [{"text": "done"}]]
        run = self.client.ask(self.project, "/migrate add invoices table", turns)
        self.assertIn("Create one Alembic migration for: add invoices table\n", run.said_to_model())
        (self.project / text_of(run.tool_results()[0]).split()[1]).unlink()  # "Wrote PATH"

        self.uninstall()
        self.assertEqual(files_of(self.project), before)
        self.assertFalse(self.data.exists())
        self.assertEqual(json.loads(self.client.command("plugin", "list", "--json").output), [])
        self.assertRegex(self.ask_skill("/migrate x"), "Write it by (hand|command): x")

    def test_a_plugin_of_other_bytes_is_put_anew(self):
        """A client keeps its copy of a plugin as long as the version is the same."""
        self.install()
        place = self.data / "plugin-of-claude/skill/skills/migrate/SKILL.md"
        place.write_text(place.read_text().replace("Create one", "Old: create one"))
        for command in (["uninstall"], ["install"]):
            self.client.command("plugin", *command, "migrate@alembic-migrate")
        self.assertIn("Old: create one", self.ask_skill("/migrate x"))
        self.install()
        self.assertIn("Create one Alembic migration for: x\n", self.ask_skill("/migrate x"))

    def test_project_in_and_out(self):
        self.give_own_skill()
        (self.project / ".mcp.json").write_text(SERVERS, encoding="utf-8")
        before = files_of(self.project)
        self.install(self.project, "--in-project")
        text = (self.project / ".mcp.json").read_text(encoding="utf-8")
        self.assertTrue(text.startswith(SERVERS[: SERVERS.index("\n    }\n}")]), text)
        after = files_of(self.project)
        self.assertEqual(self.install(self.project, "--in-project"), "nothing to do\n")
        self.assertEqual(files_of(self.project), after)
        turns = [[{"tool": "mcp__alembic__create_migration", "input": {"description": "add invoices table"}}], []]
        run = self.client.ask(self.project, "/migrate add invoices table", [turns[0], [{"text": "done"}]])
        (self.project / text_of(run.tool_results()[0]).split()[1]).unlink()  # "Wrote PATH"
        self.install("--host", "cursor")
        self.uninstall(self.project)
        self.assertEqual(files_of(self.project), before)
        self.assertTrue((self.data / "bin/alembic-migrate").is_file())

    def test_marketplaces(self):
        """By hand: with an unpacked release, and with the checkout after a build."""
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
        said = self.install(code=1)
        self.assertIn(f'claude plugin marketplace add "{self.data}/plugin-of-claude"\n', said)
        self.assertIn("claude plugin install migrate@alembic-migrate\n", said)
        program = self.data / "bin/alembic-migrate"
        self.assertEqual(program.read_bytes(), PROGRAM.read_bytes())
        plugin = self.data / "plugin-of-claude/skill"
        for file in (".mcp.json", "hooks/hooks.json"):
            text = (plugin / file).read_text(encoding="utf-8")
            json.loads(text)
            self.assertIn(str(program), text)
            self.assertNotIn("CLAUDE_PLUGIN_ROOT", text)

    def test_nothing_is_changed_before_it_is_agreed_to(self):
        self.give_own_skill()
        before = without_cache(self.folder)
        for options, code in (([], 1), (["--dry-run"], 0), (["--in-project"], 1)):
            said = self.run_it("install", self.project, *options, code=code)
            self.assertIn(f"remove {self.skill.parent}/more.txt\n", said)
            self.assertEqual("say --yes to do it" in said, code == 1)
            self.assertEqual(without_cache(self.folder), before)

    def answer(self, word):
        """At a terminal, where a person types the word."""
        mine, theirs = pty.openpty()
        command = self.command("install", self.project)
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
                if seen.rstrip().endswith(b"[y/N]"):
                    os.write(mine, word.encode() + b"\n")
                    seen += b"\n"
            os.close(mine)
        self.assertIn(b"Do it?", seen)
        return process.returncode

    def test_a_person_is_asked(self):
        self.give_own_skill()
        before = files_of(self.project)
        for word in ("", "n", "perhaps"):
            self.assertEqual(self.answer(word), 1)
            self.assertEqual(without_cache(self.folder), {f"project/{name}": text for name, text in before.items()})
        self.assertEqual(self.answer("y"), 1)  # there is no client
        self.assertFalse(self.skill.exists() or self.own_command.exists())
        self.uninstall(self.project)
        self.assertEqual(files_of(self.project), before)
        self.assertEqual((self.skill.parent / "more.txt").stat().st_mode & 0o777, 0o755)

    def test_the_last_steps_of_the_skill_that_is_replaced_stay(self):
        """Its reminders come word for word before, while it is set aside, and after."""
        self.give_own_skill()
        self.skill.write_text(OWN_SKILL + REMINDING, encoding="utf-8")
        config = self.project / ".alembic-migrate.toml"
        config.unlink(missing_ok=True)
        before = self.reminders()
        self.assertEqual([one["command"] for one in before], ["/ship " + VERSIONS + "/NEW", 'ssh x \\\n  "alembic up"'])
        self.assertIn("+[[reminders]]\n", self.install(self.project, code=1))
        self.assertFalse(self.skill.exists())
        self.assertEqual(self.reminders(), before)
        self.uninstall(self.project)
        self.assertFalse(config.exists())
        self.assertEqual(self.reminders(), before)

    def test_the_profile_of_the_skill_that_is_replaced_stays(self):
        self.give_own_skill()
        self.skill.write_text(f"{OWN_SKILL}For VejaPRO.\n{REMINDING}", encoding="utf-8")
        (self.project / ".alembic-migrate.toml").unlink(missing_ok=True)
        rules = self.run_it("doctor", "--project", self.project)
        self.install(self.project, code=1)
        self.assertIn('profile = "vejapro"\n', (self.project / ".alembic-migrate.toml").read_text(encoding="utf-8"))
        self.assertRegex(self.run_it("doctor", "--project", self.project), "idx_")
        self.assertRegex(rules, "idx_")

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

    def test_the_projects_own_may_stay(self):
        self.give_own_skill()
        before = files_of(self.project)
        self.assertIn("keeps the name /migrate", self.install(self.project, "--keep-own", code=1))
        self.assertEqual(files_of(self.project), before)

    def test_each_host_gets_its_entry_and_all_else_stays(self):
        """In files with comments, commas at the end, and line ends of Windows too; and where there was no file."""
        before = shape_of(self.project)
        for host, (file, group) in FILES.items():
            for text in (None, SETTINGS.replace("SERVERS", group)):
                with self.subTest(host, text=text):
                    path = self.project / file
                    if text is not None:
                        path.parent.mkdir(parents=True, exist_ok=True)
                        path.write_bytes(text.encode())
                    self.install(self.project, "--host", host, *(["--in-project"] if host == "claude" else []))
                    now = path.read_bytes().decode()
                    entry = '"alembic": {'
                    self.assertIn(entry, now)
                    if text is not None:
                        begin = now.index("\r\n\t\t" + entry)
                        end = now.index("\r\n\t\t},", begin) + len("\r\n\t\t},")
                        self.assertEqual(now[:begin] + now[end:], text)
                    else:
                        server = json.loads(now)[group]["alembic"]
                        self.assertTrue(server["command"].endswith("/alembic-migrate"))
                        self.assertEqual(server["args"][0], "serve")
                    self.uninstall(self.project, "--host", host)
                    if text is None:
                        self.assertEqual(shape_of(self.project), before)
                    else:
                        self.assertEqual(path.read_bytes().decode(), text)
                        path.unlink()
                        for folder in path.relative_to(self.project).parents[:-1]:
                            (self.project / folder).rmdir()
        self.uninstall()
        self.assertFalse(self.data.exists())

    def test_for_all_projects(self):
        """Where a host has such a file; the others say what they want."""
        for host in ("cursor", "zed", "jetbrains"):
            self.install("--host", host)
        self.assertEqual(
            sorted(name for name in files_of(self.home) if "alembic-migrate/" not in name),
            [".config/zed/settings.json", ".cursor/mcp.json", ".junie/mcp/mcp.json"],
        )
        self.assertIn("name the project's folder", self.install("--host", "vscode", code=2))
        said = self.install("--host", "gemini", code=1)
        self.assertIn(f'gemini mcp add --scope user alembic "{self.data}/bin/alembic-migrate" serve', said)
        self.uninstall()
        self.assertEqual([name for name in files_of(self.home) if not name.startswith(".cache/")], [])

    def test_git_is_told_of(self):
        self.give_own_skill()
        (self.project / ".gitignore").write_text(".mcp.json\n")
        self.git("init", "-q")
        self.git("add", "-A")
        self.git("commit", "-qm", "all")
        said = self.install(self.project, "--in-project")
        self.assertRegex(said, r"/\.mcp\.json:\n(.*\n)+?  \(git ignores this file: others who clone")
        self.assertIn(f"remove {self.own_command}\n  (git has this file: its removal is a change to commit)\n", said)
        self.uninstall()
        self.git("diff", "--exit-code")

    def test_what_is_in_the_way_is_said_and_nothing_changes(self):
        mcp = self.project / ".mcp.json"
        for text, why in (
            ("{", "is not what JSON has there"),
            ("[]", "line 1"),
            ('{"mcpServers": 1}', "line 1"),
            ('{"mcpServers": {"alembic": {"command": "x"}}}', "another server called alembic"),
        ):
            mcp.write_text(text, encoding="utf-8")
            before = files_of(self.project)
            self.assertIn(why, self.install(self.project, "--in-project", code=2))
            self.assertEqual(files_of(self.project), before)
            self.assertFalse(self.data.exists())

    def test_what_was_changed_since_is_not_lost(self):
        self.give_own_skill()
        (self.project / ".mcp.json").write_text(SERVERS, encoding="utf-8")
        self.install(self.project, "--in-project")
        edited = self.skill.read_text(encoding="utf-8") + "\nAnd more.\n"
        self.skill.write_text(edited, encoding="utf-8")
        now = (self.project / ".mcp.json").read_text(encoding="utf-8")
        (self.project / ".mcp.json").write_text(now.replace('"zeta": 1.50', '"zeta": 1.60'), encoding="utf-8")
        said = self.uninstall(self.project, code=1)
        self.assertIn("was changed since and stays; what was there before is ", said)
        kept = Path(said.partition("what was there before is ")[2].partition("\n")[0])
        self.assertEqual(kept.read_text(encoding="utf-8"), OWN_SKILL)
        self.assertEqual(self.skill.read_text(encoding="utf-8"), edited)
        self.assertEqual((self.project / ".mcp.json").read_text(encoding="utf-8"), SERVERS.replace("1.50", "1.60"))
        self.uninstall(code=1)
        self.assertTrue(kept.is_file())

    def test_what_the_user_has_for_all_projects_is_told(self):
        own = self.client.folder / "config/commands/migrate.md"
        own.parent.mkdir()
        own.write_text("Mine", encoding="utf-8")
        self.assertIn(f"{own} has the name /migrate in all projects", self.install(code=1))
        self.assertEqual(own.read_text(encoding="utf-8"), "Mine")


if __name__ == "__main__":
    unittest.main()
