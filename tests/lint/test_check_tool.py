"""The tool check_migrations and the findings in the reviews of create and revise, through the program's MCP."""

import json
import sys
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]

from checked import CheckCase  # noqa: E402
from golden import GoldenCase, golden_cases  # noqa: E402
from program import DATE, VERSIONS, Program, kept_tools  # noqa: E402

MOST_CHARACTERS = 40_000
# Rules whose finding the review tells in its own words, and by which code.
IN_OTHER_WORDS = {
    "nulls-before-not-null": "stops_on_nulls",
    "downgrade-differs": "downgrade_differs",
}
# What a finding above INFO must have as its cause in what we wrote: what the request asks for.
LIES_IN_THE_REQUEST = {
    "backfill-without-batches": r"UPDATE \w+ SET",
    "constraint-without-not-valid": r"create_foreign_key\(|create_check_constraint\(|ADD CONSTRAINT|sa\.ForeignKey",
    "several-locks": r"ALTER SEQUENCE",  # a key grows, and with it the columns that refer to it
    "drop-loses-rows": r"drop_table\(|drop_column\(",
    "empty-migration": r"    pass",
    "index-not-concurrent": r"create_index\(",
    "not-null-scan": r"nullable=False",
    "nulls-before-not-null": r"nullable=False",
    "rename-breaks-code": r"rename_table\(|new_column_name=|RENAME VALUE",
    "type-change-rewrites": r"type_=",
    "unique-builds-index": r"create_unique_constraint\(",
    "volatile-default": r"sa\.Computed\(|Bigserial\(",  # asked for as a serial column
}


def many_bad_files(versions: Path, count: int) -> None:
    """Each with a dozen findings."""
    parent = "20260224_000018"
    for number in range(19, 19 + count):
        revision = f"20260301_{number:06}"
        lines = [f'    op.execute("ALTER TABLE customers ADD a{number}_{i} INTEGER NOT NULL")' for i in range(12)]
        text = f'from alembic import op\n\nrevision = "{revision}"\ndown_revision = "{parent}"\n\n\n'
        text += "def upgrade():\n" + "\n".join(lines) + "\n\n\ndef downgrade():\n    pass\n"
        (versions / f"{revision}_more.py").write_text(text, encoding="utf-8")
        parent = revision


class CheckToolTest(CheckCase):
    def setUp(self):
        super().setUp()
        self.program = self.enterContext(Program(["--project", str(self.project)], self.folder))

    def call(self, **arguments):
        return self.program.call("tools/call", {"name": "check_migrations", "arguments": arguments})["result"]

    def test_it_changes_nothing_and_says_so(self):
        hints = kept_tools()["check_migrations"]["annotations"]
        self.assertEqual(
            hints, {"readOnlyHint": True, "destructiveHint": False, "idempotentHint": True, "openWorldHint": False}
        )

    def test_both_forms_are_complete(self):
        path = self.write_bad()
        result = self.call()
        self.assertFalse(result["isError"])
        found, text = result["structuredContent"], result["content"][0]["text"]
        self.assertEqual(found["checked"], 1)
        self.assertEqual(found["total"], len(found["findings"]))
        self.assertGreater(found["total"], 1)
        for finding in found["findings"]:
            self.assertEqual(finding["path"], path)
            for key in ("rule", "severity", "message", "fix", "source"):
                self.assertIn(finding[key], text)
            self.assertIn(f"{path}:{finding['line']}: ", text)
        self.assertTrue(text.endswith(found["summary"]))
        self.assertRegex(found["summary"], r"^1 file checked: \d CRITICAL")

    def test_a_long_answer_comes_in_pages(self):
        many_bad_files(self.project / VERSIONS, 30)
        whole = self.program.call("check", {"all": True})["result"]["findings"]
        seen, offset, pages = [], 0, 0
        while offset is not None:
            result = self.call(all=True, offset=offset)
            found, text = result["structuredContent"], result["content"][0]["text"]
            self.assertLessEqual(len(json.dumps(found, ensure_ascii=False)), MOST_CHARACTERS)
            self.assertLessEqual(len(text), MOST_CHARACTERS)
            self.assertEqual(found["total"], len(whole))
            self.assertIn(f"findings {offset + 1} to {offset + len(found['findings'])} of {len(whole)}", text)
            seen += found["findings"]
            offset = found.get("next_offset")
            if offset is not None:
                self.assertIn(f"the next ones: offset {offset}", text)
            pages += 1
        self.assertGreater(pages, 2)
        self.assertEqual(seen, whole)
        self.assertTrue(self.call(all=True, offset=len(whole))["isError"])

    def test_wrong_arguments_are_results_that_say_what_to_do(self):
        for arguments, said in (
            ({"file": ["x"]}, "did you mean files?"),
            ({"files": ["no_such_revision"]}, "no_such_revision"),
            ({"files": [1]}, "files"),
            ({"all": "yes"}, "all"),
            ({"offset": -1}, "offset"),
            ({"since": "main"}, "git"),
            ({"all": True, "files": ["head"]}, "exclude each other"),
        ):
            result = self.call(**arguments)
            with self.subTest(said):
                self.assertTrue(result["isError"], result)
                self.assertIn(said, result["content"][0]["text"])

    def test_files_of_a_revision_id_or_a_path(self):
        path = self.write_bad()
        for name in ("head", "20260225_000019", path, str(self.project / path)):
            self.assertEqual(self.call(files=[name])["structuredContent"]["checked"], 1)


class ReviewTest(CheckCase):
    """What check says above INFO of a file stands in the review of it, once."""

    def warnings(self, review):
        return [message for message in review["messages"] if message["type"] == "warning"]

    def check_review(self, program, project, review, name):
        found = program.call("check", {"files": [review["path"]]})["result"]["findings"]
        wanted = sorted((each["rule"], each["message"]) for each in found if each["severity"] != "INFO")
        upgrade = (project / review["path"]).read_text(encoding="utf-8").partition("def downgrade")[0]
        for each in found:
            self.assertNotEqual(each["severity"], "CRITICAL", (name, each))
            if each["severity"] != "INFO":
                self.assertRegex(upgrade, LIES_IN_THE_REQUEST.get(each["rule"], "lies in no request"), (name, each))
        warnings = self.warnings(review)
        codes = {warning["code"] for warning in warnings}
        told = [(w["code"], w["text"].partition("; instead: ")[0]) for w in warnings if "-" in w["code"]]
        missing = [one for one in wanted if one not in told]
        self.assertEqual([one for one in missing if IN_OTHER_WORDS.get(one[0]) not in codes], [], name)
        self.assertEqual([one for one in told if one not in wanted], [], name)
        self.assertEqual([rule for rule, _ in told if IN_OTHER_WORDS.get(rule) in codes], [], name)
        self.assertEqual(len(told), len(set(told)), name)
        return codes

    def test_every_golden_migration(self):
        codes = set()
        for case in golden_cases("expected.py"):
            made = GoldenCase(case, self.folder)
            with self.subTest(made.name), Program(["--project", str(made.project)], self.folder) as program:
                shown = program.call("migrate", {"date": DATE, **made.request, "dry_run": True})["result"]
                review = program.call("migrate", {"date": DATE, **made.request})["result"]
                self.assertEqual(self.warnings(shown), self.warnings(review))
                codes |= self.check_review(program, made.project, review, made.name)
        self.assertLessEqual({"index-not-concurrent", "rename-breaks-code"}, codes)

    def test_revise(self):
        with Program(["--project", str(self.project)], self.folder) as program:
            first = program.call("migrate", {"description": "add mobile to customers", "date": DATE})["result"]
            self.assertEqual(self.warnings(first), [])
            revised = program.call("revise", {"change": "add index on customers(mobile)"})["result"]
            self.assertEqual([w["code"] for w in self.warnings(revised)], ["index-not-concurrent"])
            self.check_review(program, self.project, revised, "revise")

    def test_what_the_project_ignores_is_not_told(self):
        self.configure('[check]\nignore = ["index-not-concurrent"]\n')
        with Program(["--project", str(self.project)], self.folder) as program:
            review = program.call("migrate", {"description": "add index on customers(phone)", "date": DATE})["result"]
        self.assertEqual(self.warnings(review), [])

    def test_an_empty_template_has_none(self):
        with Program(["--project", str(self.project)], self.folder) as program:
            review = program.call("migrate", {"description": "all bikes", "date": DATE, "empty": True})["result"]
        self.assertEqual([warning["code"] for warning in self.warnings(review)], ["empty-migration"])


if __name__ == "__main__":
    unittest.main()
