"""Which project the program works on when nobody says: CLAUDE_PROJECT_DIR, else the folder it runs in, upward and downward."""

import shutil
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))

from program import DATE, ROOT, SAMPLE, Program, clean_environment, files_of, sample_copy  # noqa: E402

ASKED = {"description": "add nickname string(40) to customers", "date": DATE}
WRITTEN = "20260301_000019_add_nickname_string_40_to_customers.py"


class ProjectSearchTest(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp()).resolve()
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.home = self.folder / "home"
        self.place = self.folder / "place"
        for folder in (self.home, self.place):
            folder.mkdir()

    def ask(self, cwd, arguments=(), method="migrate", params=ASKED, **environment):
        with Program(list(arguments), self.home, cwd, clean_environment(self.home, **environment)) as program:
            return program.call(method, params)

    def assert_written(self, answer, project):
        self.assertIn("result", answer, answer)
        self.assertTrue(answer["result"]["written"])
        self.assertTrue((project / "backend/app/migrations/versions" / WRITTEN).exists())
        self.assertTrue(answer["result"]["path"].endswith("app/migrations/versions/" + WRITTEN))

    def assert_refused(self, answer, code, *words):
        self.assertEqual(answer.get("error", {}).get("data", {}).get("code"), code, answer)
        said = answer["error"]["message"] + answer["error"]["data"]["hint"]
        for word in words:
            self.assertIn(word, said)

    def test_variable_of_the_host(self):
        project = sample_copy(self.place)
        answer = self.ask(self.home, CLAUDE_PROJECT_DIR=str(project))
        self.assert_written(answer, project)
        self.assertEqual(answer["result"]["path"], f"backend/app/migrations/versions/{WRITTEN}")

    def test_option_wins_over_the_variable(self):
        project, other = sample_copy(self.place), sample_copy(self.place, "other")
        self.assert_written(self.ask(self.home, ["--project", str(project)], CLAUDE_PROJECT_DIR=str(other)), project)
        self.assertEqual(files_of(other), files_of(SAMPLE))

    def test_empty_variable_is_none(self):
        project = sample_copy(self.place)
        self.assert_written(self.ask(project, CLAUDE_PROJECT_DIR=""), project)

    def test_relative_option(self):
        project = sample_copy(self.place)
        self.assert_written(self.ask(self.place, ["serve", "--project", "project"]), project)

    def test_downward(self):
        project = sample_copy(self.place / "deep" / "down")
        self.assert_written(self.ask(self.place), project)

    def test_upward(self):
        """From below the config, in a repository: the config above counts, not the folder."""
        for inside in ("backend", "backend/app", "backend/app/migrations/versions"):
            with self.subTest(inside):
                project = sample_copy(self.place, inside.replace("/", "-"))
                (project / ".git").mkdir()
                self.assert_written(self.ask(project / inside), project)

    def test_sideways_in_a_repository(self):
        """From a folder beside the config: up to the repository's root, and down again."""
        project = sample_copy(self.place)
        (project / ".git").mkdir()
        (project / "frontend" / "src").mkdir(parents=True)
        self.assert_written(self.ask(project / "frontend" / "src"), project)

    def test_never_above_the_repository(self):
        project = sample_copy(self.place)
        (project / "backend" / "vendored" / ".git").mkdir(parents=True)
        self.assert_refused(self.ask(project / "backend" / "vendored"), "no_project")

    def test_several_are_listed_and_one_is_chosen(self):
        first, second = sample_copy(self.place, "first"), sample_copy(self.place, "second")
        answer = self.ask(self.place)
        self.assert_refused(answer, "several_projects", "first/backend", "second/backend", "project")
        self.assertEqual(files_of(first), files_of(second))
        for chosen in ("second", "second/backend", "second/backend/alembic.ini"):
            with self.subTest(chosen):
                answer = self.ask(self.place, params={**ASKED, "project": chosen, "dry_run": True})
                self.assertIn("result", answer, answer)
        self.assert_written(self.ask(self.place, params={**ASKED, "project": "second"}), second)
        self.assertEqual(files_of(first), files_of(SAMPLE))

    def test_what_is_offered_can_be_chosen(self):
        for name in ("first", "second"):
            sample_copy(self.place, name)
        hint = self.ask(self.place)["error"]["data"]["hint"]
        answer = self.ask(self.place, params={**ASKED, "project": hint.split('"')[-2]})
        self.assertIn("result", answer, answer)

    def test_choice_stays_inside(self):
        sample_copy(self.place, "mine")
        outside = sample_copy(self.folder, "outside")
        (self.place / "link").symlink_to(outside)
        before = files_of(outside)
        for chosen in ("../outside", str(outside), "link", "mine/../../outside"):
            with self.subTest(chosen):
                self.assert_refused(self.ask(self.place, params={**ASKED, "project": chosen}), "outside_project")
        self.assertEqual(files_of(outside), before)

    def test_none(self):
        (self.place / "src").mkdir()
        self.assert_refused(self.ask(self.place), "no_project", "alembic.ini")
        self.assert_refused(self.ask(self.place, method="schema", params={}), "no_project")

    def test_folders_that_are_left_out(self):
        """Installed packages and hidden folders bring an alembic.ini of their own."""
        project = sample_copy(self.place)
        for other in (".venv/lib/python3.12/site-packages/thing", "node_modules/thing", ".tox/thing"):
            shutil.copytree(SAMPLE, self.place / other)
        self.assert_written(self.ask(self.place), project)

    def test_circle_of_links(self):
        project = sample_copy(self.place)
        (self.place / "round").symlink_to(self.place)
        self.assert_written(self.ask(self.place), project)

    def test_other_layout(self):
        """A plain Alembic project with hex ids and its own reminders."""
        project = sample_copy(self.place, "plain", ROOT / "tests" / "sample-hex")
        answer = self.ask(project, params={"description": "add invoices table", "date": DATE, "dry_run": True})
        self.assertIn("result", answer, answer)
        self.assertRegex(answer["result"]["revision"], "^[0-9a-f]{12}$")
        reminders = [message["command"] for message in answer["result"]["messages"] if message["type"] == "reminder"]
        self.assertTrue(any("alembic upgrade head" in command for command in reminders), reminders)


if __name__ == "__main__":
    unittest.main()
