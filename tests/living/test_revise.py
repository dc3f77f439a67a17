"""The newest migration written anew in its place, or taken back: what stays, what is refused, what real Alembic says."""

import json
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
sys.path.insert(0, str(HERE.parent / "support"))

from golden import GoldenCase, golden_cases  # noqa: E402
from repository import DATE, DIALECTS, HEAD, Program, Repository, shared_bench  # noqa: E402
from roundtrip import check_text  # noqa: E402

NEW = "20260301_000019"
WORDS = (
    "add invoices table: number string(32) unique, customer_id fk customers, total numeric(12,2), note text nullable"
)


class ReviseTest(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp()).resolve()
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.repository = Repository(self.folder)

    def new(self, words=WORDS, *more):
        return self.repository.new(words, *more)

    def revise(self, *arguments):
        return self.repository.run("revise", *arguments, code=0)

    def assert_refused(self, code, *arguments):
        before = self.repository.files()
        error = self.repository.run("revise", *arguments, code=1 if code == "not_understood" else 2)["error"]
        self.assertEqual(error["code"], code, error)
        self.assertEqual(self.repository.files(), before)
        return error

    def assert_diff_leads_there(self, old_text, path, diff):
        """`git apply` makes the new file of the old one."""
        folder = self.folder / "apply"
        target = folder / path
        target.parent.mkdir(parents=True)
        target.write_text(old_text, encoding="utf-8")
        subprocess.run(["git", "apply", "-"], input=diff, text=True, cwd=folder, check=True)
        self.assertEqual(target.read_text(), (self.repository.root / path).read_text())
        shutil.rmtree(folder)

    def test_a_change_in_words(self):
        path = self.new()
        old = path.read_text()
        tried = self.revise("make total nullable", "--dry-run")
        self.assertEqual(path.read_text(), old)
        made = self.revise("make", "total", "nullable")
        self.assertEqual((made["revision"], made["down_revision"], made["written"]), (NEW, HEAD, True))
        self.assertEqual(made["diff"], tried["diff"])
        self.assertEqual(
            [line for line in made["diff"].splitlines() if line[0] in "+-" and line[:3] not in ("+++", "---")],
            [
                '-        sa.Column("total", sa.Numeric(12, 2), nullable=False),',
                '+        sa.Column("total", sa.Numeric(12, 2), nullable=True),',
            ],
        )
        self.assert_diff_leads_there(old, made["path"], made["diff"])
        self.assertEqual(made["messages"][0]["content"], path.read_text())
        again = self.assert_refused("pending", "make total nullable")
        self.assertIn(NEW, again["message"])

    def test_the_example_of_the_skill(self):
        path = self.new("add invoices table: total numeric(12,2) nullable")
        self.assertIn('"total", sa.Numeric(12, 2), nullable=True', path.read_text())
        self.revise("make total not null")
        self.assertIn('"total", sa.Numeric(12, 2), nullable=False', path.read_text())

    def test_what_names_no_table_is_of_the_table_of_the_migration(self):
        """Other tables have these columns too, or none has them yet."""
        path = self.new("add invoices table: status in (DRAFT, SENT) default DRAFT, amount numeric(12,2)")
        told = self.revise("make amount nullable and add index on status")
        self.assertIn("amount is taken as of table invoices, which is spoken of", str(told))
        told = self.revise("add paid_at")
        self.assertIn("is taken as of invoices, the only table of this migration", str(told))
        self.assertIn("invoices.paid_at is nullable, as a column that is added", str(told))
        self.assertNotIn("is nullable", str(self.revise("add is_late boolean")))
        self.revise("rename amount to total")
        text = path.read_text()
        self.assertIn('sa.Column("total", sa.Numeric(12, 2), nullable=True)', text)
        self.assertIn('sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True)', text)
        self.assertIn('sa.Column("is_late", sa.Boolean(), nullable=False, server_default=sa.false())', text)
        self.assertIn('op.create_index("idx_invoices_status", "invoices", ["status"]', text)
        self.assertNotIn("alter_column", text)

    def test_changes_go_into_what_is_there(self):
        path = self.new()
        self.revise("add due_date to invoices")
        self.revise("change invoices.note to string(80)")
        self.revise("drop column total from invoices")
        self.revise("add index on invoices(due_date)")
        self.revise("set default of note on invoices to 'none'")
        text = path.read_text()
        self.assertEqual(text.count("op.create_table("), 1)
        self.assertNotIn("add_column", text)
        self.assertNotIn("total", text)
        self.assertLess(text.index('"due_date", sa.Date()'), text.index('"created_at"'))
        self.assertIn('"note", sa.String(80), nullable=True, server_default=', text)
        self.assertEqual(text.count("op.create_index("), 2)
        self.assertEqual(check_text(self.repository.root, path), [])
        self.assert_round_trips(path)

    def assert_round_trips(self, path):
        with shared_bench() as bench:
            for stack in ("new", "old"):
                for dialect in DIALECTS:
                    outcome = bench.roundtrip(self.repository.root, path, stack, dialect)
                    self.assertTrue(outcome.ok, outcome.text())

    def test_a_dropped_column_takes_its_key_and_index_along(self):
        path = self.new()
        self.revise("drop column customer_id from invoices")
        text = path.read_text()
        self.assertNotIn("customer", text)
        self.assertNotIn("create_index", text)

    def test_add_and_remove(self):
        path = self.new("add phone to tags")
        operations = [{"op": "add_column", "table": "tags", "column": {"name": "fax", "type": "string(20)"}}]
        self.revise("--add", json.dumps(operations))
        self.assertEqual(path.read_text().count("op.add_column("), 2)
        self.revise("--remove", "tags.phone", "--message", "add fax to tags")
        self.assertFalse(path.exists())
        path = path.with_name(f"{NEW}_add_fax_to_tags.py")
        self.assertNotIn("phone", path.read_text())
        self.assertIn("tags.fax", self.assert_refused("unknown_object", "--remove", "tags.nothing")["hint"])
        self.assert_round_trips(path)

    def test_what_is_there_already_is_told(self):
        self.new("add phone to tags")
        self.assertIn(NEW, self.assert_refused("pending", "add phone to tags")["message"])
        self.assert_refused("column_exists", "add colour to tags")

    def test_the_whole_anew(self):
        path = self.new()
        made = self.revise("add vouchers table: code string(20)", "--whole")
        self.assertFalse(path.exists())
        path = path.with_name(f"{NEW}_add_vouchers_table.py")
        self.assertEqual(self.repository.root / made["path"], path)
        text = path.read_text()
        self.assertIn(f'revision = "{NEW}"\ndown_revision = "{HEAD}"\n', text)
        self.assertIn(f"Create Date: {DATE}\n", text)
        self.assertNotIn("invoices", text)
        self.assertIn("rename" if "rename from" in made["diff"] else f"+++ b/{made['path']}", made["diff"])
        self.assert_refused("pending", "add vouchers table: code string(20)", "--whole")

    def test_the_first_migration(self):
        for path in self.repository.versions.iterdir():
            path.unlink()
        path = self.new("add invoices table")
        self.revise("add total to invoices")
        self.assertIn("total", path.read_text())
        self.assertIn("down_revision = None", path.read_text())

    def test_an_untouched_template_is_filled(self):
        self.repository.run("new", "--empty", "frobnicate the gearbox", "--date", DATE)
        made = self.revise("add phone to tags", "--message", "add phone to tags")
        self.assertEqual(Path(made["path"]).name, f"{NEW}_add_phone_to_tags.py")

    def test_edited_by_a_person(self):
        path = self.new("add phone to tags")
        edited = path.read_text().replace("def upgrade() -> None:\n", "def upgrade() -> None:\n    # look here\n")
        path.write_text(edited)
        error = self.assert_refused("edited", "add fax to tags", "--whole")
        self.assertIn("replace_edited", error["hint"])
        self.assert_refused("bad_params", "add fax to tags", "--replace-edited")
        made = self.revise("add fax to tags", "--whole", "--replace-edited")
        self.assertIn("-    # look here", made["diff"])

    def test_lines_of_a_person_stay(self):
        path = self.new("add phone to tags")
        own = ["    # look here", "# and here"]
        text = path.read_text().replace("def upgrade() -> None:\n", f"def upgrade() -> None:\n{own[0]}\n")
        path.write_text(text + f"\n{own[1]}\n")
        made = self.revise("add fax to tags")
        kept = path.read_text()
        for line in (*own, "phone", "fax"):
            self.assertIn(line, kept)
        self.assertNotIn("\n-", made["diff"].split("\n", 2)[2])
        told = [each["text"] for each in made["messages"] if each["type"] == "assumption"]
        self.assertIn("lines that are not ours stay: # look here | # and here", told)
        self.revise("--remove", "tags.fax")
        self.assertEqual(path.read_text(), text + f"\n{own[1]}\n")

    def test_a_line_that_is_ours_and_a_persons(self):
        """What changes stands in the line that a person has changed: it is named, and nothing is written."""
        path = self.new("add phone to tags")
        line = next(line for line in path.read_text().splitlines() if "Column(" in line)
        path.write_text(path.read_text().replace(line, line + "  # as agreed"))
        before = path.read_text()
        error = self.assert_refused("edited", "change tags.phone to string(40)")
        self.assertIn("# as agreed", error["message"])
        self.assertIn("new migration", error["hint"])
        self.assertEqual(path.read_text(), before)

    def test_a_function_of_a_person_stays(self):
        path = self.new("add phone to tags")
        helper = "def tell(what: str) -> None:\n    print(what)\n\n\n"
        path.write_text(path.read_text().replace("def upgrade()", helper + "def upgrade()"))
        self.revise("change tags.phone to string(40)")
        self.assertIn(helper, path.read_text())
        self.assertIn("String(40)", path.read_text())

    def test_others_build_on_it(self):
        self.new("add phone to tags")
        self.new("add fax to tags")
        error = self.assert_refused("has_followers", "make phone not null", "--revision", NEW)
        self.assertIn("new migration", error["hint"])
        self.assert_refused("has_followers", "--discard", "--revision", NEW)
        self.revise("change tags.fax to string(40)")

    def test_committed_on_the_main_line(self):
        path = self.new("add phone to tags")
        self.repository.commit("phone")
        error = self.assert_refused("committed", "change tags.phone to string(40)")
        self.assertIn("is on main", error["message"])
        self.assert_refused("committed", "--discard")
        self.revise("change tags.phone to string(40)", "--allow-committed")
        self.assertIn("String(40)", path.read_text())

    def test_committed_on_the_own_branch_only(self):
        self.repository.git("checkout", "-q", "-b", "one")
        path = self.new("add phone to tags")
        self.repository.commit("phone")
        self.revise("change tags.phone to string(40)")
        self.assertIn("String(40)", path.read_text())
        self.repository.git("stash", "-q")
        self.repository.git("checkout", "-q", "-b", "two")
        self.assertIn("is on one", self.assert_refused("committed", "change tags.phone to string(50)")["message"])

    def test_pushed_to_a_remote(self):
        remote = self.folder / "remote.git"
        subprocess.run(["git", "init", "-q", "--bare", str(remote)], check=True)
        self.repository.git("remote", "add", "origin", str(remote))
        self.repository.git("push", "-q", "-u", "origin", "main")
        self.repository.git("checkout", "-q", "-b", "one")
        self.new("add phone to tags")
        self.repository.commit("phone")
        self.repository.git("push", "-q", "-u", "origin", "one")
        self.revise("change tags.phone to string(40)")  # its own branch, here and there
        self.repository.git("stash", "-q")
        self.repository.git("push", "-q", "origin", "one:main")
        self.repository.git("fetch", "-q")
        error = self.assert_refused("committed", "change tags.phone to string(40)")
        self.assertIn("origin/main", error["message"])

    def test_without_git(self):
        shutil.rmtree(self.repository.root / ".git")
        path = self.new("add phone to tags")
        self.revise("change tags.phone to string(40)")
        self.assertIn("String(40)", path.read_text())

    def test_discard_and_back(self):
        before = self.repository.files()
        path = self.new("add phone to tags")
        text = path.read_bytes()
        tried = self.revise("--discard", "--dry-run")
        self.assertTrue(path.exists())
        made = self.revise("--discard")
        self.assertEqual(made["moved"], tried["moved"])
        self.assertEqual(self.repository.heads(), [HEAD])
        backup = self.repository.root / made["path"]
        self.assertEqual((backup.read_bytes(), path.exists()), (text, False))
        self.assertEqual(set(self.repository.files()) - set(before), {f".{path.name}.discarded"})
        self.assertEqual(self.new("add phone to tags"), path)  # the same number again
        self.revise("--discard")
        self.assertEqual(len(self.repository.files()), len(before) + 2)
        backup.rename(path)
        self.assertEqual(self.repository.heads(), [NEW])
        with shared_bench() as bench:
            found = bench.stacks["new"].call("heads", project=str(self.repository.root), python_path=["backend"])
        self.assertEqual(found, [NEW])

    def test_an_edited_file_can_be_discarded(self):
        path = self.new("add phone to tags")
        path.write_text(path.read_text() + "\n# more\n")
        self.revise("--discard")
        self.assertFalse(path.exists())

    def test_a_merge_has_nothing_to_change(self):
        with self.repository.on("one"):
            self.new("add phone to tags")
        with self.repository.on("two"):
            self.new("add fax to tags", "--number", "20")
        self.repository.merge("one", "two")
        self.repository.run("merge", "--date", DATE, code=0)
        self.assert_refused("is_merge", "add mobile to tags")

    def test_not_understood(self):
        self.new()
        self.assertIn("total", self.assert_refused("not_understood", "frobnicate the total")["message"])
        self.assert_refused("not_understood", "frobnicate the total", "--whole")
        self.assert_refused("no_request")

    def test_methods_and_tool(self):
        path = self.new()
        with Program(["--project", str(self.repository.root)], self.folder) as program:
            program.call("revise", {"change": "make total nullable"})
            self.assertIn('"total", sa.Numeric(12, 2), nullable=True', path.read_text())
            for params in ({"change": "x", "description": "y"}, {"chnage": "x"}, {"change": 1}, {"number": 3}, []):
                self.assertIn("error", program.call("revise", params), params)
            program.call(
                "initialize", {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t"}}
            )
            arguments = {"name": "revise_migration", "arguments": {"change": "make total not null"}}
            result = program.call("tools/call", arguments)["result"]
            self.assertIn("+        sa.Column(", result["content"][0]["text"])
            self.assertIn("@@", result["structuredContent"]["diff"])
            discarded = program.call("discard", {})["result"]
            self.assertTrue(discarded["written"])
        self.assertEqual(self.repository.heads(), [HEAD])


class LawTest(unittest.TestCase):
    """Whatever the program wrote, it knows again: one more table in it adds lines and takes none away."""

    # Nothing else may stand beside it.
    ALONE = {
        "index_concurrently": "concurrently_not_alone",
        "hanging_enum_label": "label_not_alone",
        "labels_add": "label_not_alone",
    }
    # What hangs on a column is carried through these: they are revised whole, and the answer says so.
    WHOLE = dict.fromkeys(
        [
            "hanging_computed_type",
            "hanging_enum_remove",
            "hanging_enum_remove_said",
            "hanging_enum_rename",
            "hanging_enum_reorder",
            "hanging_enum_replace",
            "hanging_enum_to_text",
            "hanging_key_grows",
            "hanging_number_rounds",
            "hanging_text_to_date",
            "hanging_text_to_datetime",
            "hanging_trigger_type",
            "hanging_using_both_ways",
            "hanging_zone_for_a_text",
            "labels_named_enum",
            "labels_one_word",
            "labels_remove",
            "labels_rename",
            "labels_rename_default",
            "labels_reorder",
            "labels_replace",
            "labels_replace_by_one",
            "zone_for_a_date",
        ],
        "not_in_parts",
    )

    def test_golden_migrations_are_known_again(self):
        cases = golden_cases("expected.py")
        self.assertGreater(len(cases), 40)
        for case in cases:
            with self.subTest(case.name):
                answer = self.revised(case)
                refused = (self.ALONE | self.WHOLE).get(case.name)
                if refused:
                    self.assertEqual(answer["error"]["data"]["code"], refused)
                    continue
                self.assertIn("result", answer, answer)
                diff = answer["result"]["diff"].splitlines()[2:]
                self.assertLessEqual({line for line in diff if line.startswith("-")}, {"-    pass"})
                self.assertTrue(any("zz_extra" in line for line in diff))

    def revised(self, case):
        with tempfile.TemporaryDirectory() as folder:
            made = GoldenCase(case, Path(folder))
            with Program(["--project", str(made.project)], Path(folder)) as program:
                program.call("migrate", {"date": DATE, **made.request})
                more = [{"op": "create_table", "table": "zz_extra"}]
                return program.call("revise", {"add": more, "dry_run": True})


if __name__ == "__main__":
    unittest.main()
