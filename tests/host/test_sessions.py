"""Sessions of the real Claude Code that go another way than straight on: second calls, crashes, refusals, odd words."""

import shutil
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]

from claude_code import PROGRAM, ROOT, Client, client_path, plugin_copy, text_of  # noqa: E402
from program import VERSIONS, files_of, sample_copy  # noqa: E402
from ways import in_every_way  # noqa: E402

DONE = [{"text": "Done."}]


class Session:
    """A project with the skill, a client with a home of its own."""

    with_program = True

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.client = self.enterContext(Client(self.way.client))
        self.project = sample_copy(self.folder)
        self.plugin = self.way.prepare(self.folder, self.project, self.with_program)
        self.program = self.folder / "skill/bin/alembic-migrate-program"
        self.before = files_of(self.project)

    def ask(self, words, turns, folder=None):
        run = self.client.ask(folder or self.project, words, turns, self.plugin)
        self.assertEqual(run.code, 0, run.describe())
        self.assertEqual([command for command in run.commands if command["code"] != 0], [])
        self.assertEqual(run.event("result").get("permission_denials", []), [])
        return run

    def new_files(self):
        return sorted(set(files_of(self.project)) - set(self.before))


@in_every_way()
class SessionTest(Session):
    def test_second_call_and_a_call_after_a_crash(self):
        """Create, revise, and after the server was killed revise again: three calls of one session."""
        crash = {"run": [sys.executable, str(HERE / "kill_server.py"), str(self.program)]}
        turns = [
            self.way.call("create_migration", description="add invoices table: total", date="2026-03-01"),
            self.way.call("revise_migration", change="make total nullable"),
            [crash, *self.way.call("revise_migration", change="add paid_at to invoices")],
            DONE,
        ]
        run = self.ask("/migrate add invoices table: total", turns)
        results = run.tool_results()
        self.assertEqual([result.get("is_error", False) for result in results], [False] * 3, [*map(text_of, results)])
        [path] = self.new_files()
        self.assertEqual(path, f"{VERSIONS}/20260301_000019_add_invoices_table.py")
        for answer in map(text_of, results):
            self.assertIn(f"Wrote {path}\nrevision 20260301_000019, ", answer)
        for answer in map(text_of, results[1:]):
            self.assertIn("\n@@ ", answer)
            self.assertNotIn("def downgrade", answer)  # its diff, not the whole again
        text = (self.project / path).read_text(encoding="utf-8")
        self.assertIn('sa.Column("total", sa.Numeric(12, 2), nullable=True)', text)
        self.assertIn('sa.Column("paid_at", sa.DateTime(timezone=True)', text)
        self.assertEqual(len(run.commands), 1)

    def test_refusal_is_seen_with_its_hint(self):
        """From a folder inside the project; the tables can be asked for in the same turn."""
        describe = self.way.call("describe_schema", table="customers")
        turns = [self.way.call("create_migration", description="add customers table") + describe, DONE]
        inside = self.project / "backend/app" if self.way.kind == "plugin" else self.project
        run = self.ask("/migrate add customers table", turns, inside)
        refusal, schema = run.tool_results()
        self.assertTrue(refusal["is_error"])
        self.assertIn("customers", text_of(refusal))
        self.assertIn("[table_exists]", text_of(refusal))
        self.assertFalse(schema.get("is_error"), text_of(schema))
        self.assertRegex(text_of(schema), r"(?s)^schema at \S+ on postgresql\n.*\ntable customers\n")
        self.assertNotIn("table users", text_of(schema))
        self.assertEqual(files_of(self.project), self.before)

    def test_odd_words_arrive_unharmed_and_are_never_run(self):
        words = 'add x" ; touch PWNED "; `touch PWNED` $(touch PWNED) ${HOME} $0 $ARGUMENTS\nit\'s the "second" line\\n'
        run = self.ask(f"/migrate {words}", [self.way.call("create_migration", description=words), DONE])
        self.assertIn(f"Create one Alembic migration for: {words.strip()}\n", run.said_to_model())
        [refusal] = run.tool_results()
        self.assertTrue(refusal["is_error"])
        self.assertIn("[not_understood]", text_of(refusal))
        self.assertEqual(files_of(self.project), self.before)

    def test_not_understood_words_write_nothing_and_operations_do(self):
        words = "frobnicate the bicycles thoroughly"
        operations = [{"op": "add_column", "table": "bikes", "column": {"name": "frobnicated_at", "type": "datetime"}}]
        create = [
            self.way.call("create_migration", description=words),
            self.way.call("create_migration", description=words, operations=operations),
        ]
        run = self.ask(f"/migrate {words}", [*create, DONE])
        refusal, answer = run.tool_results()
        self.assertTrue(refusal["is_error"])
        self.assertIn("not understood: frobnicate, bicycles, thoroughly", text_of(refusal))
        [path] = self.new_files()
        self.assertIn(f"Wrote {path}\n", text_of(answer))
        self.assertIn("frobnicated_at", (self.project / path).read_text(encoding="utf-8"))


@in_every_way(kinds=("plugin",))
class NamesTest(Session):
    def test_commands_in_words_are_never_run(self):
        """The client's own way to run a command in a skill; it takes its sting out in arguments."""
        run = self.ask("/migrate add x !`touch PWNED`", [DONE])
        self.assertIn("touch PWNED`", run.said_to_model())
        self.assertEqual(files_of(self.project), self.before)

    def test_whole_name_beside_a_skill_of_the_project(self):
        """The project's own skill has the bare name: why `alembic-migrate install` offers to replace it."""
        skill = self.project / ".claude/skills/migrate/SKILL.md"
        skill.parent.mkdir(parents=True)
        skill.write_text("---\nname: migrate\ndescription: Ours\n---\nWrite it by hand: $ARGUMENTS\n", encoding="utf-8")
        turns = [self.way.call("create_migration", description="add invoices table"), DONE]
        run = self.ask("/migrate:migrate add invoices table", turns)
        self.assertIn("Create one Alembic migration for: add invoices table\n", run.said_to_model())
        self.assertIn("Wrote ", text_of(run.tool_results()[0]))
        run = self.ask("/migrate add invoices table", [DONE])
        self.assertIn("Write it by hand: add invoices table", run.said_to_model())


@in_every_way(kinds=("plugin",))
class WithoutProgramTest(Session):
    """As a marketplace install from source leaves it."""

    with_program = False

    def test_model_is_told_what_to_run_and_goes_on_when_that_was_done(self):
        create = self.way.call("create_migration", description="add invoices table")
        run = self.ask("/migrate add invoices table", [create, [self.put_program(), *create], DONE])
        refusal, result = run.tool_results()
        self.assertTrue(refusal["is_error"])
        self.assertRegex(
            text_of(refusal), r"^alembic-migrate is not installed yet: run `pip install alembic-migrate`.*again$"
        )
        self.assertFalse(result.get("is_error"), text_of(result))
        [path] = self.new_files()
        self.assertIn(f"Wrote {path}\n", text_of(result))

    def put_program(self):
        home = self.client.folder / "home/.local/share/alembic-migrate/bin"
        copy = f"mkdir -p '{home}' && cp '{PROGRAM}' '{home}/alembic-migrate'"
        return {"run": ["/bin/sh", "-c", copy]}


@unittest.skipUnless(client_path("newest"), "Claude Code is not installed: run scripts/setup test")
class ValidateTest(unittest.TestCase):
    def test_validates(self):
        with Client("newest") as client, tempfile.TemporaryDirectory() as folder:
            plugin = str(plugin_copy(Path(folder)))
            for options in (["--strict", plugin], ["--profile", "directory", plugin], ["--strict", str(ROOT)]):
                with self.subTest(options[0]):
                    done = client.command("plugin", "validate", *options)
                    self.assertEqual(done.code, 0, done.describe())


if __name__ == "__main__":
    unittest.main()
