"""Two branches of a real repository that took the same number: rebase makes one chain, which real Alembic walks."""

import json
import re
import shutil
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from repository import DATE, DIALECTS, HEAD, Program, Repository, shared_bench, up_down_up  # noqa: E402
from roundtrip import check_text  # noqa: E402

FIRST, SECOND, THIRD = "20260301_000019", "20260301_000020", "20260301_000021"


def body(text: bytes) -> bytes:
    return text[text.index(b"\ndef upgrade") :]


class RebaseTest(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp()).resolve()
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.repository = Repository(self.folder)

    def branches(self, **descriptions):
        """Each description (or list of them) as migrations on a branch of its own."""
        for branch, words in descriptions.items():
            with self.repository.on(branch):
                for one in [words] if isinstance(words, str) else words:
                    self.repository.new(one)

    def both(self, first="add phone to tags", second="add mobile to tags"):
        self.branches(one=first, two=second)
        self.repository.merge("one", "two")

    def rebase(self, *arguments):
        return self.repository.run("rebase", *arguments, code=0)

    def assert_refused(self, code, *arguments):
        before = self.repository.files()
        error = self.repository.run("rebase", *arguments, code=2)["error"]
        self.assertEqual(error["code"], code, error)
        self.assertEqual(self.repository.files(), before)
        return error

    def schema(self, dialect="postgresql"):
        shown = self.repository.run("schema", "--dialect", dialect)
        return {table["name"]: table for table in shown["tables"]}

    def test_same_day_same_number(self):
        self.branches(one="add phone to tags", two="add vouchers table: code string(20) unique, tag_id fk tags")
        apart = {}
        for branch in ("one", "two"):
            with self.repository.on(branch):
                apart[branch] = {dialect: self.schema(dialect) for dialect in DIALECTS}
        self.repository.merge("one", "two")
        self.assertEqual(self.repository.run("new", "add x table", code=2)["error"]["code"], "duplicate_revision")
        before = self.repository.files()
        tried = self.rebase("--dry-run")
        self.assertEqual(self.repository.files(), before)
        made = self.rebase()
        self.assertEqual((tried["moved"], tried["diff"]), (made["moved"], made["diff"]))
        self.assertEqual(
            [(one["old_revision"], one["revision"], Path(one["to"]).name) for one in made["moved"]],
            [(FIRST, SECOND, f"{SECOND}_add_vouchers_table.py")],
        )
        after = self.repository.files()
        gone, new = set(before) - set(after), set(after) - set(before)
        self.assertEqual((gone, new), ({f"{FIRST}_add_vouchers_table.py"}, {f"{SECOND}_add_vouchers_table.py"}))
        old_text, new_text = before[gone.pop()], after[new.pop()]
        self.assertEqual(body(new_text), body(old_text))
        for line in (
            f"Revision ID: {SECOND}",
            f"Revises: {FIRST}",
            f'revision = "{SECOND}"',
            f'down_revision = "{FIRST}"',
        ):
            self.assertIn(line.encode() + b"\n", new_text)
        self.assertEqual(check_text(self.repository.root, self.repository.root / made["path"]), [])
        self.assertEqual(self.repository.heads(), [SECOND])
        for dialect in DIALECTS:  # the sum of both branches
            together = self.schema(dialect)
            self.assertEqual(together, {**apart["two"][dialect], "tags": apart["one"][dialect]["tags"]})
        with shared_bench() as bench:
            for stack in ("new", "old"):
                for dialect in DIALECTS:
                    with self.subTest(stack, dialect=dialect):
                        self.assertEqual(up_down_up(bench, self.repository.root, stack, dialect), [])

    def test_chains(self):
        self.branches(
            one=["add phone to tags", "add phone_note to tags"],
            two=["add mobile to tags", "add mobile_note to tags", "add index on tags(mobile)"],
        )
        self.repository.merge("one", "two")
        bodies = {name.split("_", 2)[2]: body(text) for name, text in self.repository.files().items() if FIRST <= name}
        made = self.rebase()
        self.assertEqual(
            [Path(one["to"]).name[9:15] for one in made["moved"]], ["000021", "000022", "000023"], made["moved"]
        )
        self.assertEqual(self.repository.heads(), ["20260301_000023"])
        after = {name.split("_", 2)[2]: body(text) for name, text in self.repository.files().items() if FIRST <= name}
        self.assertEqual(after, bodies)
        with shared_bench() as bench:
            for dialect in DIALECTS:
                self.assertEqual(up_down_up(bench, self.repository.root, "new", dialect), [])

    def test_on_the_feature_branch_the_main_line_stays(self):
        self.branches(two="add mobile to tags", one="add phone to tags")
        self.repository.merge("one")  # main has `one` now
        self.repository.git("checkout", "-q", "two")
        self.repository.merge("main")
        made = self.rebase()
        self.assertEqual(Path(made["moved"][0]["to"]).name, f"{SECOND}_add_mobile_to_tags.py")
        self.assertIn("main does not have them", json.dumps(made["messages"]))

    def test_files_that_git_does_not_have_move(self):
        self.branches(one="add phone to tags")
        path = self.repository.new("add mobile to tags")
        self.repository.merge("one")
        self.rebase()
        self.assertFalse(path.exists())
        self.assertTrue((path.parent / f"{SECOND}_add_mobile_to_tags.py").exists())

    def test_numbers_that_are_free_stay(self):
        with self.repository.on("one"):
            self.repository.new("add phone to tags")
        with self.repository.on("two"):
            self.repository.new("add mobile to tags", "--number", "25")
        self.repository.merge("one", "two")
        made = self.rebase()
        self.assertEqual(made["moved"][0]["from"], made["moved"][0]["to"])
        text = (self.repository.root / made["path"]).read_text()
        self.assertIn(f'revision = "20260301_000025"\ndown_revision = "{FIRST}"\n', text)
        self.assertIn(f"Revises: {FIRST}\n", text)

    def test_the_date_never_goes_back(self):
        with self.repository.on("one"):
            self.repository.new("add phone to tags", "--date", "2026-03-09")
        with self.repository.on("two"):
            self.repository.new("add mobile to tags")
        self.repository.merge("one", "two")
        self.assertEqual(self.rebase()["revision"], "20260309_000020")

    def test_no_git_asks_which(self):
        self.both()
        shutil.rmtree(self.repository.root / ".git")
        error = self.assert_refused("which_branch")
        self.assertIn("add_mobile_to_tags.py", error["message"])
        self.assertIn("merge keeps every revision", error["hint"])
        made = self.rebase(f"{FIRST}_add_phone_to_tags.py")
        self.assertEqual(Path(made["path"]).name, f"{SECOND}_add_phone_to_tags.py")
        self.assertEqual(self.repository.heads(), [SECOND])

    def test_a_duplicate_id_alone_is_ambiguous(self):
        self.both()
        error = self.assert_refused("ambiguous_revision", FIRST)
        self.assertIn("add_mobile_to_tags.py", error["hint"])

    def test_chains_with_duplicates_without_git_want_all_files(self):
        self.branches(
            one=["add phone to tags", "add phone_note to tags"], two=["add mobile to tags", "add mobile_note to tags"]
        )
        self.repository.merge("one", "two")
        shutil.rmtree(self.repository.root / ".git")
        self.assert_refused("which_branch", f"{FIRST}_add_phone_to_tags.py")
        self.assert_refused("which_branch", f"{SECOND}_add_phone_note_to_tags.py")
        made = self.rebase(f"{SECOND}_add_phone_note_to_tags.py", f"{FIRST}_add_phone_to_tags.py")
        self.assertEqual([one["revision"] for one in made["moved"]], [THIRD, "20260301_000022"])
        self.assertEqual(self.repository.heads(), ["20260301_000022"])

    def test_dependencies_follow(self):
        with self.repository.on("one"):
            self.repository.new("add phone to tags")
        with self.repository.on("two"):
            self.repository.new("add mobile to tags")
            self.repository.write(
                f"{SECOND}_by_hand.py", "pass", revision=SECOND, parent=FIRST, depends_on=("20260209_000014", FIRST)
            )
        self.repository.merge("one", "two")
        made = self.rebase()
        text = (self.repository.root / made["path"]).read_text()
        self.assertIn(f"depends_on = ('20260209_000014', '{SECOND}')", text)
        self.assertEqual(self.repository.heads(), [THIRD])

    def test_a_staying_file_that_depends_on_a_moved_one_follows(self):
        with self.repository.on("one"):
            self.repository.new("add phone to tags", "--number", "30")
        with self.repository.on("two"):
            self.repository.new("add mobile to tags", "--number", "20")
        with self.repository.on("three"):
            self.repository.write(
                "20260301_000040_by_hand.py",
                "pass",
                revision="20260301_000040",
                parent=HEAD,
                depends_on=SECOND,
            )
        self.repository.merge("one", "two", "three")
        made = self.rebase(SECOND, "--onto", "20260301_000030")
        self.assertEqual(made["moved"][0]["revision"], "20260301_000041")
        text = (self.repository.versions / "20260301_000040_by_hand.py").read_text()
        self.assertIn("depends_on = '20260301_000041'", text)

    def test_odd_headers_change_only_in_their_spans(self):
        self.both()
        path = self.repository.versions / f"{FIRST}_add_mobile_to_tags.py"
        text = (
            "'''by hand\r\n\r\nRevision ID:   20260301_000019\r\nRevises: 20260224_000018\r\n"
            "A note: 20260301_000019 is nice.\r\n'''\r\n"
            "from alembic import op\r\nimport sqlalchemy as sa\r\n"
            "revision: str = u'20260301_000019'  # 20260301_000019\r\n"
            "down_revision: object = (\r\n    '20260224_000018',  # the parent\r\n)\r\nbranch_labels = None\r\n"
            "depends_on = None\r\ndef upgrade():\r\n    op.add_column('tags', sa.Column('ą', sa.Text))\r\n"
            "def downgrade():\r\n    # 20260301_000019\r\n    op.drop_column('tags', 'ą')"
        )
        path.write_bytes(b"\xef\xbb\xbf" + text.encode())
        made = self.rebase()
        wanted = (
            text.replace("ID:   20260301_000019", "ID:   20260301_000020")
            .replace("u'20260301_000019'", "u'20260301_000020'")
            .replace("Revises: 20260224_000018", f"Revises: {FIRST}")
            .replace("'20260224_000018',  # the", f"'{FIRST}',  # the")
        )
        self.assertEqual((self.repository.root / made["path"]).read_bytes(), b"\xef\xbb\xbf" + wanted.encode())

    def test_an_old_id_in_a_body_is_told(self):
        self.branches(one="add phone to tags")
        with self.repository.on("two"):
            self.repository.write(
                f"{FIRST}_by_hand.py", f"op.execute(\"SELECT '{FIRST}'\")", revision=FIRST, parent=HEAD
            )
        self.repository.merge("one", "two")
        warnings = {m["code"]: m["text"] for m in self.rebase()["messages"] if m["type"] == "warning"}
        self.assertRegex(warnings["old_id_mentioned"], rf"{SECOND}_by_hand.py:\d+ still says {FIRST}")

    def test_a_header_that_cannot_be_changed(self):
        self.branches(one="add phone to tags")
        with self.repository.on("two"):
            path = self.repository.write(f"{FIRST}_by_hand.py", "pass", revision=FIRST, parent=HEAD)
            text = path.read_text().replace(f'down_revision = "{HEAD}"', f'PARENT = "{HEAD}"\ndown_revision = PARENT')
            path.write_text(text)
        self.repository.merge("one", "two")
        self.assertIn(f"{FIRST}_by_hand.py:13", self.assert_refused("cannot_rewrite")["where"])

    def test_conflicts(self):
        self.both("add phone string(20) to tags", "add phone string(30) to tags")
        error = self.assert_refused("conflict")
        self.assertIn("both add column tags.phone", error["message"])

    def test_a_drop_behind_an_alteration(self):
        self.both("change tags.colour to string(90)", "drop column colour from tags")
        self.assertIn("drops or renames column tags.colour", self.assert_refused("conflict")["message"])

    def test_nothing_to_do(self):
        self.assert_refused("one_head")

    def test_a_branch_with_a_merge_in_it(self):
        self.branches(one="add phone to tags")
        with self.repository.on("two"):
            self.repository.new("add mobile to tags", "--number", "30")
            self.repository.write("20260301_000031_x.py", "pass", revision="20260301_000031", parent=HEAD)
            self.repository.run("merge", "--date", DATE, code=0)
        self.repository.merge("one", "two")
        self.assert_refused("not_linear", "20260301_000032")

    def test_middle_of_a_branch_takes_the_whole_branch(self):
        with self.repository.on("one"):
            self.repository.new("add phone to tags")
        with self.repository.on("two"):
            for number in ("30", "31", "32"):
                self.repository.new(f"add mobile{number} to tags", "--number", number)
        self.repository.merge("one", "two")
        self.assertEqual(len(self.rebase("20260301_000031")["moved"]), 3)

    def test_three_branches_one_after_the_other(self):
        with self.repository.on("one"):
            self.repository.new("add phone to tags")
        with self.repository.on("two"):
            self.repository.new("add mobile to tags")
        with self.repository.on("three"):
            self.repository.new("add fax to tags")
        self.repository.merge("one", "two", "three")
        self.assert_refused("which_branch")
        self.assert_refused("which_branch", f"{FIRST}_add_fax_to_tags.py")  # two others still share the id
        self.repository.git("reset", "-q", "--hard", "HEAD~1")
        self.rebase()
        self.repository.commit("rebased")
        self.repository.merge("three")
        self.assertEqual(self.rebase()["revision"], THIRD)
        self.assertEqual(self.repository.heads(), [THIRD])

    def test_hex_project(self):
        sample = Path(__file__).resolve().parents[1] / "sample-hex"
        repository = Repository(self.folder / "hex", sample, "alembic/versions")
        for branch, words in (("one", "add phone to members"), ("two", "add mobile to members")):
            with repository.on(branch):
                repository.new(words)
        repository.merge("one", "two")
        made = repository.run("rebase", code=0)
        self.assertEqual(len(repository.heads()), 1)
        self.assertEqual(made["moved"][0]["from"], made["moved"][0]["to"])
        self.assertRegex(made["diff"], r"\n-Revises: e5b9d1407c36\n\+Revises: [0-9a-f]{12}\n")
        with shared_bench() as bench:
            for dialect in DIALECTS:
                self.assertEqual(up_down_up(bench, repository.root, "mid", dialect, "e5b9d1407c36"), [])

    def test_methods_and_tool(self):
        self.both()
        with Program(["--project", str(self.repository.root)], self.folder) as program:
            tried = program.call("rebase", {"dry_run": True})["result"]
            said = program.call("rebase", {"onto": 1})["error"]
            self.assertIn("onto must be a text", json.dumps(said))
            self.assertIn("alembic-migrate rebase", json.dumps(program.call("merge", {})["error"]))
            program.call(
                "initialize", {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t"}}
            )
            arguments = {"name": "resolve_heads", "arguments": {"strategy": "rebase"}}
            result = program.call("tools/call", arguments)["result"]
            self.assertEqual(result["structuredContent"]["moved"], tried["moved"])
            self.assertIn(f"is now backend/app/migrations/versions/{SECOND}", result["content"][0]["text"])
            wrong = program.call("tools/call", {"name": "resolve_heads", "arguments": {"strategy": "squash"}})
            self.assertTrue("error" in wrong or wrong["result"]["isError"])

    def test_a_person_sees_the_diff(self):
        self.both()
        shown = self.repository.text("rebase", "--dry-run")
        self.assertTrue(re.search(rf"^-revision = \"{FIRST}\"\n", shown, re.M), shown)
        self.assertIn("Would rebase (dry run):", shown)
        self.assertIn("rebase puts one branch behind the other", shown)


if __name__ == "__main__":
    unittest.main()
