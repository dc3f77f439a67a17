"""verify on real migrations, real Alembic and real databases: what is right is proven, what is wrong is found and named."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from verify_project import TAGS, Postgres, Runner, python_of, small_project  # noqa: E402

from client import STACKS  # noqa: E402  isort: skip
from golden import GoldenCase, golden_cases  # noqa: E402  isort: skip
from program import DATE, PROGRAM, files_of, sample_copy  # noqa: E402  isort: skip

STEPS = ["start", "rows before", "upgrade", "replayed schema", "rows new", "downgrade", "upgrade again"]
GOLDEN = ("add_table_inline", "add_column_backfill", "rename_column", "change_type", "index_concurrently")
NOTHING = ("pass", "pass")
EXTENSION_AND_TAGS = ('op.execute("CREATE EXTENSION IF NOT EXISTS pgcrypto")\n' + TAGS[0], TAGS[1])


class ProofsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.postgres = cls.enterClassContext(Postgres.start())

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp()).resolve()
        os.chmod(self.folder, 0o711)  # PostgreSQL's user passes through
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.runner = Runner(self.folder, self.postgres)
        self.addCleanup(self.runner.close)
        self.addCleanup(lambda: self.assertEqual(self.runner.databases(), []))

    def project(self, *bodies, **files):
        project = small_project(self.folder / "project", *bodies, **files)
        # Said, for some of these chains can run on one of them only.
        (project / ".alembic-migrate.toml").write_text('databases = ["postgresql", "sqlite"]\n')
        return project

    # What is right.

    def test_right_on_every_stack(self):
        project = sample_copy(self.folder)
        before = files_of(project)
        with ThreadPoolExecutor(2) as pool:
            proofs = dict(zip(STACKS, pool.map(lambda stack: self.runner.run(project, stack=stack), STACKS)))
        for stack, proof in proofs.items():
            with self.subTest(stack):
                self.assertEqual((proof.code, proof.answer["proven"]), (0, True), proof.answer)
                self.assertEqual(proof.outcomes(), {"sqlite": "proven", "postgresql": "proven"})
                self.assertEqual(proof.answer["python"]["program"], str(python_of(stack)))
                for dialect in ("sqlite", "postgresql"):
                    one = proof.on(dialect)
                    self.assertEqual([step["step"] for step in one["steps"]], STEPS)
                    self.assertEqual((one["start"], one["findings"]), ({"from": "base"}, []))
                    self.assertTrue(one["as_replayed"])
                    rows = {row.pop("table"): row for row in one["rows"]}
                    self.assertEqual(rows["bikes"], {"before": 3, "after": 3, "with_new": 6, "down": 6, "again": 6})
                    self.assertEqual(rows["service_requests"], {"after": 0, "with_new": 3, "again": 0})
                    self.assertEqual(one["notes"], ["downgrade() drops service_requests with its rows: 3"])
                self.assertEqual(proof.left, [])
        self.assertNotEqual(proofs["new"].answer["python"]["alembic"], proofs["old"].answer["python"]["alembic"])
        self.assertEqual(files_of(project), before, "something was written into the project")

    def test_what_is_generated_is_proven(self):
        """Some of the golden migrations, on both databases, each with a stack."""

        def prove(number, name):
            case = GoldenCase(next(case for case in golden_cases() if case.name == name), self.folder)
            command = [str(PROGRAM), "--project", str(case.project)]
            request = {"jsonrpc": "2.0", "id": 1, "method": "migrate", "params": {"date": DATE, **case.request}}
            subprocess.run(
                command, input=json.dumps(request) + "\n", text=True, capture_output=True, timeout=60, check=True
            )
            return self.runner.run(case.project, stack=STACKS[number % len(STACKS)])

        with ThreadPoolExecutor(2) as pool:
            proofs = dict(zip(GOLDEN, pool.map(prove, range(len(GOLDEN)), GOLDEN)))
        for name, proof in proofs.items():
            with self.subTest(name):
                self.assertEqual(proof.outcomes(), {"sqlite": "proven", "postgresql": "proven"}, proof.answer)

    def test_shown_and_said_are_the_same(self):
        project = self.project(TAGS, ('op.create_index("ix_tags", "tags", ["name"])', "pass"))
        proof, shown = self.runner.run(project), self.runner.show(project)
        self.assertEqual((proof.code, shown.code), (1, 1))
        python = proof.answer["python"]
        said = [proof.answer["path"], python["program"], python["alembic"], python["sqlalchemy"]]
        said += ["SQLite findings, PostgreSQL findings"]
        for one in proof.answer["dialects"]:
            said += [one["server"], *(step["step"] for step in one["steps"]), *one["notes"]]
            for finding in one["findings"]:
                said += [finding["code"], finding["text"], *finding.get("details", ())]
            said += [
                f"→ {row.get('with_new', '-')} → {row.get('down', '-')} → {row.get('again', '-')}: {row['table']}\n"
                for row in one["rows"]
            ]
        for text in said:
            self.assertIn(text, shown.text)

    def test_branches_that_meet(self):
        """Also where they cannot run from base, and the version table is stamped with both heads."""
        project = self.project(EXTENSION_AND_TAGS, NOTHING, NOTHING)
        versions = project / "migrations/versions"
        for name, down in (("left", "'r3'"), ("right", "'r3'"), ("both", "('left', 'right')")):
            text = (versions / "r2_step.py").read_text()
            (versions / f"{name}.py").write_text(text.replace("'r2'", f"'{name}'").replace("'r1'", down))
        for revision in ("left", "both", "r2_step.py"):
            with self.subTest(revision):
                proof = self.runner.run(project, revision)
                self.assertEqual(proof.outcomes(), {"sqlite": "proven", "postgresql": "proven"}, proof.answer)
                self.assertEqual(proof.on("sqlite")["start"]["from"], "replay")

    # What is wrong.

    def test_wrong_downgrades_are_found(self):
        """A forgotten index, an enum left behind on PostgreSQL, a column that comes back otherwise on both."""
        up = 'op.create_index("ix_tags", "tags", ["name"])\n'
        up += 'sa.Enum("calm", "glad", name="mood").create(op.get_bind())\n'
        up += 'op.drop_column("tags", "size")'
        down = 'op.add_column("tags", sa.Column("size", sa.String(10)))'
        start = (TAGS[0][:-1] + ', sa.Column("size", sa.Integer()))', TAGS[1])
        proof = self.runner.run(self.project(start, (up, down)))
        self.assertEqual(proof.outcomes(), {"sqlite": "findings", "postgresql": "findings"})
        self.assertEqual(proof.code, 1)
        details = {dialect: proof.details(dialect, "downgrade_differs") for dialect in ("sqlite", "postgresql")}
        self.assertIn("type mood: is new ('calm', 'glad')", details["postgresql"])
        self.assertIn("column tags.size: was integer, is character varying(10)", details["postgresql"])
        self.assertIn("column tags.size: was INTEGER, is VARCHAR(10)", details["sqlite"])
        for dialect, lines in details.items():
            self.assertTrue(any(line.startswith("index tags.ix_tags: is new") for line in lines), lines)
            self.assertIn("second_upgrade_fails", proof.codes(dialect))

    def test_what_only_the_database_knows_is_compared_too(self):
        """Functions, triggers and row security on PostgreSQL, triggers and collations on SQLite: no Schema holds them."""
        on_sqlite = 'if op.get_context().dialect.name == "sqlite":\n    op.execute("ALTER TABLE tags {}")'
        first = TAGS[0] + "\n" + on_sqlite.format("ADD COLUMN more TEXT COLLATE NOCASE")
        up = """if op.get_context().dialect.name == "postgresql":
    op.execute("CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'")
    op.execute("CREATE TRIGGER t BEFORE INSERT ON tags FOR EACH ROW EXECUTE FUNCTION f()")
    op.execute("ALTER TABLE tags ENABLE ROW LEVEL SECURITY")
else:
    op.execute("CREATE TRIGGER t AFTER INSERT ON tags BEGIN SELECT 1; END")
    op.execute("ALTER TABLE tags DROP COLUMN more")"""
        down = on_sqlite.format("ADD COLUMN more TEXT")
        proof = self.runner.run(self.project((first, TAGS[1]), (up, down)))
        wrong = proof.details("postgresql", "downgrade_differs")
        self.assertEqual(
            [line.partition(":")[0] for line in wrong], ["function f()", "row security tags", "trigger tags.t"]
        )
        wrong = proof.details("sqlite", "downgrade_differs")
        self.assertEqual([line.partition(":")[0] for line in wrong], ["collation of tags.more", "trigger t"])

    def test_a_failure_on_one_dialect_is_told_with_its_place(self):
        change = 'op.alter_column("tags", "name", existing_type=sa.String(60), nullable={})'
        proof = self.runner.run(self.project(TAGS, (change.format("True"), change.format("True"))))
        self.assertEqual(proof.outcomes(), {"sqlite": "findings", "postgresql": "proven"})
        [finding] = proof.on("sqlite")["findings"]
        self.assertEqual(finding["code"], "upgrade_fails")
        self.assertEqual(finding["where"], "migrations/versions/r2_step.py:11")
        self.assertIn("OperationalError", finding["text"])
        only = self.runner.run(self.project_again(), "--dialect", "postgresql")
        self.assertEqual((only.code, only.outcomes()), (0, {"postgresql": "proven"}))

    def project_again(self):
        return self.folder / "project"

    def test_a_downgrade_that_raises(self):
        proof = self.runner.run(self.project(TAGS, ("pass", 'raise NotImplementedError("no way back")')))
        for dialect in ("sqlite", "postgresql"):
            [finding] = proof.on(dialect)["findings"]
            self.assertEqual(finding["code"], "downgrade_fails")
            self.assertIn("NotImplementedError: no way back", finding["text"])

    # Where it starts.

    def test_a_chain_that_cannot_run_from_base_starts_from_the_replay(self):
        change = ('op.add_column("tags", sa.Column("size", sa.Integer()))', 'op.drop_column("tags", "size")')
        proof = self.runner.run(self.project(EXTENSION_AND_TAGS, change))
        self.assertEqual(proof.outcomes(), {"sqlite": "proven", "postgresql": "proven"}, proof.answer)
        self.assertEqual(proof.on("postgresql")["start"], {"from": "base"})
        first = self.runner.run(self.project_again(), "r1", "--dialect", "postgresql").on("postgresql")
        self.assertEqual(
            (first["outcome"], first["notes"][0]), ("proven", "downgrade() leaves extension pgcrypto where it is")
        )
        start = proof.on("sqlite")["start"]
        self.assertEqual((start["from"], start["where"]), ("replay", "migrations/versions/r1_step.py:11"))
        self.assertIn('near "EXTENSION": syntax error', start["why"])

    # Rows.

    def test_rows_that_it_refuses(self):
        """Upwards a finding, downwards a note: the schema itself is proven."""
        required = 'with op.batch_alter_table("tags") as batch_op:\n'
        required += '    batch_op.alter_column("name", existing_type=sa.String(60), nullable={})'
        up, down = required.format("False"), required.format("True")
        proof = self.runner.run(self.project(TAGS, (up, down)))
        for dialect in ("sqlite", "postgresql"):
            self.assertEqual(proof.codes(dialect), ["refuses_rows"], proof.answer)
            self.assertIn("on empty tables it runs", proof.on(dialect)["findings"][0]["text"])
        shutil.rmtree(self.folder / "project")
        start = (TAGS[0].replace("sa.String(60)", "sa.String(60), nullable=False"), TAGS[1])
        proof = self.runner.run(self.project(start, (down, up)))
        for dialect in ("sqlite", "postgresql"):
            self.assertEqual(proof.codes(dialect), [], proof.answer)
            self.assertTrue(any("without them it runs" in note for note in proof.on(dialect)["notes"]))

    def test_rows_keep_to_what_the_upgrade_will_ask(self):
        """A new CHECK and a new foreign key on columns that are there, and a key to a table that is filled later."""
        start = """op.create_table("a_moods", sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("mood", sa.String(20), nullable=False), sa.Column("tag_id", sa.Integer(), nullable=False))
""" + TAGS[0]
        up = """with op.batch_alter_table("a_moods") as batch_op:
    batch_op.create_check_constraint("chk_mood", "mood IN ('calm', 'glad')")
    batch_op.create_foreign_key("fk_tag", "tags", ["tag_id"], ["id"])"""
        down = """with op.batch_alter_table("a_moods") as batch_op:
    batch_op.drop_constraint("fk_tag", type_="foreignkey")
    batch_op.drop_constraint("chk_mood", type_="check")"""
        proof = self.runner.run(self.project((start, 'op.drop_table("tags")\nop.drop_table("a_moods")'), (up, down)))
        for dialect in ("sqlite", "postgresql"):
            one = proof.on(dialect)
            self.assertEqual((one["outcome"], one["notes"]), ("proven", []), one)
            self.assertEqual([row["before"] for row in one["rows"]], [3, 3])

    def test_a_way_back_that_rows_block(self):
        """A NOT NULL column without a default comes back only on empty tables."""
        start = (TAGS[0][:-1] + ', sa.Column("size", sa.Integer(), nullable=False))', TAGS[1])
        down = 'op.add_column("tags", sa.Column("size", sa.Integer(), nullable=False))'
        proof = self.runner.run(self.project(start, ('op.drop_column("tags", "size")', down)))
        for dialect in ("sqlite", "postgresql"):
            self.assertEqual(proof.codes(dialect), ["refuses_rows"], proof.answer)
            self.assertIn("downgrade() stops as soon as there are rows", proof.on(dialect)["findings"][0]["text"])

    TYPES = """from sqlalchemy.dialects import postgresql as pg
only_pg = op.get_context().dialect.name == "postgresql"
mood = sa.Enum("calm", "glad", name="mood")
same = [sa.Boolean(), sa.JSON(), mood]
distinct = [sa.String(3), sa.CHAR(1), sa.Text(), sa.SmallInteger(), sa.BigInteger(), sa.Numeric(3, 2), sa.Numeric(),
            sa.Float(), sa.Date(), sa.Time(), sa.DateTime(), sa.DateTime(timezone=True), sa.LargeBinary()]
if only_pg:
    same += [pg.JSONB(), pg.ARRAY(sa.Text())]
    distinct += [pg.UUID(), pg.INET(), pg.CIDR(), pg.INTERVAL(), pg.DOUBLE_PRECISION()]
columns = [sa.Column("s%d" % i, kind, nullable=False) for i, kind in enumerate(same)]
columns += [sa.Column("d%d" % i, kind, nullable=False, unique=True) for i, kind in enumerate(distinct)]
op.create_table("kinds", sa.Column("id", sa.Integer(), primary_key=True), *columns,
    sa.Column("size", sa.Integer(), sa.CheckConstraint("size BETWEEN 5 AND 8"), nullable=False),
    sa.Column("parent_id", sa.Integer(), sa.ForeignKey("kinds.id")))"""

    def test_rows_of_every_type(self):
        """Each NOT NULL and distinct where that can be; with every stack."""
        down = 'op.drop_table("kinds")\nsa.Enum(name="mood").drop(op.get_bind())'
        project = self.project((self.TYPES, down))
        for stack in STACKS:
            proof = self.runner.run(project, stack=stack)
            for dialect in ("sqlite", "postgresql"):
                with self.subTest(stack=stack, dialect=dialect):
                    one = proof.on(dialect)
                    self.assertEqual(one["outcome"], "proven", one)
                    self.assertEqual(
                        one["rows"], [{"table": "kinds", "after": 0, "with_new": 3, "again": 0}], one["notes"]
                    )

    def test_rows_that_are_lost(self):
        """A table that is made anew loses them unsaid; a statement may mean it; a dropped table takes its own."""
        other = ('op.create_table("parts", sa.Column("id", sa.Integer(), primary_key=True))', 'op.drop_table("parts")')
        anew = f"{TAGS[1]}\n{TAGS[0]}"
        proof = self.runner.run(
            self.project(TAGS, other, (anew, "pass"), ('op.execute("DELETE FROM parts")', "pass")), "r3"
        )
        for dialect in ("sqlite", "postgresql"):
            self.assertEqual(proof.codes(dialect), ["rows_lost"], proof.answer)
            self.assertIn("of 3 there are 0 left", proof.on(dialect)["findings"][0]["text"])
        proof = self.runner.run(self.project_again())
        for dialect in ("sqlite", "postgresql"):
            self.assertEqual(proof.codes(dialect), [])
            self.assertTrue(any("on purpose" in note for note in proof.on(dialect)["notes"]), proof.answer)

    # What the project's code may see.

    ENV_FILE = "DATABASE_URL=sqlite:///{real}\nAPP_DSN='sqlite:///{real}'\n"
    SETTINGS = """import os


def setting(name):
    found = dict(line.rstrip().split("=", 1) for line in open({file!r}))
    return os.environ.get(name, found[name].strip("'"))
"""
    OWN_ENGINE = """import sqlalchemy
from settings import setting
for name in ("DATABASE_URL", "APP_DSN"):
    engine = sqlalchemy.create_engine(setting(name))
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text("SELECT 1"))
    engine.dispose()
    assert "alembic_migrate_verify" in setting(name), setting(name)"""

    def test_the_real_database_is_out_of_reach(self):
        """An application that takes its URL from .env where the variable is unset, and one that has it in its code."""
        real, file = self.folder / "real.db", self.folder / "project/.env"
        secret = self.postgres.create_database()
        self.addCleanup(self.postgres.drop_database, secret)
        project = self.project(
            TAGS,
            (self.OWN_ENGINE, "pass"),
            **{".env": self.ENV_FILE.format(real=real), "settings.py": self.SETTINGS.format(file=str(file))},
        )
        environment = {"DATABASE_URL": secret, "PGDATABASE": self.postgres.name_in(secret)}
        proof = self.runner.run(project, environment=environment)
        self.assertEqual(proof.outcomes(), {"sqlite": "proven", "postgresql": "proven"}, proof.answer)
        self.assertFalse(real.exists(), "the file of the real database was made")
        for url in (f"sqlite:///{real}", secret):
            with self.subTest(url):
                body = f'import sqlalchemy\nsqlalchemy.create_engine("{url}").connect()'
                shutil.rmtree(project)
                proof = self.runner.run(self.project(TAGS, (body, "pass")))
                for dialect in ("sqlite", "postgresql"):
                    self.assertEqual((proof.on(dialect)["outcome"], proof.codes(dialect)), ("cannot", []))
                    self.assertIn("was refused", proof.on(dialect)["why"])
        self.assertFalse(real.exists(), "the file of the real database was made")

    def test_modules_of_the_application(self):
        """Those of the project's folder are found; what is missing is told with the last line and the place."""
        body = 'from app.sizes import SIZE\nop.add_column("tags", sa.Column("x", sa.String(SIZE)))'
        down = 'op.drop_column("tags", "x")'
        proof = self.runner.run(self.project(TAGS, (body, down), **{"app/sizes.py": "SIZE = 7\n"}))
        self.assertEqual(proof.outcomes(), {"sqlite": "proven", "postgresql": "proven"}, proof.answer)
        file = self.folder / "project/migrations/versions/r1_step.py"
        file.write_text("import a_library_that_nobody_has\n" + file.read_text())
        shown = self.runner.show(self.project_again())
        self.assertEqual(shown.code, 2)
        place = "ModuleNotFoundError: No module named 'a_library_that_nobody_has' (migrations/versions/r1_step.py:1)"
        self.assertIn(f"cannot be proven: {place}", shown.text)

    def test_a_file_that_ends_the_process_is_told(self):
        proof = self.runner.run(self.project(TAGS, ("import os\nos._exit(3)", "pass")))
        for dialect in ("sqlite", "postgresql"):
            self.assertEqual(proof.codes(dialect), ["upgrade_fails"])
            self.assertIn("ended itself with exit code 3", proof.on(dialect)["findings"][0]["text"])

    def test_what_migrations_print_does_not_get_into_the_answer(self):
        proof = self.runner.run(self.project(('print(\'{"event": "end"}\')\n' + TAGS[0], TAGS[1])))
        self.assertEqual(proof.outcomes(), {"sqlite": "proven", "postgresql": "proven"}, proof.answer)

    # Servers.

    def test_a_server_of_our_own(self):
        """Without a URL one is started and gone again; where it cannot be, that is said."""
        project = self.project(TAGS)
        proof = self.runner.run(project, environment={"ALEMBIC_MIGRATE_POSTGRES": ""})
        self.assertEqual(proof.outcomes(), {"sqlite": "proven", "postgresql": "proven"}, proof.answer)
        self.assertEqual(proof.left, [])

    def test_a_server_that_does_not_answer(self):
        project = self.project(TAGS)
        for url, code, text in (
            ("postgresql://nobody@127.0.0.1:1/none", 2, "cannot be proven"),
            ("postgresql://a:secret@[::1/none", 2, "the URL of the server cannot be read"),
            ("mysql://localhost/x", 2, "must be given as a URL"),
            ("localhost:5432", 2, "must be given as a URL"),
        ):
            with self.subTest(url):
                shown = self.runner.show(project, "--postgres", url)
                self.assertEqual(shown.code, code)
                self.assertIn(text, shown.text)
                self.assertNotIn("secret", shown.text)

    def test_without_a_driver_postgresql_is_not_tried(self):
        python = self.own_python("alembic", "sqlalchemy", "mako", "markupsafe", "typing_extensions.py")
        shown = self.runner.show(self.project(TAGS), "--python", str(python), stack=None)
        self.assertEqual(shown.code, 0, shown.text)
        self.assertIn("PostgreSQL not tried: no driver", shown.text)
        self.assertIn("SQLite proven, PostgreSQL not tried", shown.text)

    def own_python(self, *packages: str) -> Path:
        """A Python of its own with these of the newest stack's packages."""
        environment = self.folder / "environment"
        subprocess.run(["/usr/bin/python3", "-m", "venv", "--without-pip", str(environment)], check=True)
        [site] = environment.glob("lib/python3*/site-packages")
        [source] = python_of("new").parents[1].glob("lib/python3*/site-packages")
        for name in packages:
            os.symlink(source / name, site / name)
        return environment / "bin/python"


if __name__ == "__main__":
    unittest.main()
