"""The baseline of `check`: an old chain starts clean, what is new counts, what was fixed can be taken out."""

import json
import sys
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from checked import BAD, CheckCase  # noqa: E402
from program import VERSIONS  # noqa: E402

OLD = f"{VERSIONS}/20260212_000015_payment_providers.py"
BASELINE = "backend/.alembic-migrate-baseline.json"


class BaselineTest(CheckCase):
    def write(self, *arguments):
        return self.run_check("--all", "--write-baseline", *arguments)

    def kept(self):
        return json.loads((self.project / BASELINE).read_text(encoding="utf-8"))["findings"]

    def edit(self, path, old, new):
        text = (self.project / path).read_text(encoding="utf-8")
        self.assertIn(old, text)
        (self.project / path).write_text(text.replace(old, new, 1), encoding="utf-8")

    def test_an_old_chain_starts_clean(self):
        before = self.found("--all", "--fail-on", "never")
        self.assertGreater(len(before), 10)
        self.assertIn(f"wrote {BASELINE}: {len(before)} findings", self.write())
        self.assertEqual(len(self.kept()), len(before))
        told = self.run_check("--all", "--fail-on", "info")
        self.assertEqual(
            told,
            f"18 files checked: nothing found\n{len(before)} findings left out: the baseline {BASELINE} has them\n",
        )
        self.assertEqual(self.found("--all", "--no-baseline"), before)
        self.write_bad()
        self.assertEqual({finding["path"] for finding in self.found("--all", code=1)}, {self.path})

    def test_written_again_it_is_the_same(self):
        """Sorted, one finding a line, nothing of the day or the machine in it."""
        self.write_bad()
        self.write()
        first = (self.project / BASELINE).read_bytes()
        self.write()
        self.assertEqual((self.project / BASELINE).read_bytes(), first)
        lines = first.decode().splitlines()
        entries = [line for line in lines if '"rule"' in line]
        self.assertEqual(len(lines), len(entries) + 5)
        keys = [[entry[key] for key in ("path", "rule")] for entry in self.kept()]
        self.assertEqual(keys, sorted(keys))
        self.assertNotIn(str(self.folder), first.decode())

    def test_moved_lines_bring_nothing_back(self):
        self.write()
        self.edit(OLD, '"""', '"""A longer beginning.\n\nOf three lines.\n')
        self.edit(OLD, "def upgrade", "\n# and more above\n\n\ndef upgrade")
        self.assertEqual(self.found("--all", "--fail-on", "info"), [])

    def test_a_changed_line_counts_as_new(self):
        path = self.write_bad()
        self.write()
        self.edit(path, '"shoe_size", sa.Integer(), nullable=False', '"shoe_size", sa.BigInteger(), nullable=False')
        self.assertEqual(self.rules("--all", code=1), {"not-null-without-default"})

    def test_the_same_once_more_counts_as_new(self):
        """How often a finding is there counts too."""
        line = '    op.add_column("customers", sa.Column("shoe_size", sa.Integer(), nullable=False))\n'
        path = self.write_bad()
        self.write()
        self.edit(path, line, line + '    op.drop_column("customers", "shoe_size")\n' + line)
        new = [finding for finding in self.found("--all", code=1) if finding["rule"] == "not-null-without-default"]
        self.assertEqual(len(new), 1)

    def test_fixed_findings_are_told_and_pruned(self):
        path = self.write_bad()
        self.write()
        before = self.kept()
        self.edit(
            path,
            'op.drop_column("customers", "shoe_size")',
            'op.drop_column("customers", "shoe_size")\n    op.drop_table("gadgets")',
        )
        told = self.run_check()
        self.assertIn("1 finding of the baseline is found no more (check --all --prune-baseline takes them out):", told)
        self.assertIn(f"  {path}: downgrade-differs: ", told)
        self.assertEqual(self.kept(), before)
        fixed = json.loads(self.run_check("--json"))["baseline"]["fixed"]
        self.assertEqual({entry["rule"] for entry in fixed}, {"downgrade-differs"})
        # What was not looked at is not called fixed.
        self.assertNotIn("no more", self.run_check(OLD))
        self.edit(path, "def upgrade():\n", 'def upgrade():\n    op.drop_table("tags")\n')
        pruned = self.run_check("--all", "--prune-baseline", code=1)
        self.assertIn("1 finding of the baseline is found no more and taken out of it:", pruned)
        self.assertEqual(
            [entry for entry in before if entry not in self.kept()],
            [entry for entry in before if entry["rule"] == "downgrade-differs" and entry["path"] == path],
        )
        self.assertNotIn("drop-loses-rows", [entry["rule"] for entry in self.kept() if entry["path"] == path])
        self.assertIn("drop-loses-rows", self.rules("--all", "--fail-on", "never"))

    def test_a_file_that_is_gone_is_pruned(self):
        self.write_bad()
        self.write()
        (self.project / self.path).unlink()
        self.assertIn("no more", self.run_check("--all"))
        self.run_check("--all", "--prune-baseline")
        self.assertNotIn(self.path, {entry["path"] for entry in self.kept()})

    def test_only_the_whole_chain_makes_a_baseline(self):
        for flag in ("--write-baseline", "--prune-baseline"):
            self.assertIn("the whole chain", self.run_check(flag, code=2))
        self.assertIn("there is no " + BASELINE, self.run_check("--all", "--prune-baseline", code=2))
        (self.project / VERSIONS / "20260225_000019_lost.py").write_text(
            'revision = "20260225_000019"\ndown_revision = "gone"\n', encoding="utf-8"
        )
        self.assertIn("the chain is broken", self.write_refused())
        self.assertFalse((self.project / BASELINE).exists())

    def write_refused(self):
        return self.run_check("--all", "--write-baseline", code=2)

    def test_what_is_no_baseline_is_never_overwritten(self):
        path = self.project / BASELINE
        mark = '{"alembic-migrate-baseline": 1, "findings": '
        for text in (
            "",
            "notes\n",
            "[]",
            "{}",
            "[" * 200_000,
            '{"alembic-migrate-baseline": 2, "findings": []}',
            mark + "7}",
            mark + '[{"path": "x"}]}',
            mark + '["x"]}',
            mark + "[[[[[[[[[[[[1]]]]]]]]]]]]}",
        ):
            path.write_text(text, encoding="utf-8")
            with self.subTest(text[:60]):
                self.assertIn("is no baseline", self.write_refused())
                self.assertIn("is no baseline", self.run_check(code=2))
                self.assertEqual(path.read_text(encoding="utf-8"), text)
        path.unlink()
        (self.folder / "elsewhere.json").write_text(mark + "[]}", encoding="utf-8")
        path.symlink_to(self.folder / "elsewhere.json")
        self.write_refused()
        self.assertEqual((self.folder / "elsewhere.json").read_text(encoding="utf-8"), mark + "[]}")

    def test_the_config_names_it(self):
        self.configure('[check]\nbaseline = "checks/known.json"\n')
        self.assertIn("a folder that exists", self.write_refused())
        (self.project / "backend/checks").mkdir()
        self.assertIn("wrote backend/checks/known.json", self.write())
        self.assertIn("the baseline backend/checks/known.json has them", self.run_check("--all"))
        self.configure('[check]\nbaseline = "../../known.json"\n')
        self.assertIn("backend/.alembic-migrate.toml:2", self.run_check(code=2))

    def test_a_comment_and_the_config_come_first(self):
        """What they silence is not noted, and is fixed when it was."""
        self.write_bad(
            BAD.replace("nullable=False))", "nullable=False))  # migrate: ignore[not-null-without-default] empty")
        )
        self.configure('[check]\nignore = ["downgrade-differs"]\n')
        self.write()
        rules = {entry["rule"] for entry in self.kept() if entry["path"] == self.path}
        self.assertNotIn("not-null-without-default", rules)
        self.assertNotIn("downgrade-differs", rules)


if __name__ == "__main__":
    unittest.main()
