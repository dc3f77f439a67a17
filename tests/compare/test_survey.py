"""The list of public chains is well formed, and a survey tells what was accepted, on the sample project."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(HERE))

from survey import Chain, read_chains, read_conditions, requests_for, survey  # noqa: E402

BINARY = ROOT / "build" / "alembic-migrate"


class Survey(unittest.TestCase):
    def test_the_list_names_each_chain_once(self):
        chains = read_chains()
        self.assertGreaterEqual(len(chains), 25)
        self.assertEqual(len({chain.name for chain in chains}), len(chains))
        for chain in chains:
            self.assertRegex(chain.source, r"^(pypi:[a-z0-9.=-]+|github:[\w.-]+/[\w.-]+)$")

    def test_what_a_chain_finds_is_read(self):
        found = read_conditions(["env:A=b=c", "schema:one", "schema:two", "tables:m.n:Base", "settings:c:D"])
        self.assertEqual((found.environment, found.schemas), ({"A": "b=c"}, ["one", "two"]))
        self.assertEqual((found.tables_of, found.settings, found.application), ("m.n:Base", "c:D", ""))
        found = read_conditions(["naming:a.b:rules", "application:web:make"])
        self.assertEqual((found.naming_of, found.application), ("a.b:rules", "web:make"))
        with self.assertRaisesRegex(ValueError, "no condition other"):
            read_conditions(["other:x"])

    def test_the_sample_project_accepts_all(self):
        with tempfile.TemporaryDirectory() as scratch:
            checkout = Path(scratch) / "sample"
            shutil.copytree(ROOT / "tests" / "sample", checkout)
            subprocess.run(["git", "init", "-q", str(checkout)], check=True)
            found = survey(BINARY, checkout, Chain("sample", "github:a/b", "."))
        self.assertEqual(found.cannot, "")
        self.assertGreater(found.files, 5)
        self.assertEqual((found.open_files, found.possible, found.named, found.failures), (0, 0, 0, 0))
        self.assertGreaterEqual(len(found.asked), 6)
        self.assertEqual({refusal for refusal in found.asked.values()}, {""})

    def test_what_is_missing_is_named(self):
        found = survey(BINARY, Path("/nowhere"), Chain("h", "github:hypothesis/h", "conf"))
        self.assertIn("github:hypothesis/h", found.line())

    def test_a_name_that_is_taken_and_a_type_without_order_are_not_asked_for(self):
        columns = [{"name": "id", "type": "integer"}, {"name": "settings", "type": "json"}]
        asked = requests_for([{"name": "widgets", "columns": columns}])
        self.assertEqual(asked[0], "add gadgets table with name and owner_note")
        self.assertIn("add index on widgets(id)", asked)

    def test_what_others_refer_to_is_not_asked_to_go(self):
        key = {"name": "k", "columns": ["u"], "references": "users"}
        tables = [
            {"name": "orders", "columns": [{"name": "id"}, {"name": "note"}], "foreign_keys": [key]},
            {"name": "users", "columns": [{"name": "id"}, {"name": "mail"}]},
        ]
        self.assertNotIn("drop table users", requests_for(tables))


if __name__ == "__main__":
    unittest.main()
