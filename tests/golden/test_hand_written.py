"""`check` finds what people wrote by hand and what has something hanging on it: each form on tests/sample-hanging.

What PostgreSQL or SQLite would refuse, lose or make twice is a finding of the rule that is named here.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "stacks")]

from client import ROOT  # noqa: E402

PROGRAM = Path(os.environ.get("MIGRATE_BUILD", ROOT / "build")) / "alembic-migrate"
FILE = "33cc44dd55ee_by_hand.py"
HEADER = (
    'import sqlalchemy as sa\nfrom alembic import op\n\nrevision = "33cc44dd55ee"\ndown_revision = "22bb33cc44dd"\n\n\n'
)
BATCH = 'with op.batch_alter_table("{}") as batch_op:\n    batch_op.{}'
SQL = 'if op.get_context().dialect.name == "postgresql":\n    op.execute("{}")\n'
# What was written, the rule, and a part of what it says.
FORMS = [
    ('op.drop_column("tickets", "total")', "fails-on-postgresql", "view dear depends on it"),
    ('op.alter_column("tickets", "total", type_=sa.Numeric(14, 2))', "fails-on-postgresql", "view dear depends on it"),
    (BATCH.format("tickets", 'alter_column("title", nullable=True)'), "fails-on-sqlite", "view priced"),
    (BATCH.format("tasks", 'alter_column("changes", nullable=True)'), "batch-loses", "trigger tasks_count"),
    ('op.alter_column("tasks", "state", type_=sa.Text())', "fails-on-postgresql", "trigger tasks_count of tasks"),
    ('op.drop_column("tasks", "state")', "fails-on-postgresql", "trigger tasks_count of tasks"),
    ('op.alter_column("costs", "amount", type_=sa.BigInteger())', "fails-on-postgresql", "generated column twice"),
    ('op.alter_column("tickets", "state", type_=sa.String(20))', "fails-on-postgresql", "index ix_tickets_unfinished"),
    (
        'op.execute("ALTER TYPE ticket_state RENAME TO old_state")\n'
        "op.execute(\"CREATE TYPE ticket_state AS ENUM ('open', 'done')\")\n"
        'op.execute("ALTER TABLE tickets ALTER state TYPE ticket_state USING state::text::ticket_state")',
        "fails-on-postgresql",
        "index ix_tickets_unfinished",
    ),
    (
        'op.alter_column("costs", "amount", type_=sa.Enum("a", "b", name="cost_kind"))',
        "fails-on-postgresql",
        "the type cost_kind does not exist",
    ),
    (
        'op.create_table("more", sa.Column("state", sa.Enum("open", "held", "done", name="ticket_state")))',
        "name-taken",
        "makes the type ticket_state again",
    ),
    (
        "op.execute(\"ALTER TYPE ticket_state ADD VALUE 'gone'\")\nop.execute(\"UPDATE tickets SET state = 'gone'\")",
        "enum-label-used",
        "'gone' of ticket_state",
    ),
    ('op.drop_constraint(None, "accounts", type_="unique")', "fails-on-postgresql", "without its name"),
    (
        BATCH.format("accounts", 'drop_constraint("accounts_email_key", type_="unique")'),
        "fails-on-sqlite",
        "no constraint accounts_email_key",
    ),
    ('op.drop_table("offices")', "fails-on-postgresql", "table offices cannot go"),
    (
        'op.add_column("tasks", sa.Column("ok", sa.Boolean(), server_default=sa.text("0")))',
        "default-of-other-type",
        "the default 0 of tasks.ok",
    ),
    ('op.create_unique_constraint("pk_tasks", "tasks", ["state"])', "name-taken", "constraint pk_tasks"),
    ('op.alter_column("costs", "id", type_=sa.BigInteger())', "narrow-sequence", "behind costs.id stays"),
    (
        'op.create_table("more", sa.Column("id", sa.BigInteger(), primary_key=True))',
        "key-no-rowid",
        "gives no number to more.id",
    ),
    (
        'op.add_column("tasks", sa.Column("at", sa.DateTime()))\n'
        + BATCH.format("tickets", 'alter_column("title", type_=sa.DateTime(), postgresql_using="title::timestamp")'),
        "cast-loses-values",
        "casts tickets.title",
    ),
    (
        SQL.format("CREATE MATERIALIZED VIEW sums AS SELECT id, amount FROM costs")
        + 'op.alter_column("costs", "amount", type_=sa.BigInteger())',
        "fails-on-postgresql",
        "view sums depends on it",
    ),
    (
        SQL.format("CREATE RULE kept AS ON DELETE TO accounts WHERE old.cost_id > 0 DO INSTEAD NOTHING")
        + 'op.drop_column("accounts", "cost_id")',
        "fails-on-postgresql",
        "rule kept of accounts",
    ),
    (
        SQL.format("CREATE POLICY own ON accounts USING (cost_id > 0)") + 'op.drop_column("accounts", "cost_id")',
        "fails-on-postgresql",
        "policy own of accounts",
    ),
    (
        SQL.format(
            "CREATE FUNCTION cost_of(i integer) RETURNS integer LANGUAGE sql "
            "BEGIN ATOMIC SELECT cost_id FROM accounts WHERE id = i; END"
        )
        + 'op.drop_column("accounts", "cost_id")',
        "fails-on-postgresql",
        "function cost_of depends on it",
    ),
    (
        SQL.format("CREATE FUNCTION of_row(a accounts) RETURNS integer LANGUAGE sql AS $$ SELECT a.cost_id $$")
        + 'op.drop_table("accounts")',
        "fails-on-postgresql",
        "function of_row depends on it",
    ),
    (
        SQL.format("ALTER TABLE accounts ADD CONSTRAINT once EXCLUDE USING btree (email WITH =) WHERE (cost_id > 0)")
        + 'op.drop_column("accounts", "cost_id")',
        "fails-on-postgresql",
        "exclude once of accounts",
    ),
    (
        'op.alter_column("costs", "id", type_=sa.BigInteger())',
        "foreign-key-type",
        "accounts.cost_id refers to costs.id and stays integer",
    ),
    (BATCH.format("tickets", "alter_column(\"seen_at\", type_=sa.DateTime(timezone=True))"), "session-zone", "session"),
    ('op.alter_column("tickets", "due_text", type_=sa.Integer())', "type-needs-using", "does not cast tickets.due_text"),
    (
        'op.alter_column("tickets", "due_text", type_=sa.Enum("open", "held", "done", name="ticket_state"))',
        "type-needs-using",
        "from character varying(40) to ticket_state",
    ),
    (
        SQL.format("DROP INDEX ix_tickets_unfinished")
        + 'op.execute("ALTER TYPE ticket_state RENAME TO old_state")\n'
        "op.execute(\"CREATE TYPE ticket_state AS ENUM ('open', 'done')\")\n"
        'op.execute("ALTER TABLE tickets ALTER state TYPE ticket_state USING state::text::ticket_state")',
        "type-needs-using",
        "does not cast the default 'open' of tickets.state",
    ),
    (
        SQL.format("ALTER TYPE ticket_state RENAME TO old_state")
        + "op.execute(\"CREATE TYPE ticket_state AS ENUM ('open', 'done')\")\n"
        'op.execute("DROP INDEX ix_tickets_unfinished")\n'
        'op.execute("ALTER TABLE tickets ALTER state DROP DEFAULT")\n'
        'op.execute("ALTER TABLE tickets ALTER state TYPE ticket_state USING state::text::ticket_state")',
        "enum-label-lost",
        "a row of tickets has 'held' in state",
    ),
    (
        SQL.format("CREATE FUNCTION paid(i integer) RETURNS integer LANGUAGE sql AS $$ SELECT cost_id FROM accounts $$")
        + 'op.drop_column("accounts", "cost_id")',
        "function-names-it",
        "the function paid names what goes here",
    ),
]


class HandWrittenTest(unittest.TestCase):
    def findings(self, project: Path, body: str) -> list[dict]:
        lines = "\n".join("    " + line for line in body.splitlines())
        text = f"{HEADER}def upgrade():\n{lines}\n\n\ndef downgrade():\n    pass\n"
        (project / "alembic/versions" / FILE).write_text(text, encoding="utf-8")
        command = [str(PROGRAM), "check", "--all", "--format", "json", "--project", str(project)]
        ran = subprocess.run(command, text=True, capture_output=True, timeout=60)
        return [each for each in json.loads(ran.stdout)["findings"] if FILE in json.dumps(each)]

    def test_each_form_is_found(self):
        with tempfile.TemporaryDirectory() as folder:
            project = Path(folder) / "project"
            shutil.copytree(ROOT / "tests/sample-hanging", project)
            for body, rule, part in FORMS:
                with self.subTest(body):
                    found = self.findings(project, body)
                    said = [each["message"] for each in found if each["rule"] == rule]
                    self.assertTrue(any(part in message for message in said), found)

    def test_each_report_has_its_case_and_its_rule(self):
        rows = [line.split("|")[1:-1] for line in (HERE / "REPORTS.md").read_text(encoding="utf-8").splitlines()]
        rows = [[cell.strip() for cell in row] for row in rows if len(row) == 5][2:]
        rules = {rule for _, rule, _ in FORMS}
        reports = 0
        for report, _, cases, _, rule in rows:
            reports += max(1, report.count("#"))
            with self.subTest(report):
                self.assertIn(rule, rules)
                for case in re.findall("`([a-z_]+)`", cases):
                    folder = HERE / "migrations" / case / "request.json"
                    self.assertTrue(folder.exists() or (HERE.parent / "laws/cases" / f"{case}.json").exists(), case)
        self.assertGreaterEqual(reports, 25)


if __name__ == "__main__":
    unittest.main()
