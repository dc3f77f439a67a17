"""A new file looks like those of its house: each folder of houses/ is a chain in one manner, and one request to it.

request.json is what the program is asked; `requirements` says which driver the project has, the folder shop is its application. expected.py is the whole
file. Real Alembic goes up, exactly down and up again on PostgreSQL.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
sys.path.insert(0, str(HERE.parent / "stacks"))
sys.path.insert(0, str(HERE))

from program import DATE, PROGRAM, clean_environment  # noqa: E402
from roundtrip import Bench  # noqa: E402
from test_layouts import ENV, MAKO  # noqa: E402

HOUSES = sorted(path.parent for path in (HERE / "houses").glob("*/request.json"))


class HousesTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp()).resolve()
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def project_of(self, house: Path, requirements: str) -> Path:
        project = self.folder / house.name
        shutil.copytree(house / "versions", project / "scripts/versions")
        if (house / "shop").is_dir():
            shutil.copytree(house / "shop", project / "shop")
        (project / "scripts/env.py").write_text(ENV, encoding="utf-8")
        (project / "scripts/script.py.mako").write_text(MAKO, encoding="utf-8")
        (project / "alembic.ini").write_text("[alembic]\nscript_location = scripts\nprepend_sys_path = .\n", encoding="utf-8")
        (project / "requirements.txt").write_text(requirements + "\n", encoding="utf-8")
        return project

    def ask(self, project: Path, method: str, params: dict) -> dict:
        message = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
        ran = subprocess.run(
            [str(PROGRAM), "--project", str(project)],
            input=json.dumps(message) + "\n",
            text=True,
            capture_output=True,
            timeout=60,
            env=clean_environment(self.folder),
        )
        return json.loads(ran.stdout)

    def test_files_look_like_their_house(self):
        self.assertGreater(len(HOUSES), 2)
        with Bench() as bench:
            for house in HOUSES:
                with self.subTest(house.name):
                    request = json.loads((house / "request.json").read_text(encoding="utf-8"))
                    rows = request.pop("rows", 0)
                    project = self.project_of(house, request.pop("requirements"))
                    answer = self.ask(project, "migrate", {"date": DATE, **request})
                    self.assertIn("result", answer, answer)
                    file = project / answer["result"]["path"]
                    text = file.read_text(encoding="utf-8")
                    for part, stand_in in ((answer["result"]["revision"], "REVISION"), (self.date_of(text), "DATE")):
                        text = text.replace(part, stand_in)
                    expected = house / "expected.py"
                    if os.environ.get("UPDATE_GOLDEN"):
                        expected.write_text(text, encoding="utf-8")
                    self.assertEqual(text, expected.read_text(encoding="utf-8"))
                    outcome = bench.roundtrip(project, file, stack="new", dialect="postgresql", rows=rows)
                    self.assertTrue(outcome.ok, outcome.text())

    def test_a_form_that_does_not_read_back_is_not_written(self):
        """index=True would get the name of the project's convention, which is another than the one planned."""
        project = self.project_of(HERE / "houses/by_hand", "psycopg2-binary")
        convention = 'sa.MetaData(naming_convention={"ix": "idx__%(column_0_label)s"})'
        env = ENV.replace("configure(", "configure(target_metadata=target_metadata, ")
        env = env.replace("\n\n", f"\nimport sqlalchemy as sa\n\ntarget_metadata = {convention}\n\n", 1)
        self.assertIn(convention, env)
        (project / "scripts/env.py").write_text(env, encoding="utf-8")
        keys = 'index-in-column = true\nindex-name = "ix_{table}_{columns}"\n'
        (project / ".alembic-migrate.toml").write_text(keys, encoding="utf-8")
        operations = [
            {"op": "create_table", "table": "refunds", "columns": [{"name": "code", "type": "string(9)", "index": True}]}
        ]
        answer = self.ask(project, "migrate", {"date": DATE, "operations": operations})["result"]
        told = json.dumps(answer["messages"])
        self.assertIn("the form is the built-in one", told)
        text = (project / answer["path"]).read_text(encoding="utf-8")
        self.assertIn("ix_refunds_code", text)
        self.assertNotIn("index=True", text)

    def doctor(self, project: Path, *options: str) -> str:
        command = [str(PROGRAM), "doctor", "--project", str(project), *options]
        environment = clean_environment(self.folder)
        ran = subprocess.run(command, text=True, capture_output=True, timeout=60, env=environment)
        self.assertEqual(ran.returncode, 0, ran.stdout + ran.stderr)
        return ran.stdout

    def test_doctor_says_where_each_rule_was_learnt(self):
        project = self.project_of(HERE / "houses/by_hand", "psycopg2-binary")
        (project / ".alembic-migrate.toml").write_text("line-length = 77\nop-f = true\n", encoding="utf-8")
        view = json.loads(self.doctor(project, "--json"))
        rules = {rule["key"]: (rule["value"], rule.get("where", "")) for rule in view["rules"]}
        learnt = "scripts/versions/002_drafts.py"
        self.assertEqual(rules["line-length"], ("77", ".alembic-migrate.toml:1"))
        self.assertEqual(rules["op-f"], ("true", ".alembic-migrate.toml:2"))
        self.assertEqual(rules["type-parentheses"], ("false", learnt))
        self.assertEqual(rules["alter-column"], ("bare", learnt))
        self.assertEqual(rules["foreign-key-in-column"], ("true", "scripts/versions/001_shop.py"))
        self.assertEqual(rules["index-name"], ("idx_{table}_{columns}", "the chain"))
        self.assertEqual(rules["batch-always"][0], "false")
        self.assertEqual(rules["check-name"], ("ck_{table}_{columns}", ""))
        text = self.doctor(project)
        for part in (".alembic-migrate.toml:1:\n    line-length = 77\n", f"  {learnt}:\n", "as the profile has it:"):
            self.assertIn(part, text)
        self.assertLess(max(map(len, text.splitlines())), 180)

    def test_a_config_goes_before_the_chain(self):
        """Every rule that doctor shows can be said in the config, with the value that it shows."""
        project = self.project_of(HERE / "houses/generated", "asyncpg")
        rules = json.loads(self.doctor(project, "--json"))["rules"]
        said = [rule for rule in rules if rule["key"] not in ("profile", "layout", "created-at-name", "updated-at-name")]
        self.assertGreater(len(said), 30)
        plain = ("true", "false")
        lines = [
            f"{rule['key']} = {rule['value'] if rule['value'] in plain or rule['value'].isdigit() else json.dumps(rule['value'])}"
            for rule in said
        ]
        (project / ".alembic-migrate.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
        again = {rule["key"]: rule for rule in json.loads(self.doctor(project, "--json"))["rules"]}
        for number, rule in enumerate(said, 1):
            self.assertEqual(again[rule["key"]]["value"], rule["value"])
            self.assertEqual(again[rule["key"]]["where"], f".alembic-migrate.toml:{number}")

    @staticmethod
    def date_of(text: str) -> str:
        return text.split("Create Date: ")[1].split("\n")[0]


if __name__ == "__main__":
    unittest.main()
