"""The program as a person types it: what it prints, its exit codes (0 fine, 1 findings, 2 cannot do it), faults of the graph."""

import json
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))

from program import DATE, PROGRAM, ROOT, VERSIONS, clean_environment, files_of, sample_copy  # noqa: E402

HEAD = "20260224_000018"


class TerminalTest(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp()).resolve()
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.project = sample_copy(self.folder)

    def run_it(self, *arguments, code=0, cwd=None):
        """What it printed: stdout where it could do it, else stderr, and nothing on the other."""
        ran = subprocess.run(
            [str(PROGRAM), *arguments],
            capture_output=True,
            text=True,
            timeout=120,
            cwd=cwd or self.project,
            env=clean_environment(self.folder),
            stdin=subprocess.DEVNULL,
        )
        self.assertEqual(ran.returncode, code, ran.stdout + ran.stderr)
        if code and not ran.stdout:
            self.assertNotIn("--json", arguments)
            return ran.stderr
        self.assertEqual(ran.stderr, "")
        return ran.stdout

    def test_new_writes_and_shows(self):
        before = files_of(self.project)
        shown = self.run_it("new", "add invoices table", "--date", DATE)
        [path] = set(files_of(self.project)) - set(before)
        self.assertEqual(path, f"{VERSIONS}/20260301_000019_add_invoices_table.py")
        text = (self.project / path).read_text(encoding="utf-8")
        for wanted in (
            f"Wrote {path}\n",
            text,
            "What upgrade() does:",
            "create table invoices (id, created_at)",
            "Next:",
        ):
            self.assertIn(wanted, shown)
        self.assertIn(f"Deploy with `/deploy {path}`", shown)
        self.assertNotIn("\x1b", shown)

    def test_words_need_no_quotes(self):
        shown = self.run_it("new", "add", "invoices", "table", "--dry-run", "--date", DATE)
        self.assertIn("20260301_000019_add_invoices_table.py", shown)

    def test_dry_run_writes_nothing(self):
        before = files_of(self.project)
        shown = self.run_it("new", "add invoices table", "--dry-run")
        self.assertIn("Would write (dry run)", shown)
        self.assertEqual(files_of(self.project), before)

    def test_number_message_and_operations(self):
        operations = '[{"op": "drop_table", "table": "tags"}]'
        shown = self.run_it(
            "new", "x", "--operations", operations, "--message", "no more tags", "--number", "77", "--date", DATE
        )
        self.assertIn("20260301_000077_no_more_tags.py", shown)

    def test_debug_lines_go_to_standard_error_without_values_of_the_environment(self):
        secret = "postgresql://user:hunter2@db/prod"
        request = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "schema", "params": {"table": "customers"}})

        def ask(*options, **variables):
            command = [str(PROGRAM), *options, "--project", str(self.project)]
            environment = {**clean_environment(self.folder), "DATABASE_URL": secret, **variables}
            return subprocess.run(command, input=request, capture_output=True, text=True, env=environment)

        quiet, option, variable = ask(), ask("--log-level", "debug"), ask(ALEMBIC_MIGRATE_LOG_LEVEL="debug")
        self.assertEqual(quiet.stderr, "")
        for loud in (option, variable):
            self.assertEqual((loud.returncode, loud.stdout), (0, quiet.stdout))
            for words in (
                "debug: schema begins",
                f"project {self.project} by ",
                ": 18 revisions, heads: 20260224_000018",
                "debug: schema ends",
            ):
                self.assertIn(words, loud.stderr)
            self.assertNotIn("hunter2", loud.stderr)
        refused = ask("--log-level", "loud")
        self.assertEqual((refused.returncode, refused.stdout), (2, ""))
        self.assertIn("--log-level", refused.stderr)
        self.assertIn("warning", refused.stderr)

    def test_sql_before_the_table(self):
        """In `schema --sql tags` the table is no database."""
        wanted = self.run_it("schema", "customers", "--sql")
        self.assertIn("CREATE TABLE customers", wanted)
        self.assertEqual(self.run_it("schema", "--sql", "customers"), wanted)
        self.assertEqual(self.run_it("schema", "--sql", "--", "customers"), wanted)
        self.assertEqual(
            self.run_it("schema", "--sql", "sqlite", "customers"), self.run_it("schema", "customers", "--sql", "sqlite")
        )
        self.assertIn("customers is no database", self.run_it("schema", "--sql", "customers", "users", code=2))
        self.assertIn("there is no table", self.run_it("schema", "--sql", "customerz", code=2))

    def test_not_understood_is_one(self):
        """Nothing is written; what the words may mean is said with its types, and what to send."""
        before = files_of(self.project)
        said = self.run_it("new", "frobnicate the customers", code=1)
        self.assertRegex(said, "^error: not understood: frobnicate")
        self.assertIn("What it may mean: customers (id uuid, name string(160), ", said)
        self.assertIn('[{"op": "add_column", "table": "customers", ', said)
        self.assertEqual(files_of(self.project), before)

    def test_empty_is_asked_for(self):
        """A second one with its title is refused; a request after it stands on top of it, and revise fills it."""
        shown = self.run_it("new", "--empty", "moved by hand", "--date", DATE)
        first = self.project / VERSIONS / "20260301_000019_moved_by_hand.py"
        self.assertIn("    pass\n", first.read_text())
        self.assertIn(f"Deploy with `/deploy {VERSIONS}/{first.name}`", shown)
        self.assertIn("empty-migration", self.run_it("check"))
        self.assertIn("pending", self.run_it("new", "--empty", "moved by hand", "--json", code=2))
        before = first.read_bytes()
        self.run_it("new", "add invoices table", "--date", DATE)
        self.assertEqual(first.read_bytes(), before)
        self.run_it("revise", "--discard")
        self.run_it("revise", "--whole", "add receipts table", "--message", "moved by hand")
        self.assertIn('"receipts"', first.read_text())
        self.run_it("new", "--empty", code=2)
        self.run_it("new", "--empty", "x", "--operations", "[]", code=2)

    def test_the_same_request_twice(self):
        """What could be done twice, as a statement, is not."""
        asked = ("new", "tidy", "--operations", '[{"op": "execute", "sql": "DELETE FROM tags", "down_sql": ""}]')
        self.run_it(*asked)
        self.assertIn("pending", self.run_it(*asked, code=2))

    def test_errors_are_two_with_a_way_out(self):
        before = files_of(self.project)
        said = self.run_it("new", "add customers table", code=2)
        self.assertRegex(said, "^error: there is already a table customers")
        self.assertIn("choose another name", said)
        told = json.loads(self.run_it("new", "add customers table", "--json", code=2))["error"]
        self.assertEqual(told["code"], "table_exists")
        self.run_it("new", code=2)
        self.run_it("nwe", "add x table", code=2)
        self.run_it("new", "add x table", "--number", "0", code=2)
        self.run_it("new", "add x table", "--operations", "{", code=2)
        self.assertEqual(files_of(self.project), before)

    def test_the_manual_and_the_completion_know_every_option(self):
        manual = self.run_it("man")
        completion = self.folder / "completion"
        completion.write_text(self.run_it("completion"))
        commands = re.findall(r"^  ([a-z]+)  ", self.run_it("--help").split("Subcommands:")[1], re.MULTILINE)
        self.assertIn("verify", commands)
        for command in commands:
            help_text = self.run_it(command, "--help")
            self.assertIn(f".SH {command.upper()}\n", manual)
            for option in re.findall(r"(?<= )--[a-z-]+", help_text.split("Examples:")[0].split("Usage:")[1]):
                self.assertIn(option.replace("-", "\\-"), manual, command)
                typed = f"COMP_WORDS=(alembic-migrate {command} {option[:-1]}); COMP_CWORD=2; _alembic_migrate"
                ran = subprocess.run(
                    ["bash", "-c", f'. {completion}; {typed}; echo "${{COMPREPLY[@]}}"'], capture_output=True, text=True
                )
                self.assertIn(option, ran.stdout.split(), ran.stderr)

    def test_help_has_examples(self):
        for arguments in (["--help"], ["new", "--help"]):
            shown = self.run_it(*arguments)
            self.assertIn('alembic-migrate new "add due_date and paid_at to invoices" --dry-run', shown)
        for command in ("new", "revise", "schema", "check", "verify"):
            examples = self.run_it(command, "--help").split("Examples:\n")[1].splitlines()
            self.assertEqual({line.split()[1] for line in examples if line}, {command})
            for line in filter(None, examples):
                asked = [*shlex.split(line)[1:], "--project", "/dev/null"]
                self.assertIn("No alembic.ini", self.run_it(*asked, code=2), line)
        self.assertNotIn("Examples", self.run_it("merge", "--help"))
        self.assertRegex(self.run_it("--version"), r"^alembic-migrate \d+\.\d+\.\d+\n$")

    def test_schema(self):
        text = self.run_it("schema", "tags")
        self.assertRegex(text, r"table tags\n  id +uuid +not null default gen_random_uuid\(\)\n")
        self.assertNotIn("stock_direction", text)
        self.assertIn("enum stock_direction (IN, OUT, COUNT)", self.run_it("schema", "stock_moves"))
        self.assertIn("id uuid DEFAULT gen_random_uuid() NOT NULL", self.run_it("schema", "tags", "--sql"))
        for sqlite in (["--sql", "sqlite"], ["--sql", "--dialect", "sqlite"]):
            self.assertIn("id VARCHAR(36)", self.run_it("schema", "tags", *sqlite))
        self.assertIn("erDiagram\n    tags {\n", self.run_it("schema", "tags", "--mermaid"))
        found = json.loads(self.run_it("schema", "tags", "--json"))
        self.assertEqual([column["name"] for column in found["tables"][0]["columns"]], ["id", "name", "colour"])

    def test_schema_at_any_revision(self):
        self.assertIn("table clients", self.run_it("schema", "clients", "--at", "20260202_000011"))
        self.assertIn("clients", self.run_it("schema", "customers", "--at", "20260202_000011", code=2))
        self.assertIn("schema at 20260209_000014", self.run_it("schema", "--at", "20260209"))
        self.assertIn("Write more of the id", self.run_it("schema", "--at", "202602", code=2))
        self.assertIn(HEAD, self.run_it("schema", "--at", "nowhere", code=2))

    def test_schema_as_sql_runs_on_sqlite(self):
        import sqlite3

        with sqlite3.connect(":memory:") as database:
            database.executescript(self.run_it("schema", "--sql", "sqlite"))
            tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        self.assertLess({"customers", "parts", "tags", "service_requests"}, tables)

    def test_history(self):
        text = self.run_it("history")
        self.assertRegex(
            text, rf"^{HEAD} \(head\)  service requests\n    {VERSIONS}/{HEAD}_service_requests.py\n    - "
        )
        told = json.loads(self.run_it("history", "--json"))
        self.assertEqual(told["heads"], [HEAD])
        self.assertEqual(len(told["revisions"]), 18)
        self.assertEqual(told["revisions"][0]["down_revisions"], ["20260219_000017"])

    def test_history_as_mermaid(self):
        self.copy_of_head("20260301_000019", revision='"20260301_000019"', message='say "x" <b> #1')
        lines = self.run_it("history", "--mermaid").splitlines()
        self.assertEqual(lines[0], "flowchart TD")
        nodes, arrows = lines[1:20], lines[20:]
        self.assertEqual(nodes[0], '    r0["20260105_000001<br/>workshop core: users, clients, projects"]')
        self.assertIn('    r18["20260301_000019<br/>say #quot;x#quot; #lt;b#gt; #35;1"]', nodes)
        self.assertEqual(arrows[-2:], ["    r16 --> r17", "    r16 --> r18"])
        self.assertEqual(len(arrows), 18)

    # Faults of the graph: each is told with its files, and nothing is written.

    def copy_of_head(self, name, message=None, **variables):
        """A second file on top of the parent of the head, with some of its variables changed."""
        text = (self.project / VERSIONS / f"{HEAD}_service_requests.py").read_text(encoding="utf-8")
        lines = text.splitlines(keepends=True)
        for variable, value in variables.items():
            [at] = [number for number, line in enumerate(lines) if line.startswith(f"{variable} = ")]
            lines[at] = f"{variable} = {value}\n"
        text = "".join(lines)
        if message is not None:
            text = (
                text.replace("service requests", message, 1)
                .replace('"""say', "'''say")
                .replace('\n"""\n', "\n'''\n", 1)
            )
        file = self.project / VERSIONS / f"{name}_copy.py"
        file.write_text(text, encoding="utf-8")
        return file

    def assert_fault(self, code, *words):
        before = files_of(self.project)
        told = json.loads(self.run_it("new", "add invoices table", "--json", code=2))["error"]
        self.assertEqual(told["code"], code, told)
        for word in words:
            self.assertIn(word, told["message"] + told["where"])
        self.assertTrue(told["hint"])
        self.assertEqual(files_of(self.project), before)
        if code != "several_heads":
            self.assertIn("fault: ", self.run_it("history", code=1))

    def test_several_heads(self):
        self.copy_of_head("20260301_000019", revision='"20260301_000019"')
        self.assert_fault("several_heads", HEAD, "20260301_000019_copy.py")
        shown = self.run_it("new", "add invoices table", "--head", "20260301", "--dry-run")
        self.assertIn("revises 20260301_000019", shown)

    def test_duplicate_revision(self):
        self.copy_of_head("20260301_000019")
        self.assert_fault("duplicate_revision", f"{HEAD}_service_requests.py", "20260301_000019_copy.py")

    def test_missing_parent(self):
        self.copy_of_head("20260301_000019", revision='"20260301_000019"', down_revision='"20260228_000099"')
        self.assert_fault("missing_parent", "20260301_000019_copy.py", "20260228_000099")

    def test_cycle(self):
        self.copy_of_head("20260301_000019", revision='"20260301_000019"', down_revision='"20260302_000020"')
        self.copy_of_head("20260302_000020", revision='"20260302_000020"', down_revision='"20260301_000019"')
        self.assert_fault("cycle", "20260301_000019_copy.py", "20260302_000020_copy.py")

    def test_unreadable_files(self):
        file = self.project / VERSIONS / "20260301_000019_odd.py"
        for number, content in enumerate(
            (b"", b"\xff\xfe\n", b"revision = 'a'\n", b"revision = f'{1}'\ndown_revision = None\n")
        ):
            with self.subTest(number):
                file.write_bytes(content)
                self.assert_fault("unreadable_file", "20260301_000019_odd.py")

    def test_forms_of_a_header(self):
        """Annotations, a tuple over lines, labels, a byte order mark, CRLF: read, and built upon."""
        file = self.project / VERSIONS / "20260301_000019_odd.py"
        header = (
            '\ufeff"""odd one\r\n\r\nRevises: nothing of this counts\r\n"""\r\n'
            "from typing import Union\r\n"
            "revision: str = '20260301' '_000019'\r\n"
            f'down_revision: Union[str, None] = (\r\n    "{HEAD}",  # the head\r\n)\r\n'
            "branch_labels = ('odd',)\r\ndepends_on = None\r\n\r\n\r\n"
            "def upgrade():\r\n    pass\r\n\r\n\r\ndef downgrade():\r\n    pass\r\n"
        )
        file.write_bytes(header.encode())
        shown = self.run_it("new", "add invoices table", "--dry-run", "--date", "2026-03-02")
        self.assertIn("20260302_000020_add_invoices_table.py", shown)
        self.assertIn("revises 20260301_000019", shown)

    def test_no_migrations_yet(self):
        """Git keeps no empty folder: the first migration makes it."""
        shutil.rmtree(self.project / VERSIONS)
        self.assertEqual(self.run_it("history"), "The chain is empty.\n")
        shown = self.run_it("new", "add invoices table", "--date", DATE)
        self.assertIn("revises nothing: it is the first", shown)
        self.assertTrue((self.project / VERSIONS / "20260301_000001_add_invoices_table.py").exists())

    def test_other_layout(self):
        plain = sample_copy(self.folder, "plain", ROOT / "tests" / "sample-hex")
        shown = self.run_it("new", "add invoices table", cwd=plain)
        self.assertIn("alembic upgrade head", shown)
        self.assertNotIn("/deploy", shown)


if __name__ == "__main__":
    unittest.main()
