"""What the project's config says about `check`: ignored rules, severities, what fails; wrong keys with their place."""

import sys
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from checked import CheckCase  # noqa: E402
from program import PROGRAM, VERSIONS  # noqa: E402

PLACE = "backend/.alembic-migrate.toml:"


class CheckConfigTest(CheckCase):
    def test_rules_are_ignored_everywhere(self):
        self.write_bad()
        self.configure('[check]\nignore = ["downgrade-differs", "not-null-without-default"]\n')
        self.assertNotIn("CRITICAL", self.run_check())
        self.configure('[check]\nignore = "downgrade-differs"\n')
        self.assertNotIn("downgrade-differs", self.rules(code=1))

    def test_rules_are_ignored_in_files(self):
        self.write_bad()
        both = '["downgrade-differs", "not-null-without-default"]'
        for pattern in ("*/versions/2026022?_*.py", "20260225*", f"{self.path}", "backend/*"):
            self.configure(f'[check.per-file-ignores]\n"{pattern}" = {both}\n')
            with self.subTest(pattern):
                self.assertNotIn("CRITICAL", self.run_check())
        for pattern in ("versions/*", "20260226*", f"{VERSIONS}", "*.p", f"x{self.path}"):
            self.configure(f'[check.per-file-ignores]\n"{pattern}" = {both}\n')
            with self.subTest(pattern):
                self.assertIn("CRITICAL", self.run_check(code=1))

    def test_severities_and_what_fails(self):
        self.write_bad()
        self.configure(
            '[check]\nfail-on = "warning"\n[check.severity]\nnot-null-without-default = "info"\ndowngrade-differs = "warning"\n'
        )
        told = self.run_check(code=1)
        self.assertIn("INFO not-null-without-default", told)
        self.assertIn("WARNING downgrade-differs", told)
        self.assertNotIn("CRITICAL", told)
        self.run_check("--fail-on", "critical")
        self.configure('[check]\nfail-on = "never"\n')
        self.run_check()
        self.run_check("--fail-on", "critical", code=1)

    def test_pyproject(self):
        (self.project / ".alembic-migrate.toml").unlink()  # the sample's own goes before
        self.write_bad()
        (self.project / "pyproject.toml").write_text(
            '[project]\nname = "x"\n[tool.alembic-migrate.check]\nfail_on = "never"\n', encoding="utf-8"
        )
        self.assertIn("pyproject.toml:4", self.run_check(code=2))
        text = (self.project / "pyproject.toml").read_text(encoding="utf-8").replace("fail_on", "fail-on")
        (self.project / "pyproject.toml").write_text(text, encoding="utf-8")
        self.run_check()

    def test_mistakes_have_their_place(self):
        for text, line, said in (
            ('[check]\nfailon = "info"', 2, "Did you mean fail-on?"),
            ('[check]\nfail-on = "error"', 2, "one of info, warning, critical, never"),
            ("[check]\n\nignore = [7]", 3, "There is no rule 7."),
            ('[check]\nignore = ["downgrade-difers"]', 2, "Did you mean downgrade-differs or"),
            ('[check.severity]\ndowngrade-differs = "never"', 2, "one of info, warning, critical."),
            ('[check.severity]\nnobody = "info"', 2, "There is no rule nobody."),
            ('[check.per-file-ignores]\n"a*.py" = ["nobody"]', 2, "There is no rule nobody."),
            ('[check.per-file-ignores]\n"a*.py" = 3', 2, "a list of rules"),
            ("check = 3", 1, "is not a table"),
            ('[check]\nbaseline = "/etc/passwd"', 2, "a path inside the project"),
            ("[checks]\nx = 1", 2, "check"),
        ):
            self.configure(text + "\n")
            with self.subTest(text):
                refusal = self.run_check(code=2)
                self.assertIn(f"{PLACE}{line}\n", refusal)
                self.assertIn(said, refusal)
                created = self.run_it([PROGRAM, "new", "add refunds table", "--dry-run"])
                self.assertEqual((created.returncode, created.stderr), (2, refusal))


if __name__ == "__main__":
    unittest.main()
