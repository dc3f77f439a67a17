"""`check` against the built program: quiet about what we write ourselves, its formats, its exit codes, where files are named."""

import json
import sys
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]

from checked import BAD, BAD_NAME, CheckCase  # noqa: E402
from golden import GoldenCase, golden_cases  # noqa: E402
from program import DATE, PROGRAM, ROOT, VERSIONS, Program  # noqa: E402

SCHEMA = ROOT / ".tools/sarif/schema.json"
VALIDATE = """
import json, sys
from jsonschema import Draft4Validator
validator = Draft4Validator(json.load(open(sys.argv[1], encoding="utf-8")))
for problem in validator.iter_errors(json.load(sys.stdin)):
    print(list(problem.path), problem.message[:300])
"""
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
# What one case asks for besides: an empty file, and a key that takes the columns along that refer to it.
OF_THE_CASE = {"empty": {"empty-migration"}, "hanging_key_grows": {"several-locks"}}


class CheckTest(CheckCase):
    def test_our_own_files_are_not_found_fault_with(self):
        cases = golden_cases("expected.py")
        self.assertGreater(len(cases), 40)
        for case in cases:
            made = GoldenCase(case, self.folder)
            with self.subTest(made.name), Program(["--project", str(made.project)], self.folder) as program:
                path = program.call("migrate", {"date": DATE, **made.request})["result"]["path"]
                found = program.call("check", {"files": [path]})["result"]["findings"]
                above = {each["rule"] for each in found if each["severity"] != "INFO"}
                self.assertLessEqual(above, IN_THE_REQUEST | OF_THE_CASE.get(made.name, set()), found)

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

    @unittest.skipUnless(SCHEMA.exists(), "the schema of SARIF is not there: run scripts/setup test")
    def test_sarif_fits_its_schema(self):
        """In a folder whose name a URI must not hold as it is."""
        self.write_bad()
        odd = self.project / VERSIONS / "20260226_000020_größe 100%.py"
        odd.write_text(BAD.replace("20260225_000019", "20260226_000020").replace("20260224_000018", "20260225_000019"))
        for arguments in (["--all"], ["20260226_000020"], ["20260105_000001"]):
            sarif = self.run_check(*arguments, "--format", "sarif", "--fail-on", "never")
            python = ROOT / ".tools/check/bin/python"
            said = self.run_it([python, "-c", VALIDATE, SCHEMA], text=sarif)
            self.assertEqual((said.stdout, said.stderr), ("", ""), sarif[:2000])
        uris = self.run_check("--all", "--format", "sarif", "--fail-on", "never")
        self.assertIn(f"{VERSIONS}/20260226_000020_gr%C3%B6%C3%9Fe%20100%25.py", uris)

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
            seen.add((result["ruleId"], place["region"]["startLine"]))
        self.assertEqual(seen, {(rule, line or 1) for rule, line in places})
        for rule in run["tool"]["driver"]["rules"]:
            for text in ("shortDescription", "fullDescription", "help"):  # which GitHub needs
                self.assertTrue(rule[text]["text"], rule)

    def test_a_broken_chain_is_told_and_nothing_more(self):
        (self.project / VERSIONS / "20260225_000019_lost.py").write_text(
            'revision = "20260225_000019"\ndown_revision = "gone"\n', encoding="utf-8"
        )
        told = self.run_check("--all", code=1)
        self.assertIn("CRITICAL missing-parent", told)
        self.assertIn("0 files checked", told)

    def test_paths_begin_at_the_root_of_the_repository(self):
        """Wherever check is called, and where the project is a folder of a larger repository."""
        deep = self.folder / "repository/services/workshop"
        deep.parent.mkdir(parents=True)
        self.project.rename(deep)
        self.project = deep
        self.write_bad()
        self.run_it(["git", "-C", self.folder / "repository", "init", "-q"])
        whole = f"services/workshop/{self.path}"
        for place in (self.folder / "repository", deep, deep / "backend/app/migrations", deep / VERSIONS):
            for arguments in ([], [deep / self.path], [BAD_NAME] if place == deep / VERSIONS else ["head"]):
                github = self.run_check(*arguments, "--format", "github", code=1, cwd=place)
                self.assertIn(f"::error file={whole},line=10,", github)
                sarif = json.loads(self.run_check(*arguments, "--format", "sarif", code=1, cwd=place))
                places = [result["locations"][0]["physicalLocation"] for result in sarif["runs"][0]["results"]]
                self.assertEqual({place["artifactLocation"]["uri"] for place in places}, {whole})

    def test_a_name_cannot_write_a_command_of_github(self):
        odd = "20260225_000019_a,line=1::error::b%0A.py"
        self.write_bad()
        (self.project / self.path).rename(self.project / VERSIONS / odd)
        for line in self.run_check("--format", "github", code=1).splitlines():
            self.assertRegex(
                line,
                rf"^::(error|warning|notice) file={VERSIONS}/20260225_000019_a%2Cline=1%3A%3Aerror%3A%3Ab%250A.py,",
            )

    def test_control_characters_of_a_file_do_not_reach_the_terminal(self):
        text = 'op.execute("ALTER TABLE customers ADD shoe_size INTEGER NOT NULL")  # \x1b[2J\x07'
        self.write_bad(
            (self.project / self.write_bad())
            .read_text()
            .replace("    op.create_table", f"    {text}\n    op.create_table")
        )
        told = self.run_check(code=1)
        self.assertIn("op.execute(", told)
        self.assertNotIn("\x1b", told)
        self.assertNotIn("\x07", told)

    def test_the_tool_and_its_bad_arguments(self):
        path = self.write_bad()
        with Program(["--project", str(self.project)], self.folder) as program:
            wrong = program.call("check", {"files": 7})
            self.assertEqual(wrong["error"]["data"]["where"], "files")
            found = program.call("check", {"files": [path]})["result"]
        self.assertEqual(found["files"], [path])
        self.assertTrue(all(each["path"] == path for each in found["findings"]))

    def test_contradictions_are_refused(self):
        self.commit_all()
        for arguments in (["--all", "head"], ["--all", "--since", "main"], ["head", "--since", "main"]):
            self.assertIn("exclude each other", self.run_check(*arguments, code=2))
        self.assertIn("--skip-others", self.run_check("backend/app/migrations/env.py", code=2))
        self.assertIn("0 files checked", self.run_check("backend/app/migrations/env.py", "--skip-others"))

    def test_several_projects_of_one_repository(self):
        """As create says it, unless the files tell which project each belongs to."""
        second = self.project / "second"
        (self.project / "backend").rename(self.project / "first")
        (self.project / "ruff.toml").unlink()
        self.run_it(["cp", "-r", self.project / "first", second])
        self.run_it(["git", "-C", self.project, "init", "-q"])
        inside = "app/migrations/versions"
        for name in ("first", "second"):
            self.path = f"{name}/{inside}/{BAD_NAME}"
            self.write_bad()
        refusal = self.run_check("--all", code=2)
        self.assertIn("There are 2 Alembic projects: first/alembic.ini, second/alembic.ini.", refusal)
        created = self.run_it([PROGRAM, "new", "add refunds table", "--dry-run"])
        self.assertEqual(refusal, created.stderr)
        files = [f"{name}/{inside}/{BAD_NAME}" for name in ("first", "second")]
        self.assertIn("2 files checked", self.run_check(*files, code=1))
        self.assertEqual({finding["path"] for finding in self.found(*files, code=1)}, set(files))
        self.assertIn("2 files checked", self.run_check(*files, "README.md", "--skip-others", code=1))
        self.assertIn("1 file checked", self.run_check("--project", "first", code=1))


class LongIds(CheckCase):
    """alembic_version.version_num is VARCHAR(32) until the chain itself makes it wider."""

    def add(self, number: int, revision: str, body: str) -> None:
        self.path = f"{VERSIONS}/20260225_00002{number}_x.py"
        self.write_bad(
            f'from alembic import op\nimport sqlalchemy as sa\nrevision = "{revision}"\ndown_revision = "{self.before}"\n'
            f"def upgrade():\n    {body}\ndef downgrade():\n    pass\n"
        )
        self.before = revision

    def long(self) -> list[str]:
        found = json.loads(self.run_check("--all", "--json", "--fail-on", "never"))["findings"]
        return [finding["path"][-7:-3] for finding in found if finding["rule"] == "long-revision-id"]

    def test_the_width_follows_the_chain(self):
        self.before = "20260224_000018"
        self.add(1, "a" * 33, "pass")
        self.add(2, "20260225_000022", 'op.alter_column("alembic_version", "version_num", type_=sa.String(40))')
        self.add(3, "b" * 40, "pass")
        self.add(4, "c" * 41, "pass")
        self.add(5, "20260225_000025", 'op.execute("ALTER TABLE alembic_version ALTER version_num TYPE text")')
        self.add(6, "d" * 90, 'op.get_bind().execute(sa.text("SELECT version_num FROM alembic_version"))')
        self.assertEqual(self.long(), ["21_x", "24_x"])

    def test_env_may_widen_it(self):
        self.before = "20260224_000018"
        self.add(1, "a" * 33, "pass")
        self.assertEqual(self.long(), ["21_x"])
        env = self.project / "backend/app/migrations/env.py"
        env.write_text(env.read_text() + "\n# ALTER TABLE alembic_version ALTER COLUMN version_num TYPE varchar(255)\n")
        self.assertEqual(self.long(), [])


if __name__ == "__main__":
    unittest.main()
