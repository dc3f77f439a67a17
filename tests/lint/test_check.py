"""`check` against the built program: quiet about what we write ourselves, its formats, its exit codes, where files are named."""

import json
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))

from golden import GoldenCase, golden_cases  # noqa: E402
from program import DATE, PROGRAM, VERSIONS, Program, clean_environment, sample_copy  # noqa: E402

# What lies in the request itself: no other text could do what was asked.
IN_THE_REQUEST = {
    "drop-loses-rows",
    "rename-breaks-code",
    "index-not-concurrent",
    "constraint-without-not-valid",
    "unique-builds-index",
    "type-change-rewrites",
    "nulls-before-not-null",
    "volatile-default",
    # A request with a backfill, or one that makes a column required, asks for these: without the lock it takes two or
    # three migrations, and one was asked for.
    "backfill-without-batches",
    "not-null-scan",
}
BAD = """import sqlalchemy as sa
from alembic import op

revision = "20260225_000019"
down_revision = "20260224_000018"


def upgrade():
    op.create_table("gadgets", sa.Column("id", sa.Integer(), primary_key=True))
    op.add_column("customers", sa.Column("shoe_size", sa.Integer(), nullable=False))


def downgrade():
    op.drop_column("customers", "shoe_size")
"""


class CheckTest(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp()).resolve()
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.project = sample_copy(self.folder)

    def run_check(self, *arguments, code=0):
        ran = subprocess.run(
            [str(PROGRAM), "check", *arguments],
            capture_output=True,
            text=True,
            timeout=120,
            cwd=self.project,
            env=clean_environment(self.folder),
            stdin=subprocess.DEVNULL,
        )
        self.assertEqual(ran.returncode, code, ran.stdout + ran.stderr)
        return ran.stderr if code == 2 else ran.stdout

    def write_bad(self):
        path = f"{VERSIONS}/20260225_000019_gadgets.py"
        (self.project / path).write_text(BAD, encoding="utf-8")
        return path

    def test_our_own_files_are_not_found_fault_with(self):
        cases = golden_cases("expected.py")
        self.assertGreater(len(cases), 40)
        for case in cases:
            made = GoldenCase(case, self.folder)
            with self.subTest(made.name), Program(["--project", str(made.project)], self.folder) as program:
                path = program.call("migrate", {"date": DATE, **made.request})["result"]["path"]
                found = program.call("check", {"files": [path]})["result"]["findings"]
                above = {each["rule"] for each in found if each["severity"] != "INFO"}
                self.assertLessEqual(above, IN_THE_REQUEST, found)

    def test_a_bad_file_is_told_with_its_lines(self):
        path = self.write_bad()
        told = self.run_check(code=1)
        self.assertIn(f"{path}:10: CRITICAL not-null-without-default: customers.shoe_size is NOT NULL", told)
        self.assertIn('    | op.add_column("customers", sa.Column("shoe_size", sa.Integer(), nullable=False))\n', told)
        self.assertIn(f"{path}:13: CRITICAL downgrade-differs: on postgresql downgrade() does not lead back", told)
        self.assertIn("1 file checked:", told)
        self.assertEqual(self.run_check("--fail-on", "never"), told)

    def test_files_and_revisions_choose(self):
        path = self.write_bad()
        for chosen in (path, str(self.project / path), "20260225_000019", "head"):
            self.assertIn("1 file checked:", self.run_check(chosen, code=1))
        self.assertIn("19 files checked", self.run_check("--all", code=1))
        self.assertIn("no_such_revision", self.run_check("no_such_revision", code=2))

    def test_json_and_github_and_sarif_tell_the_same(self):
        path = self.write_bad()
        found = json.loads(self.run_check("--json", code=1))["findings"]
        places = {(each["rule"], each.get("line")) for each in found}
        self.assertIn(("not-null-without-default", 10), places)
        github = self.run_check("--format", "github", code=1).splitlines()
        self.assertEqual(len(github), len(found))
        self.assertIn(f"::error file={path},line=10,title=not-null-without-default::", "\n".join(github))
        sarif = json.loads(self.run_check("--format", "sarif", code=1))
        [run] = sarif["runs"]
        self.assertEqual(sarif["version"], "2.1.0")
        rules = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
        self.assertGreater(len(rules), 30)
        seen = set()
        for result in run["results"]:
            self.assertIn(result["ruleId"], rules)
            place = result["locations"][0]["physicalLocation"]
            seen.add((result["ruleId"], place.get("region", {}).get("startLine")))
        self.assertEqual(seen, places)

    def test_a_broken_chain_is_told_and_nothing_more(self):
        (self.project / VERSIONS / "20260225_000019_lost.py").write_text(
            'revision = "20260225_000019"\ndown_revision = "gone"\n', encoding="utf-8"
        )
        told = self.run_check("--all", code=1)
        self.assertIn("CRITICAL missing-parent", told)
        self.assertIn("0 files checked", told)

    def test_the_tool_and_its_bad_arguments(self):
        path = self.write_bad()
        with Program(["--project", str(self.project)], self.folder) as program:
            wrong = program.call("check", {"files": "x"})
            self.assertEqual(wrong["error"]["code"], -32602)
            found = program.call("check", {"files": [path]})["result"]
        self.assertEqual(found["files"], [path])
        self.assertTrue(all(each["path"] == path for each in found["findings"]))


if __name__ == "__main__":
    unittest.main()
