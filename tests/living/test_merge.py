"""Two branches of a real repository, joined by a merge revision: real Alembic walks the result, conflicts are named."""

import shutil
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from repository import DATE, DIALECTS, HEAD, Repository, shared_bench, up_down_up  # noqa: E402
from roundtrip import check_text  # noqa: E402

SECOND = "20260301_000020"


class MergeTest(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp()).resolve()
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.repository = Repository(self.folder)

    def two_branches(self, first, second):
        """Both descriptions as migrations on branches of their own, merged in git."""
        with self.repository.on("one"):
            self.repository.new(first)
        with self.repository.on("two"):
            self.repository.new(second, "--number", "20")
        self.repository.merge("one", "two")
        self.assertEqual(len(self.repository.heads()), 2)

    def merge(self, *arguments):
        return self.repository.run("merge", "--date", DATE, *arguments, code=0)

    def assert_conflict(self, *words):
        before = self.repository.files()
        error = self.repository.run("merge", code=2)["error"]
        self.assertEqual(error["code"], "conflict", error)
        for word in words:
            self.assertIn(word, error["message"])
        self.assertEqual(self.repository.files(), before)

    def test_merged_chain_runs_in_real_alembic(self):
        self.two_branches("add phone to tags", "add vouchers table: code string(20) unique, tag_id fk tags")
        tried = self.merge("--dry-run")
        self.assertEqual(tried["down_revision"], ["20260301_000019", SECOND])
        self.assertFalse(tried["written"])
        self.assertEqual(len(self.repository.heads()), 2)
        made = self.merge()
        self.assertEqual(made["messages"], tried["messages"])
        self.assertEqual(Path(made["path"]).name, "20260301_000021_merge_heads.py")
        self.assertEqual(self.repository.heads(), ["20260301_000021"])
        self.assertEqual(check_text(self.repository.root, self.repository.root / made["path"]), [])
        with shared_bench() as bench:
            for stack in ("new", "old"):
                self.assertEqual(
                    bench.stacks[stack].call("heads", project=str(self.repository.root), python_path=["backend"]),
                    ["20260301_000021"],
                )
                for dialect in DIALECTS:
                    with self.subTest(stack, dialect=dialect):
                        self.assertEqual(up_down_up(bench, self.repository.root, stack, dialect), [])

    def test_the_next_migration_goes_behind_the_merge(self):
        self.two_branches("add phone to tags", "add mobile to tags")
        before = self.repository.files()
        error = self.repository.run("new", "add fax to tags", code=2)["error"]
        self.assertEqual(error["code"], "several_heads")
        self.assertIn("alembic-migrate merge", error["hint"])
        self.merge()
        path = self.repository.new("add fax to tags")
        self.assertEqual(path.name, "20260301_000022_add_fax_to_tags.py")
        self.assertIn('down_revision = "20260301_000021"', path.read_text())
        self.assertEqual(len(self.repository.files()), len(before) + 2)

    def test_same_column_on_both(self):
        self.two_branches("add phone to tags", "add phone to tags")
        self.assert_conflict("both add column tags.phone", "000019_add_phone_to_tags.py", "000020_add_phone_to_tags.py")

    def test_drop_of_what_the_other_alters(self):
        self.two_branches("drop column colour from tags", "change tags.colour to string(90)")
        self.assert_conflict(
            "000019_drop_column_colour_from_tags.py drops or renames column tags.colour, which",
            "000020_change_tags_colour_to_string_90.py uses",
        )

    def test_drop_of_a_table_that_the_other_points_to(self):
        self.two_branches("drop table tags", "add vouchers table: tag_id fk tags")
        self.assert_conflict("drops or renames table tags, which")

    def test_rename_of_what_the_other_indexes(self):
        self.two_branches("rename colour to hue in tags", "add index on tags(colour)")
        self.assert_conflict("column tags.colour")

    def test_both_alter_one_fact(self):
        self.two_branches("set tags.colour default to 'red'", "set tags.colour default to 'blue'")
        self.assert_conflict("both change the default of column tags.colour")

    def test_different_facts_of_one_column_get_on(self):
        self.two_branches("set tags.colour default to 'red'", "change tags.colour to string(90)")
        self.assertTrue(self.merge()["written"])

    def test_statements_that_fail_behind_the_other(self):
        with self.repository.on("one"):
            self.repository.new("drop table tags")
        with self.repository.on("two"):
            self.repository.write(
                "20260301_000020_hand.py",
                'op.execute("ALTER TABLE tags ADD COLUMN phone TEXT")',
                revision=SECOND,
                parent=HEAD,
            )
        self.repository.merge("one", "two")
        self.assert_conflict("tags")

    def test_what_cannot_be_read_is_told(self):
        with self.repository.on("one"):
            self.repository.new("add phone to tags")
        with self.repository.on("two"):
            self.repository.write(
                "20260301_000020_hand.py", "op.execute(open('x.sql').read())", revision=SECOND, parent=HEAD
            )
        self.repository.merge("one", "two")
        warnings = [m for m in self.merge()["messages"] if m["type"] == "warning"]
        self.assertEqual([warning["code"] for warning in warnings], ["not_all_read"])
        self.assertIn("20260301_000020_hand.py", warnings[0]["text"])

    def test_three_heads(self):
        with self.repository.on("three"):
            self.repository.new("add fax to tags", "--number", "21")
        self.two_branches_of_three()
        made = self.merge("--message", "all together now")
        self.assertEqual(made["down_revision"], ["20260301_000019", SECOND, "20260301_000021"])
        path = self.repository.root / made["path"]
        self.assertEqual(path.name, "20260301_000022_all_together_now.py")
        self.assertEqual(check_text(self.repository.root, path), [])
        self.assertEqual(self.repository.heads(), ["20260301_000022"])

    def two_branches_of_three(self):
        with self.repository.on("one"):
            self.repository.new("add phone to tags")
        with self.repository.on("two"):
            self.repository.new("add mobile to tags", "--number", "20")
        self.repository.merge("one", "two", "three")

    def test_two_of_three_heads(self):
        with self.repository.on("three"):
            self.repository.new("add fax to tags", "--number", "21")
        self.two_branches_of_three()
        self.assertEqual(self.merge(SECOND, "20260301_000021")["down_revision"], [SECOND, "20260301_000021"])
        self.assertEqual(self.repository.heads(), ["20260301_000019", "20260301_000022"])

    def test_a_line_that_is_too_long_is_broken_as_ruff_does(self):
        for number in range(19, 27):
            with self.repository.on(f"branch{number}"):
                self.repository.new(f"add fax{number} to tags", "--number", str(number))
        self.repository.merge(*(f"branch{number}" for number in range(19, 27)))
        made = self.merge()
        path = self.repository.root / made["path"]
        self.assertIn('down_revision = (\n    "20260301_000019",\n', path.read_text())
        self.assertEqual(check_text(self.repository.root, path), [])

    def test_nothing_to_join(self):
        error = self.repository.run("merge", code=2)["error"]
        self.assertEqual((error["code"], HEAD in error["message"]), ("one_head", True))

    def test_not_a_head_and_unknown(self):
        self.two_branches("add phone to tags", "add mobile to tags")
        self.assertEqual(self.repository.run("merge", HEAD, SECOND, code=2)["error"]["code"], "not_a_head")
        self.assertEqual(self.repository.run("merge", "nothing", SECOND, code=2)["error"]["code"], "unknown_revision")
        self.assertEqual(self.repository.run("merge", SECOND, code=2)["error"]["code"], "one_head")

    def test_hex_project(self):
        sample = Path(__file__).resolve().parents[1] / "sample-hex"
        repository = Repository(self.folder / "hex", sample, "alembic/versions")
        for branch, words in (("one", "add phone to members"), ("two", "add mobile to members")):
            with repository.on(branch):
                repository.new(words)
        repository.merge("one", "two")
        made = repository.run("merge", "--date", DATE, code=0)
        self.assertEqual(len(repository.heads()), 1)
        self.assertEqual(check_text(repository.root, repository.root / made["path"]), [])
        with shared_bench() as bench:
            for dialect in DIALECTS:
                self.assertEqual(up_down_up(bench, repository.root, "mid", dialect, "e5b9d1407c36"), [])


if __name__ == "__main__":
    unittest.main()
