"""Every layout that real projects have: the program finds it and writes where Alembic looks; real Alembic runs the result.

Each project is made here: two tables and an enum, then one request. The newest Alembic goes up, down and up again on SQLite,
and so does `verify`.
"""

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
sys.path.insert(0, str(HERE.parent / "stacks"))

from client import python_of  # noqa: E402
from program import DATE, PROGRAM, clean_environment, files_of  # noqa: E402
from roundtrip import Bench, check_text  # noqa: E402

ENV = """import os

from alembic import context
from sqlalchemy import create_engine, pool

url = context.get_x_argument(as_dictionary=True).get("url") or os.environ["DATABASE_URL"]
if context.is_offline_mode():
    context.configure(url=url, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()
else:
    with create_engine(url, poolclass=pool.NullPool).connect() as connection:
        context.configure(connection=connection)
        with context.begin_transaction():
            context.run_migrations()
"""
SEVERAL_MAKO = '''<%!
import re

%>"""${message}

Revision ID: ${up_revision}
Revises: ${down_revision | comma,n}
Create Date: ${create_date}
"""

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade(engine_name):
    globals()[f"upgrade_{engine_name}"]()


def downgrade(engine_name):
    globals()[f"downgrade_{engine_name}"]()

<%
    names = re.split(r",\\s*", config.get_main_option("databases"))
%>
## one pair for each database
% for name in names:

def upgrade_${name}():
    ${context.get("%s_upgrades" % name, "pass")}


def downgrade_${name}():
    ${context.get("%s_downgrades" % name, "pass")}

% endfor
'''
SEVERAL_FIRST = """\"\"\"first

Revision ID: 5e6f7a8b9c0d
Revises:
Create Date: 2026-01-01 10:00:00
\"\"\"

import sqlalchemy as sa
from alembic import op

revision = "5e6f7a8b9c0d"
down_revision = None
branch_labels = None
depends_on = None


def upgrade(engine_name):
    globals()[f"upgrade_{engine_name}"]()


def downgrade(engine_name):
    globals()[f"downgrade_{engine_name}"]()


def upgrade_shop():
    op.create_table("goods", sa.Column("id", sa.Integer(), primary_key=True))


def downgrade_shop():
    op.drop_table("goods")


def upgrade_archive():
    op.create_table("crates", sa.Column("id", sa.Integer(), primary_key=True))


def downgrade_archive():
    op.drop_table("crates")
"""
RUN_ON_ENGINE = '''
import importlib.util
import sys

import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations

with sa.create_engine("sqlite://").connect() as connection:
    with Operations.context(MigrationContext.configure(connection)):
        for path in sys.argv[2:]:
            spec = importlib.util.spec_from_file_location("migration", path)
            module = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(module)
            module.upgrade(sys.argv[1])
    inspector = sa.inspect(connection)
    for table in inspector.get_table_names():
        print(table + ":", *[column["name"] for column in inspector.get_columns(table)])
'''
SEVERAL_MODEL = """from app.base import Model


class Lid(Model):
    __bind_key__ = "archive"
    __tablename__ = "lids"
"""
MAKO = '''"""${message}

Revision ID: ${up_revision}
Revises: ${down_revision | comma,n}
Create Date: ${create_date}
"""

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade():
    ${upgrades if upgrades else "pass"}


def downgrade():
    ${downgrades if downgrades else "pass"}
'''
FIRST = '''"""boxes"""
import sqlalchemy as sa
from alembic import op

revision = "1a1a1a1a1a1a"
down_revision = None


def upgrade():
    op.create_table(
        "shelves",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("title", sa.String(80), nullable=False),
    )
    op.create_table(
        "boxes",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("shelf_id", sa.Integer(), sa.ForeignKey("shelves.id")),
        sa.Column("state", sa.Enum("open", "closed", name="box_state"), nullable=False, server_default="open"),
    )


def downgrade():
    op.drop_table("boxes")
    op.drop_table("shelves")
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP TYPE box_state")
'''
SECOND = '''"""shelf codes"""
import sqlalchemy as sa
from alembic import op

revision = "2b2b2b2b2b2b"
down_revision = "1a1a1a1a1a1a"


def upgrade():
    op.add_column("shelves", sa.Column("code", sa.String(9)))


def downgrade():
    op.drop_column("shelves", "code")
'''
# config kind, its path, script_location ("" for the config's own)
DRIVER = """
import sys
from alembic import command
from alembic.config import Config

kind, path, location, verb, revision = sys.argv[1:]
config = Config(toml_file=path) if kind == "toml" else Config(path)
if location:
    config.set_main_option("script_location", location)
getattr(command, verb)(config, revision)
"""


def write(root: Path, files: dict) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def scripts(folder: str, first: str = "versions", second: str = "versions") -> dict:
    return {
        f"{folder}/env.py": ENV,
        f"{folder}/script.py.mako": MAKO,
        f"{folder}/{first}/1a1a1a1a1a1a_boxes.py": FIRST,
        f"{folder}/{second}/2b2b2b2b2b2b_shelf_codes.py": SECOND,
    }


class LayoutsTest(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp()).resolve()
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.project = self.folder / "project"

    def ask(self, description, **more):
        params = {"description": description, "date": DATE, **more}
        message = {"jsonrpc": "2.0", "id": 1, "method": "migrate", "params": params}
        ran = subprocess.run(
            [str(PROGRAM), "--project", str(self.project)],
            input=json.dumps(message) + "\n",
            text=True,
            capture_output=True,
            timeout=60,
            env=clean_environment(self.folder),
        )
        return json.loads(ran.stdout)

    def alembic(self, kind, path, location, verb, revision):
        environment = {
            **os.environ,
            "DATABASE_URL": f"sqlite:///{self.folder}/test.db",
            "PYTHONPATH": str(self.project),
        }
        ran = subprocess.run(
            [str(python_of("new")), "-c", DRIVER, kind, path, location, verb, revision],
            cwd=self.project,
            env=environment,
            text=True,
            capture_output=True,
            timeout=120,
        )
        self.assertEqual(ran.returncode, 0, ran.stdout + ran.stderr)

    def columns(self):
        with sqlite3.connect(self.folder / "test.db") as database:
            return [row[1] for row in database.execute("PRAGMA table_info(boxes)")]

    def check(self, files: dict, written_in: str, kind="ini", path="alembic.ini", location=""):
        write(self.project, files)
        before = files_of(self.project)
        answer = self.ask("add label string(40) to boxes")
        self.assertIn("result", answer, answer)
        new = sorted(set(files_of(self.project)) - set(before))
        self.assertEqual([str(Path(name).parent) for name in new], [written_in])
        self.assertEqual(answer["result"]["down_revision"], "2b2b2b2b2b2b")
        self.assertEqual(answer["result"]["path"], new[0])
        old = ["id", "shelf_id", "state"]
        for verb, revision, wanted in (
            ("upgrade", "head", [*old, "label"]),
            ("downgrade", "-1", old),
            ("upgrade", "head", [*old, "label"]),
        ):
            self.alembic(kind, path, location, verb, revision)
            self.assertEqual(self.columns(), wanted)
        self.verify()

    def verify(self):
        command = [str(PROGRAM), "verify", "--project", str(self.project), "--dialect", "sqlite"]
        ran = subprocess.run(
            [*command, "--python", str(python_of("new"))],
            text=True,
            capture_output=True,
            timeout=120,
            env=clean_environment(self.folder),
            stdin=subprocess.DEVNULL,
        )
        self.assertEqual(ran.returncode, 0, ran.stdout + ran.stderr)

    def test_pyproject(self):
        config = '[project]\nname = "boxes"\n\n[tool.alembic]\nscript_location = "%(here)s/migrations"\n'
        self.check({"pyproject.toml": config, **scripts("migrations")}, "migrations/versions", "toml", "pyproject.toml")

    def test_pyproject_with_locations_as_a_list(self):
        config = (
            '[tool.alembic]\nscript_location = "migrations"\n'
            'version_locations = ["%(here)s/migrations/new", "%(here)s/migrations/old"]\n'
        )
        files = {"pyproject.toml": config, **scripts("migrations", "old", "new")}
        self.check(files, "migrations/new", "toml", "pyproject.toml")

    def test_flask_migrate(self):
        ini = "[alembic]\n# file_template = %%(rev)s_%%(slug)s\n\n[loggers]\nkeys = root\n"
        files = {
            "app.py": "",
            ".git/HEAD": "",
            "migrations/alembic.ini": ini,
            "migrations/README": "",
            **scripts("migrations"),
        }
        self.check(files, "migrations/versions", path="migrations/alembic.ini", location="migrations")

    def test_several_locations(self):
        for separator, joint in (("os", os.pathsep), ("space", " "), ("newline", "\n    "), (":", ":")):
            with self.subTest(separator):
                shutil.rmtree(self.project, ignore_errors=True)
                (self.folder / "test.db").unlink(missing_ok=True)
                places = joint.join(("%(here)s/scripts/later", "%(here)s/scripts/early"))
                ini = f"[alembic]\nscript_location = %(here)s/scripts\npath_separator = {separator}\nversion_locations = {places}\n"
                self.check({"alembic.ini": ini, **scripts("scripts", "early", "later")}, "scripts/later")

    def test_a_new_file_stands_beside_its_head(self):
        ini = (
            "[alembic]\nscript_location = %(here)s/scripts\npath_separator = newline\n"
            "version_locations =\n    %(here)s/scripts/early\n    %(here)s/scripts/later\n"
        )
        self.check({"alembic.ini": ini, **scripts("scripts", "early", "later")}, "scripts/later")

    def test_recursive_folders(self):
        ini = "[alembic]\nscript_location = scripts\nrecursive_version_locations = true\n"
        files = {"alembic.ini": ini, **scripts("scripts", "versions/2025", "versions/2026")}
        write(self.project, files)
        self.check(files, "scripts/versions/2026")

    def test_location_in_a_package(self):
        ini = "[alembic]\nscript_location = shop:db/migrations\nprepend_sys_path = .\n"
        files = {"alembic.ini": ini, "shop/__init__.py": "", "shop/db/__init__.py": "", **scripts("shop/db/migrations")}
        self.check(files, "shop/db/migrations/versions")

    def test_config_in_a_folder_of_its_own(self):
        """Alembic takes a relative location from where it is started: here from the project, with -c conf/alembic.ini."""
        for top in ({".git/HEAD": ""}, {}):
            with self.subTest(git=bool(top)):
                shutil.rmtree(self.project, ignore_errors=True)
                (self.folder / "test.db").unlink(missing_ok=True)
                ini = "[alembic]\nscript_location = db/migrations\n"
                files = {"conf/alembic.ini": ini, **scripts("db/migrations"), **top}
                self.check(files, "db/migrations/versions", path="conf/alembic.ini")

    def test_sqlite_alone_has_its_own_operators(self):
        """GLOB is no SQL to PostgreSQL; where the config says that there is none, it need not be."""
        phrase = "add check on shelves code GLOB '[A-Z]*'"
        ini = "[alembic]\nscript_location = scripts\n"
        write(self.project, {"alembic.ini": ini, **scripts("scripts")})
        error = self.ask(phrase)["error"]
        self.assertEqual(error["data"]["code"], "bad_sql")
        self.assertIn("databases = ", error["data"]["hint"])
        write(self.project, {"alembic.ini": ini + "sqlalchemy.url = sqlite:///shelves.db\n"})
        answer = self.ask(phrase)
        file = self.project / answer["result"]["path"]
        with Bench() as bench:
            for stack in ("new", "mid", "old"):
                outcome = bench.roundtrip(self.project, file, stack=stack, dialect="sqlite", rows=0)
                self.assertTrue(outcome.ok, outcome.text())
        file.unlink()
        self.assertEqual(self.ask("add check on shelves code GLOB")["error"]["data"]["code"], "bad_sql")

    def test_a_template_that_is_none_gives_the_built_in_layout(self):
        """0 bytes were written once, with exit code 0: a template without a place for the statements."""
        without = {
            "": "empty",
            MAKO.replace("${upgrades", "${nothing"): "upgrade()",
            MAKO.replace("import op", "x"): "op",
        }
        for mako, word in without.items():
            with self.subTest(word=word):
                shutil.rmtree(self.project, ignore_errors=True)
                files = {"scripts/env.py": ENV, "scripts/script.py.mako": mako, "scripts/versions/.keep": ""}
                write(self.project, {"alembic.ini": "[alembic]\nscript_location = scripts\n", **files})
                answer = self.ask("create table shelves: title string(80)")["result"]
                said = [message for message in answer["messages"] if message.get("code") == "template_not_taken"]
                self.assertEqual(len(said), 1, answer)
                self.assertIn(word, said[0]["text"])
                text = (self.project / answer["path"]).read_text(encoding="utf-8")
                self.assertIn("from alembic import op\n", text)
                self.assertIn("op.create_table(\n", text)

    def test_counted_ids_go_on(self):
        files = scripts("scripts")
        for name, text in list(files.items()):
            if "versions/" in name:
                del files[name]
                name = name.replace("1a1a1a1a1a1a", "0001").replace("2b2b2b2b2b2b", "0002")
                files[name] = text.replace("1a1a1a1a1a1a", "0001").replace("2b2b2b2b2b2b", "0002")
        write(self.project, {"alembic.ini": "[alembic]\nscript_location = scripts\n", **files})
        answer = self.ask("add label string(40) to boxes")["result"]
        self.assertEqual(answer["revision"], "0003")
        self.assertEqual(answer["path"], "scripts/versions/0003_add_label_string_40_to_boxes.py")

    def test_folders_of_a_file_template_are_made_below_versions(self):
        ini = "[alembic]\nscript_location = scripts\nrecursive_version_locations = true\n"
        ini += "file_template = %%(year)d/%%(month).2d_%%(rev)s_%%(slug)s\n"
        write(self.project, {"alembic.ini": ini, **scripts("scripts")})
        answer = self.ask("add label string(40) to boxes")["result"]
        name = f"2026/03_{answer['revision']}_add_label_string_40_to_boxes.py"
        self.assertEqual(answer["path"], f"scripts/versions/{name}")
        self.assertTrue((self.project / answer["path"]).is_file())

    def test_postgresql_alone_gets_no_word_for_sqlite(self):
        ini = "[alembic]\nscript_location = scripts\n"
        write(self.project, {"alembic.ini": ini, "requirements.txt": "psycopg2-binary\n", **scripts("scripts")})
        for phrase in ("make title nullable on shelves", "add price numeric(9,2)? to boxes", "add created_at to boxes"):
            answer = self.ask(phrase, dry_run=True)["result"]
            text = json.dumps(answer["messages"]).lower()
            for word in ("batch", "sqlite", "with_variant", "is_postgres"):
                self.assertNotIn(word, text, answer)

    def test_mysql_is_told_nothing_of_postgresql(self):
        """MySQL gives the rows that are there the type's empty value; a constraint without a name it drops no more than others."""
        third = SECOND.replace("2b2b2b2b2b2b", "3c3c3c3c3c3c").replace("1a1a1a1a1a1a", "2b2b2b2b2b2b")
        third = third.replace("sa.String(9)", "sa.String(9), nullable=False").replace('"code"', '"kind"')
        third = third.replace("op.drop_column(", 'op.drop_constraint(None, "boxes", type_="foreignkey")\n    op.drop_column(')
        files = {**scripts("scripts"), "scripts/versions/3c3c3c3c3c3c_kinds.py": third}
        write(self.project, {"alembic.ini": "[alembic]\nscript_location = scripts\n", **files})
        for driver, wanted in (("pymysql", ["downgrade-fails"]), ("asyncpg", ["downgrade-fails", "not-null-without-default"])):
            write(self.project, {"requirements.txt": driver + "\n"})
            ran = subprocess.run(
                [str(PROGRAM), "check", "--all", "--project", str(self.project)],
                text=True,
                capture_output=True,
                timeout=60,
                env=clean_environment(self.folder),
            )
            told = [line.split()[2].rstrip(":") for line in ran.stdout.splitlines() if ": CRITICAL " in line]
            self.assertEqual(sorted(told), wanted, ran.stdout)
            self.assertEqual("postgresql" in ran.stdout, driver == "asyncpg", ran.stdout)

    def test_mysql_strings_have_a_length(self):
        """VARCHAR without one is no type of MySQL's, and neither is an enum made by CREATE TYPE."""
        files = {**scripts("scripts"), "requirements.txt": "pymysql\n"}
        write(self.project, {"alembic.ini": "[alembic]\nscript_location = scripts\n", **files})
        for phrase in (
            "add nickname string to boxes",
            "create labels table: word string, colour, total amount numeric(12,2)",
            "change title on shelves to string",
        ):
            answer = self.ask(phrase, dry_run=True)["result"]
            text = answer["messages"][0]["content"]
            self.assertIn("sa.String(255)", text)
            self.assertNotRegex(text, r"sa\.String\(\)|sa\.String[,)]|CREATE TYPE")

    def test_mysql_gets_what_all_databases_have(self):
        """What is PostgreSQL's alone is planned as what is written, and told; what nobody else has is refused by its name."""
        files = {**scripts("scripts"), "requirements.txt": "pymysql\n"}
        write(self.project, {"alembic.ini": "[alembic]\nscript_location = scripts\n", **files})
        for phrase, code in (("options jsonb", "sa.JSON()"), ("tags text[]", "sa.JSON()"), ("address inet", "sa.String(45)")):
            answer = self.ask(f"add {phrase} to boxes", dry_run=True)["result"]
            self.assertIn(f'sa.Column("{phrase.split()[0]}", {code}', answer["messages"][0]["content"])
            self.assertIn("is PostgreSQL's alone, and this project is on MySQL", json.dumps(answer["messages"]))
        error = self.ask("add words tsvector to boxes", dry_run=True)["error"]
        self.assertEqual(error["data"]["code"], "not_portable")
        self.assertIn("tsvector", error["message"])

    def test_several_databases_in_one_chain(self):
        """upgrade_<name>() of each database is read; new statements stand in those of the table's own."""
        ini = "[alembic]\nscript_location = scripts\ndatabases = shop, archive\n"
        files = {"scripts/env.py": ENV, "scripts/script.py.mako": SEVERAL_MAKO, "requirements.txt": "psycopg2-binary\n"}
        write(self.project, {"alembic.ini": ini, **files, "scripts/versions/5e6f7a8b9c0d_first.py": SEVERAL_FIRST})
        write(self.project, {"app/models.py": SEVERAL_MODEL})
        answer = self.ask("add weight numeric(8,2) to crates")["result"]
        text = (self.project / answer["path"]).read_text(encoding="utf-8")
        parts = dict(re.findall(r"^def (\w+)\(.*\n((?:    .*\n|\n)+)", text, re.MULTILINE))
        self.assertEqual(sorted(parts), sorted(f"{way}{name}" for way in ("upgrade", "downgrade") for name in ("", "_archive", "_shop")))
        self.assertIn("op.add_column", parts["upgrade_archive"])
        self.assertIn("op.drop_column", parts["downgrade_archive"])
        self.assertEqual((parts["upgrade_shop"].strip(), parts["downgrade_shop"].strip()), ("pass", "pass"))
        self.assertIn('globals()[f"upgrade_{engine_name}"]()', parts["upgrade"])
        first = self.project / "scripts/versions/5e6f7a8b9c0d_first.py"
        for engine, columns in (("shop", "goods: id"), ("archive", "crates: id weight")):
            command = [str(python_of("new")), "-c", RUN_ON_ENGINE, engine, str(first), str(self.project / answer["path"])]
            ran = subprocess.run(command, text=True, capture_output=True, timeout=60, check=True)
            self.assertEqual(ran.stdout.strip(), columns, ran.stderr)
        again = self.ask("add colour string(20) to crates", dry_run=True)["result"]
        self.assertIn("upgrade_archive", again["messages"][0]["content"])
        bound = self.ask("create table lids: size integer", dry_run=True)["result"]["messages"][0]["content"]
        self.assertRegex(bound, r"def upgrade_archive\(\):\n    op.create_table")
        for phrase, code in (
            ("create table straps: length integer", "which_engine"),
            ("add colour string(20) to crates; add code string(9) to goods", "several_engines"),
        ):
            before = files_of(self.project)
            self.assertEqual(self.ask(phrase)["error"]["data"]["code"], code)
            self.assertEqual(files_of(self.project), before)

    def test_several_projects_are_listed(self):
        ini = "[alembic]\nscript_location = %(here)s/scripts\n"
        for name in ("billing", "catalog"):
            write(self.project / name, {"alembic.ini": ini, **scripts("scripts")})
        before = files_of(self.project)
        error = self.ask("add label string(40) to boxes")["error"]
        self.assertEqual(error["data"]["code"], "several_projects")
        for name in ("billing", "catalog"):
            self.assertIn(name, error["message"] + error["data"]["hint"])
        self.assertEqual(files_of(self.project), before)

    def test_enum_values_in_real_alembic(self):
        """ADD VALUE outside of the transaction; the way back makes the type anew, with the column's default."""
        ini = "[alembic]\nscript_location = %(here)s/scripts\n"
        phrases = {
            "add value archived to enum box_state": "add_value_archived",
            "add values lost and found to box_state enum before closed": "add_values_lost",
        }
        with Bench() as bench:
            for phrase in phrases:
                with self.subTest(phrase):
                    shutil.rmtree(self.project, ignore_errors=True)
                    write(self.project, {"alembic.ini": ini, **scripts("scripts")})
                    answer = self.ask(phrase)
                    self.assertIn("result", answer, answer)
                    file = self.project / answer["result"]["path"]
                    text = file.read_text(encoding="utf-8")
                    self.assertIn("autocommit_block", text)
                    self.assertEqual(check_text(self.project, file), [])
                    warnings = [m["text"] for m in answer["result"]["messages"] if m["type"] == "warning"]
                    self.assertTrue(any("stops where a row has that value" in w for w in warnings), warnings)
                    for stack in ("new", "mid", "old"):
                        for dialect in ("postgresql", "sqlite"):
                            outcome = bench.roundtrip(self.project, file, stack=stack, dialect=dialect)
                            self.assertTrue(outcome.ok, outcome.text())

    def test_enum_values_stand_alone(self):
        write(self.project, {"alembic.ini": "[alembic]\nscript_location = scripts\n", **scripts("scripts")})
        error = self.ask("add value archived to enum box_state; add label to boxes")["error"]
        self.assertEqual(error["data"]["code"], "label_not_alone")


if __name__ == "__main__":
    unittest.main()
