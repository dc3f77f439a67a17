"""Models that err, in the real client: each session ends in a right file or a clear question within two more calls, and leaves
no file behind but the right one.

A script is the calls that a model makes, one after the other; what is checked is what it was answered and what lies on disk.
"""

import re
import sys
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]

from claude_code import text_of  # noqa: E402
from program import VERSIONS  # noqa: E402
from test_sessions import DONE, Session  # noqa: E402
from ways import in_every_way  # noqa: E402

DATE = "2026-03-01"
NEW = "20260301_000019"


@in_every_way(kinds=("plugin",))
class MistakesTest(Session):
    def calls(self, *calls):
        """The answers to these calls of one session, each (is it an error, its text)."""
        turns = [
            self.way.call(name, **({"date": DATE} if name == "create_migration" else {}), **arguments)
            for name, arguments in calls
        ]
        run = self.ask("/migrate what is asked for", [*turns, DONE])
        return [(bool(result.get("is_error")), text_of(result)) for result in run.tool_results()]

    def create(self, **arguments):
        return ("create_migration", arguments)

    def assert_one_file(self, *texts):
        """The one file that there is more, with these texts in it; it does what check finds nothing CRITICAL in."""
        [path] = self.new_files()
        self.assertTrue(path.startswith(f"{VERSIONS}/{NEW}_"), path)
        text = (self.project / path).read_text(encoding="utf-8")
        for wanted in texts:
            self.assertIn(wanted, text)
        self.assertNotIn("    pass\n", text)

    def assert_refused(self, answer, *texts):
        self.assertTrue(answer[0], answer)
        for wanted in texts:
            self.assertIn(wanted, answer[1])

    def assert_fine(self, answer):
        self.assertFalse(answer[0], answer[1])

    def test_a_wrong_table(self):
        first, second = self.calls(
            self.create(description="add fax string(20) to customer_accounts"),
            self.create(description="add fax string(20) to customers"),
        )
        self.assert_refused(first, "customer_accounts", "customers")
        self.assert_fine(second)
        self.assert_one_file('op.add_column("customers", sa.Column("fax", sa.String(20)')

    def test_a_wrong_type(self):
        column = {"name": "fax", "type": "varchar2(20)"}
        first, second = self.calls(
            self.create(operations=[{"op": "add_column", "table": "customers", "column": column}]),
            self.create(
                operations=[{"op": "add_column", "table": "customers", "column": {**column, "type": "string(20)"}}]
            ),
        )
        self.assert_refused(first, "operations[0].column.type", "string(n)")
        self.assert_fine(second)
        self.assert_one_file("sa.String(20)")

    def test_operations_as_a_string(self):
        operations = '[{"op": "add_column", "table": "customers", "column": {"name": "fax", "type": "string(20)"}}]'
        """The client reads them before it sends them."""
        [answer] = self.calls(self.create(description="add fax", operations=operations))
        self.assert_fine(answer)
        self.assert_one_file('"fax"')

    def test_two_calls_at_once(self):
        both = self.way.call("create_migration", description="add invoices table: total", date=DATE) * 2
        run = self.ask("/migrate add invoices table: total", [both, DONE])
        answers = run.tool_results()
        self.assertEqual(sorted(bool(answer.get("is_error")) for answer in answers), [False, True])
        [refused] = [text_of(answer) for answer in answers if answer.get("is_error")]
        self.assertIn("pending in", refused)
        self.assert_one_file('"invoices"')

    def test_a_retry_after_success(self):
        operations = [{"op": "execute", "sql": "UPDATE tags SET name = lower(name)", "down_sql": ""}]
        asked = self.create(description="lower the tags", operations=operations)
        first, second = self.calls(asked, asked)
        self.assert_fine(first)
        self.assert_refused(second, f"pending in {NEW}")
        self.assert_one_file("lower(name)")

    def test_words_in_lithuanian(self):
        column = {"name": "fax", "type": "string(20)"}
        first, second = self.calls(
            self.create(description="pridėk fakso numerį prie customers lentelės"),
            self.create(
                description="pridėk fakso numerį prie customers lentelės",
                operations=[{"op": "add_column", "table": "customers", "column": column}],
            ),
        )
        self.assert_refused(
            first, "not understood: pridėk", "customers (id uuid, name string(160)", '"op": "add_column"'
        )
        self.assert_fine(second)
        self.assert_one_file('"fax"')

    def test_a_table_of_forty_columns(self):
        columns = [{"name": f"reading_{number}", "type": "numeric(12,4)"} for number in range(40)]
        first, second = self.calls(
            self.create(
                description="add readings table",
                operations=[{"op": "create_table", "table": "readings", "columns": columns}],
            ),
            ("revise_migration", {"change": "make reading_17 nullable"}),
        )
        self.assert_fine(first)
        self.assert_fine(second)
        self.assert_one_file('sa.Column("reading_17", sa.Numeric(12, 4), nullable=True)', '"reading_39"')

    def test_a_rephrasing_instead_of_operations(self):
        first, second, third = self.calls(
            self.create(description="frobnicate the customers with a fax"),
            self.create(description="let customers have been faxed somehow"),
            self.create(description="add fax string(20) to customers"),
        )
        for refused in (first, second):
            self.assert_refused(refused, "not understood", "customers (id uuid", "operations")
        self.assert_fine(third)
        self.assert_one_file('"fax"')

    def test_edits_by_hand_in_between(self):
        """The person's line stays, and the change is made around it."""
        edit = f"sed -i 's/^def upgrade() -> None:$/&\\n    # ask Ona before this runs/' '{self.project / VERSIONS}'/{NEW}_*.py"
        turns = [
            self.way.call("create_migration", description="add fax string(20) to customers", date=DATE),
            [{"run": ["/bin/sh", "-c", edit]}, *self.way.call("revise_migration", change="make fax string(30)")],
            DONE,
        ]
        run = self.ask("/migrate add fax", turns)
        _, revised = run.tool_results()
        self.assertFalse(revised.get("is_error"), text_of(revised))
        self.assert_one_file("# ask Ona before this runs", "sa.String(30)")

    def test_half_understood(self):
        first, second = self.calls(
            self.create(description="add fax string(20) to customers and sparkle the parts"),
            self.create(description="add fax string(20) to customers and note_text to parts"),
        )
        self.assert_refused(first, "sparkle the parts", "understood: add column customers.fax", "price numeric(10,2)")
        self.assert_fine(second)
        self.assert_one_file('"fax"', '"note_text"')

    def test_parameters_of_another_tool(self):
        first, second = self.calls(
            self.create(description="add fax to customers", table="customers"),
            self.create(description="add fax to customers"),
        )
        self.assert_refused(first, "there is no parameter table", "description")
        self.assert_fine(second)
        self.assertEqual(len(self.new_files()), 1)
        self.assertTrue(re.search("fax", second[1]))


if __name__ == "__main__":
    unittest.main()
