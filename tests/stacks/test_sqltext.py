"""sqltext.py: one spelling for SQL, and constraints out of CREATE TABLE."""

import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from sqltext import normal, table_constraints, without_text_casts  # noqa: E402


class SqlTextTest(unittest.TestCase):
    def test_spelling(self):
        self.assertEqual(normal("((STATUS  IN ('A b',\n'B')))"), "status in ( 'A b' , 'B' )")
        self.assertEqual(normal('"Order" = 1 -- why'), "Order = 1")
        self.assertEqual(normal("(a) + (b)"), "( a ) + ( b )")
        self.assertIsNone(normal(None))

    def test_strings_keep_their_case_and_blanks(self):
        self.assertEqual(normal("'It''s  A'"), "'It''s  A'")

    def test_constraints(self):
        sql = """CREATE TABLE "t" (
            id INTEGER NOT NULL PRIMARY KEY, -- a comment, with (brackets
            a INTEGER CONSTRAINT chk_a CHECK (a > 0) DEFAULT (1 + 2),
            b VARCHAR(20) NOT NULL UNIQUE REFERENCES other (b),
            CONSTRAINT uniq_t UNIQUE (a, b), CHECK (b IN ('x,y', ')')),
            CONSTRAINT fk_t FOREIGN KEY(a) REFERENCES parent (id) ON DELETE CASCADE)"""
        found = [(name, kind, " ".join(inside)) for name, kind, inside in table_constraints(sql)]
        self.assertIn(("chk_a", "check", "a > 0"), found)
        self.assertIn(("uniq_t", "unique", "a , b"), found)
        self.assertIn((None, "check", "b in ( 'x,y' , ')' )"), found)
        self.assertIn(("fk_t", "foreign", "a"), found)

    def test_a_rule_that_postgresql_reads_again_is_the_same(self):
        made = """CHECK ((("a b")::text = ANY ((ARRAY['x'::character varying, 'y, z'::character varying])::text[])))"""
        again = """CHECK ((("a b")::text = ANY (ARRAY[('x'::character varying)::text, ('y, z'::character varying)::text])))"""
        self.assertEqual(without_text_casts(made), without_text_casts(again))
        self.assertNotEqual(without_text_casts(made), without_text_casts(again.replace("'x'", "'(x)'")))
        self.assertEqual(without_text_casts("CHECK (((n)::integer = 1))"), "CHECK ((n::integer = 1))")
        self.assertEqual(without_text_casts("CHECK ((a <> 'b::text'))"), "CHECK ((a <> 'b::text'))")
        self.assertEqual(without_text_casts("lower((a)::text)"), "lower(a)")
        self.assertEqual(without_text_casts("(a)::character varying(3)"), "a::character varying(3)")


if __name__ == "__main__":
    unittest.main()
