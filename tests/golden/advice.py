"""What a message proposes, taken out of its text, and requests that make the program propose something.

    proposals("... say: rename index a to b")  ->  [Proposal("request", "rename index a to b")]

A proposal is a form (JSON operations), a request in words, a command of the program, or a statement of Alembic.
"""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import dataclass
from pathlib import Path

OPEN = re.compile(r"<[\w .]+>|…|\.\.\.")  # a place that the reader fills in
COMMANDS = "new check merge rebase revise verify schema history doctor".split()


@dataclass(frozen=True)
class Proposal:
    kind: str  # "form", "request", "command", "statement"
    text: str

    @property
    def is_whole(self) -> bool:
        return not OPEN.search(self.text)


def _balanced(text: str, at: int) -> str:
    """From `at` to the bracket that closes the first one, strings of Python left out; "" where none does."""
    depth, quote, i = 0, "", at
    while i < len(text):
        if quote:
            if text[i] == "\\":
                i += 1
            elif text[i] == quote:
                quote = ""
        elif text[i] in "\"'":
            quote = text[i]
        elif text[i] in "([{":
            depth += 1
        elif text[i] in ")]}":
            depth -= 1
            if depth == 0:
                return text[at : i + 1]
        i += 1
    return ""


def _forms(text: str):
    decoder, at = json.JSONDecoder(), 0
    while (at := text.find("{", at)) >= 0:
        start = at - 1 if at > 0 and text[at - 1] == "[" else at
        try:
            form, end = decoder.raw_decode(text, start)
        except ValueError:
            at += 1
            continue
        operations = form if isinstance(form, list) else [form]
        if all(isinstance(each, dict) and "op" in each for each in operations):
            yield Proposal("form", json.dumps(operations, ensure_ascii=False))
        at = end


def _commands(text: str):
    for found in re.finditer(r"alembic-migrate (%s)\b" % "|".join(COMMANDS), text):
        rest = text[found.start() :]
        quoted = re.match(r"alembic-migrate \w+(?: (?:\"(?:[^\"\\]|\\.)*\"|--?[\w-]+))*", rest)
        yield Proposal("command", quoted[0])


def _requests(text: str):
    quoted = re.findall(r"`([^`]+)`", text)
    said = re.findall(r"(?:\bsay|to change one|to change them too): ([^;\n]+?)(?:; |$)", text)
    for phrase in quoted + said:
        if " " in phrase and not re.match(r"alembic|with |if |op\.|sa\.|--|/", phrase):
            yield Proposal("request", phrase.strip())


def _statements(text: str):
    for found in re.finditer(r"\b(?:op|sa)\.[A-Za-z_.]+\(", text):
        if text[: found.start()].endswith((".", "(", "with ", "`with ")):
            continue
        call = _balanced(text, found.start())
        if call.startswith("op."):
            yield Proposal("statement", call)


def proposals(text: str) -> list[Proposal]:
    found = []
    for kind in (_forms, _commands, _requests, _statements):
        for each in kind(text):
            if each not in found:
                found.append(each)
    return found


def command_arguments(text: str) -> list[str]:
    return shlex.split(text)[1:]


# Requests over any schema: each is about what is there, and often wrong in one thing.

AWKWARD = '''"""names that have to be quoted, and what an index is made of

Revision ID: 33cc44dd55ee
Revises: 22bb33cc44dd
Create Date: 2025-04-03 09:00:00.000001

"""

import sqlalchemy as sa
from alembic import op

revision = "33cc44dd55ee"
down_revision = "22bb33cc44dd"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "order",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group", sa.String(20), nullable=True),
        sa.Column("user", sa.Integer(), nullable=True),
        sa.Column("Full Name", sa.String(80), nullable=True),
        sa.Column("status", sa.String(20), nullable=False, server_default="new"),
        sa.Column("total", sa.Numeric(12, 2), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_order"),
        sa.UniqueConstraint("group", "user", name="uq_order_group_user"),
        sa.CheckConstraint("total >= 0", name="ck_order_total"),
        sa.ForeignKeyConstraint(["user"], ["accounts.id"], name="fk_order_user_accounts"),
    )
    op.create_index("ix_order_group", "order", ["group"])
    if op.get_context().dialect.name == "postgresql":
        op.execute(
            'CREATE INDEX ix_order_some ON "order" USING btree ("group" text_pattern_ops, total DESC) INCLUDE (status) '
            "WHERE status <> 'done'"
        )
        op.execute('CREATE INDEX ix_order_lower ON "order" (lower("Full Name"))')
        op.execute("CREATE SCHEMA billing")
        op.execute("CREATE TYPE billing.invoice_state AS ENUM ('draft', 'in review', 'it''s paid')")
        op.execute(
            'CREATE TABLE billing.invoices (id serial PRIMARY KEY, "order" integer REFERENCES "order" (id), '
            "state billing.invoice_state NOT NULL DEFAULT 'draft', note text)"
        )
        op.execute('CREATE VIEW billing.open AS SELECT i.id, o."group" FROM billing.invoices i, "order" o')


def downgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP VIEW billing.open")
        op.execute("DROP TABLE billing.invoices")
        op.execute("DROP TYPE billing.invoice_state")
        op.execute("DROP SCHEMA billing")
    op.drop_table("order")
'''

TYPES = ["integer", "bigint", "text", "string(5)", "boolean", "datetime", "datetime_naive", "uuid", "date", "jsonb"]
TYPES += ["enum('a','b')", "ticket_state", "serial", "vectr(3)", "interval day to year", "invoice_state", "strng"]


def requests(tables: dict[str, dict]):
    """Params of `migrate`, some thousands. `tables`: by name {"columns": [...], "constraints": [...], "indexes": [...]}."""
    names = sorted(tables)
    yield from _of_types(tables)
    for table in names:
        near = table[:-1] if len(table) > 3 else table + "x"
        other = names[(names.index(table) + 1) % len(names)]
        yield {"operations": [{"op": "drop_table", "table": table}]}
        yield {"operations": [{"op": "drop_table", "table": near}]}
        yield {"operations": [{"op": "rename_table", "table": table, "to": table + "_now"}]}
        yield {"operations": [{"op": "rename_table", "table": table, "to": other}]}
        yield {"operations": [{"op": "create_table", "table": table, "columns": []}]}
        yield {"operations": [{"op": "create_unique", "table": table, "columns": ["nothing"]}]}
        yield {"operations": [{"op": "drop_constraint", "table": table, "name": "nothing"}]}
        yield {"operations": [{"op": "drop_constraint", "table": table, "kind": "unique"}]}
        yield {"description": f"drop {table}"}
        yield {"description": f"drop table {table}"}
        yield {"description": f"drop table {near}"}
        yield {"description": f"rename {table} to {table}_now"}
        yield {"description": f"rename table {table} to {table}_now"}
        yield {"description": f"add fax column to {near}"}
        yield {"description": f"add start point to {table}"}
        yield {"description": f"add index to {table}"}
        yield {"description": f"link {table} to {other}"}
        yield {"description": f"add key to {table}"}
        yield {"description": f"add {other} to {table}"}
        yield {"description": f"add category json to {table}"}
        yield {"description": f"add uuid column to {table}"}
        yield {"description": f"add timestamps and owner to {table}"}
        yield {"description": f"add indexes on total and status to {table}"}
        yield {"description": f"create {table} table with name"}
        yield {"description": f"make {table} faster"}
        for kind in ("columns", "constraints", "indexes"):
            for part in tables[table][kind]:
                yield from _of_part(kind, table, part, other)


def _of_types(tables):
    for enum in ("ticket_state", "billing.invoice_state", "invoice_state", "ticket_stat"):
        for label in ("open", "held", "draft", "in review", "it's paid", "nothing"):
            yield {"operations": [{"op": "add_enum_label", "name": enum, "label": label}]}
            yield {"operations": [{"op": "rename_enum_label", "name": enum, "from": label, "to": "other"}]}
            yield {"description": f"remove value {label} from enum {enum}"}
            yield {"description": f"add value {label} to enum {enum}"}
        yield {"operations": [{"op": "set_enum_labels", "name": enum, "labels": ["open", "new"]}]}
        yield {"operations": [{"op": "set_enum_labels", "name": enum, "labels": ["draft"]}]}
    yield {"operations": [{"op": "execute", "sql": "DROP FUNCTION count_change()", "dialect": "postgresql"}]}
    yield {"operations": [{"op": "execute", "sql": "SELEC 1"}]}


def _of_part(kind, table, part, other):
    if kind == "indexes":
        yield {"operations": [{"op": "drop_index", "table": table, "name": part}]}
        yield {"operations": [{"op": "drop_index", "table": table, "name": part[:-1]}]}
        yield {"description": f"drop index {part}"}
        yield {"description": f"drop {part}"}
        return
    if kind == "constraints":
        yield {"operations": [{"op": "drop_constraint", "table": table, "name": part}]}
        yield {"operations": [{"op": "drop_constraint", "table": table, "name": part[:-1]}]}
        yield {"description": f"drop constraint {part}"}
        return
    where = {"table": table, "column": part}
    yield {"operations": [{"op": "drop_column", **where}]}
    yield {"operations": [{"op": "rename_column", **where, "to": part + "_now"}]}
    yield {"operations": [{"op": "rename_column", **where, "to": "id"}]}
    yield {"operations": [{"op": "alter_column", **where, "nullable": False}]}
    yield {"operations": [{"op": "alter_column", **where, "nullable": True}]}
    yield {"operations": [{"op": "alter_column", **where, "default": "abc"}]}
    yield {"operations": [{"op": "alter_column", **where, "using": "nothing(1)", "type": "integer"}]}
    yield {"operations": [{"op": "add_column", "table": table, "column": {"name": part, "type": "text"}}]}
    yield {"operations": [{"op": "add_column", "table": table, "column": {"name": "must", "type": "integer", "nullable": False}}]}
    yield {"operations": [{"op": "create_foreign_key", "table": table, "columns": [part], "references": f"{other}.id"}]}
    yield {"operations": [{"op": "create_foreign_key", "table": table, "columns": [part], "references": f"{other}.nothing"}]}
    yield {"operations": [{"op": "create_unique", "table": table, "columns": [part]}]}
    yield {"operations": [{"op": "create_check", "table": table, "sql": f"{part} > 'x"}]}
    for type_ in TYPES:
        yield {"operations": [{"op": "alter_column", **where, "type": type_}]}
    for said in (
        f"remove {part} from {table}",
        f"remove {part}",
        f"remove {part[:-1]}x from {table}",
        f"rename {part} to {part}_now in {table}",
        f"rename {part} to {part}_now",
        f"make {part} required on {table}",
        f"make {table}.{part} nullable",
        f"change {part} to datetime on {table}",
        f"change {table}.{part} to boolean",
        f"increase {part} to 5 on {table}",
        f"set default of {part} on {table} to 'abc'",
        f"drop default of {part} on {table}",
        f"add index on {table}({part}, nothing)",
        f"add unique constraint on {table} {part}",
        f"add check on {table} {part} >= 0",
        f"add {part} to {table}",
        f"add {part} value archived to {table}",
        f"set {part} to x on {table}",
        f"allow archived in {table}.{part}",
    ):
        yield {"description": said}


def write_awkward(project: Path) -> None:
    (project / "alembic/versions/33cc44dd55ee_awkward.py").write_text(AWKWARD, encoding="utf-8")


# Statements by hand on what AWKWARD makes: `check` proposes something for each.

BY_HAND = (
    'op.create_index("ix_order_status", "order", ["status"])',
    'op.create_index("ix_order_two", "order", [sa.text("\\"group\\" text_pattern_ops"), "total"], unique=True, '
    "postgresql_include=[\"status\"], postgresql_where=sa.text(\"status <> 'done'\"))",
    'op.drop_index("ix_order_some", table_name="order")',
    'op.drop_column("order", "group")',
    'op.drop_column("order", "status")',
    'op.create_unique_constraint("uq_order_user", "order", ["user"])',
    'op.create_check_constraint("ck_order_group", "order", "\\"group\\" <> \'x\'")',
    'op.create_foreign_key("fk_order_cost", "order", "costs", ["user"], ["id"])',
    'op.alter_column("order", "group", nullable=False)',
    'op.alter_column("order", "Full Name", nullable=False)',
    'op.execute("UPDATE \\"order\\" SET \\"group\\" = \'x\'")\n    op.alter_column("order", "group", nullable=False)',
    'op.alter_column("order", "id", type_=sa.BigInteger())',
    'op.alter_column("order", "group", type_=sa.Text())',
    'op.add_column("order", sa.Column("limit", sa.Integer(), nullable=False))',
    'op.add_column("order", sa.Column("user_id", sa.Integer(), sa.ForeignKey("accounts.id"), nullable=True))',
    'op.add_column("order", sa.Column("is_new", sa.Boolean(), server_default=sa.text("0")))',
    'op.rename_table("order", "orders")',
    'op.rename_table("invoices", "bills", schema="billing")',
    'op.alter_column("order", "group", new_column_name="team")',
    'op.execute("ALTER TYPE billing.invoice_state ADD VALUE \'void\'")',
    'op.execute("ALTER TYPE ticket_state ADD VALUE \'gone\'")',
    'op.execute("DROP TABLE billing.invoices CASCADE")',
    'op.execute("ALTER TABLE \\"order\\" ADD CONSTRAINT ck_x CHECK (total > 1) NOT VALID")\n'
    '    op.execute("ALTER TABLE \\"order\\" VALIDATE CONSTRAINT ck_x")',
    'with op.batch_alter_table("tickets") as batch_op:\n        batch_op.alter_column("due_text", type_=sa.DateTime())',
    'op.drop_table("order")',
)


def write_by_hand(project: Path, statement: str) -> Path:
    file = project / "alembic/versions/44dd55ee66ff_by_hand.py"
    text = 'import sqlalchemy as sa\nfrom alembic import op\n\nrevision = "44dd55ee66ff"\ndown_revision = "33cc44dd55ee"\n\n\n'
    file.write_text(f"{text}def upgrade():\n    {statement}\n\n\ndef downgrade():\n    pass\n", encoding="utf-8")
    return file
