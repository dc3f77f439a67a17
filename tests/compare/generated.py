"""Chains in the ways that people write them: guards, helpers, loops, classes, sessions. Made from a seed; the same seed
gives the same chain. test_generated.py has real Alembic run them beside our replay.

A step changes a few things of a schema that is kept beside it, so that every chain runs on both databases. How a step
says what it does is chosen by itself: a way takes the calls of a step and writes a body with the same effect.
"""

from __future__ import annotations

import random

HEAD = """import functools
import logging
from dataclasses import dataclass

import sqlalchemy as sa
from alembic import op
from sqlalchemy.orm import Session, declarative_base

revision = {revision!r}
down_revision = {down!r}
logger = logging.getLogger("alembic.generated")
"""

TYPES = (
    "sa.Integer()",
    "sa.String(20)",
    "sa.Text()",
    "sa.Boolean()",
    "sa.BigInteger()",
    "sa.Numeric(8, 2)",
    "sa.Date()",
)

HAS_COLUMN = """
def _has_column(table, name):
    inspector = sa.inspect(op.get_bind())
    return table in inspector.get_table_names() and name in [c["name"] for c in inspector.get_columns(table)]
"""
ADD_ALL = '''
def _add_all(table, *columns, **options):
    """Adds what is not there."""
    for column in columns:
        if not _has_column(table, column.name):
            logger.info("adding %s to %s", column.name, table)
            op.add_column(table, column, **options)
'''
SPEC = """
@dataclass
class Spec:
    name: str
    type_: object
    nullable: bool = True

    def column(self):
        return sa.Column(self.name, self.type_, nullable=self.nullable)
"""
NOISE = (
    'session = Session(bind=op.get_bind())\nsession.execute(sa.text("SELECT 1"))\nsession.flush()',
    'count = op.get_bind().execute(sa.text("SELECT 1")).scalar()\nlogger.debug("found %s", count)',
    'logger.info(f"on {op.get_context().dialect.name}")',
    'assert op.get_bind().dialect.name in ("postgresql", "sqlite")',
)


def indented(text: str, by: int = 4) -> str:
    return "\n".join(" " * by + line if line else line for line in text.splitlines())


class Chain:
    """One chain: `files` are the texts of its migrations, in order."""

    def __init__(self, seed: int, steps: int):
        self.random = random.Random(seed)
        self.count = 0
        self.tables: dict[str, dict[str, str]] = {}  # columns with their types, the key left out
        self.indexes: dict[str, tuple[str, str]] = {}  # table and column
        self.files = [self.file(number) for number in range(1, steps + 1)]

    def name(self, kind: str) -> str:
        self.count += 1
        return f"{kind}_{self.count}"

    def file(self, number: int) -> str:
        self.helpers: list[str] = []
        choices = [self.create]
        if self.tables:
            choices += [self.create, self.add, self.add, self.index, self.rename_column, self.alter]
        if len(self.tables) > 2:
            choices += [self.drop_column, self.drop_table, self.rename_table, self.drop_index]
        bodies = [self.random.choice(choices)() for _ in range(self.random.randint(1, 3))]
        if self.random.random() < 0.4:
            bodies.insert(0, self.random.choice(NOISE))
        body = self.around("\n".join(bodies))
        head = HEAD.format(revision=f"r{number}", down=f"r{number - 1}" if number > 1 else None)
        return f"{head}{''.join(dict.fromkeys(self.helpers))}\n\ndef upgrade():\n{indented(body)}\n\n\ndef downgrade():\n    pass\n"

    def around(self, body: str) -> str:
        way = self.random.randrange(5)
        if way == 0:
            return (
                f'try:\n{indented(body)}\nexcept Exception as error:\n    logger.error("failed: %s", error)\n    raise'
            )
        if way == 1:
            self.helpers.append(f"\n\ndef _work(connection):\n{indented(body)}\n")
            return "_work(op.get_bind())"
        if way == 2:
            return f"context = op.get_context()\nif context.as_sql:\n    return\n{body}"
        return body

    def columns(self, count: int) -> dict[str, str]:
        return {self.name("c"): self.random.choice(TYPES) for _ in range(count)}

    def table(self) -> str:
        return self.random.choice(sorted(self.tables))

    def plain_column(self, table: str) -> str:
        """A column that no index is on; "" when there is none."""
        taken = {column for owner, column in self.indexes.values() if owner == table}
        free = [column for column in self.tables[table] if column not in taken]
        return self.random.choice(free) if free else ""

    def create(self) -> str:
        table, columns = self.name("t"), self.columns(self.random.randint(1, 4))
        self.tables[table] = dict(columns)
        key = 'sa.Column("id", sa.Integer(), primary_key=True)'
        written = [f'sa.Column("{name}", {type_})' for name, type_ in columns.items()]
        way = self.random.randrange(6)
        if way == 0:
            return f'if "{table}" not in sa.inspect(op.get_bind()).get_table_names():\n    op.create_table("{table}", {", ".join([key, *written])})'
        if way == 1:
            pairs = ", ".join(f'("{name}", {type_})' for name, type_ in columns.items())
            return f'op.create_table("{table}", {key}, *[sa.Column(name, type_) for name, type_ in [{pairs}]])'
        if way == 2:
            rows = "".join(f"        {name} = sa.Column({type_})\n" for name, type_ in columns.items())
            self.helpers.append(
                f'\n\ndef _declare_{table}():\n    Base = declarative_base()\n\n    class Row(Base):\n        __tablename__ = "{table}"\n'
                f"        id = sa.Column(sa.Integer, primary_key=True)\n{rows}\n    return Row\n"
            )
            return f"_declare_{table}().__table__.create(op.get_bind())"
        if way == 3:
            self.helpers.append(SPEC)
            specs = ", ".join(f'Spec("{name}", {type_})' for name, type_ in columns.items())
            return f'specs = [{specs}]\nop.create_table("{table}", {key}, *(spec.column() for spec in specs))'
        if way == 4:
            lines = "".join(f"parts.append({column})\n" for column in written)
            return f'parts = [{key}]\n{lines}make = functools.partial(op.create_table, "{table}")\nmake(*parts)'
        return f'op.create_table(\n    "{table}",\n    {key},\n    ' + ",\n    ".join(written) + ",\n)"

    def add(self) -> str:
        table, columns = self.table(), self.columns(self.random.randint(1, 3))
        self.tables[table].update(columns)
        written = [f'sa.Column("{name}", {type_}, nullable=True)' for name, type_ in columns.items()]
        way = self.random.randrange(5)
        if way == 0:
            self.helpers += [HAS_COLUMN, ADD_ALL]
            return f'_add_all("{table}", {", ".join(written)})'
        if way == 1:
            pairs = ", ".join(f'"{name}": {type_}' for name, type_ in columns.items())
            return f'for name, type_ in {{{pairs}}}.items():\n    op.add_column("{table}", sa.Column(name, type_, nullable=True))'
        if way == 2:
            lines = "\n".join(f"    batch_op.add_column({column})" for column in written)
            return f'with op.batch_alter_table("{table}", schema=None) as batch_op:\n{lines}'
        if way == 3:
            self.helpers.append(HAS_COLUMN)
            return "\n".join(
                f'if not _has_column("{table}", "{name}"):\n    op.add_column("{table}", sa.Column("{name}", {type_}))'
                for name, type_ in columns.items()
            )
        return "\n".join(f'op.add_column("{table}", {column})' for column in written)

    def index(self) -> str:
        table = self.table()
        column = self.plain_column(table)
        if not column:
            return "pass"
        name = self.name("ix")
        self.indexes[name] = (table, column)
        call = f'op.create_index("{name}", "{table}", ["{column}"], unique={self.random.random() < 0.3})'
        way = self.random.randrange(3)
        if way == 0:
            return f'known = {{i["name"] for i in sa.inspect(op.get_bind()).get_indexes("{table}")}}\nif "{name}" not in known:\n    {call}'
        if way == 1:
            return f'for column in ("{column}",):\n    ' + call.replace(f'["{column}"]', "[column]")
        return call

    def drop_index(self) -> str:
        if not self.indexes:
            return "pass"
        name = self.random.choice(sorted(self.indexes))
        table, _ = self.indexes.pop(name)
        way = self.random.randrange(2)
        if way == 0:
            return (
                f'try:\n    op.drop_index("{name}", table_name="{table}")\nexcept sa.exc.OperationalError:\n    raise'
            )
        return f'op.drop_index("{name}", "{table}")'

    def drop_column(self) -> str:
        table = self.table()
        column = self.plain_column(table)
        if not column or len(self.tables[table]) < 2:
            return "pass"
        del self.tables[table][column]
        if self.random.random() < 0.5:
            return (
                f'if op.get_bind().dialect.name == "sqlite":\n    with op.batch_alter_table("{table}") as batch_op:\n'
                f'        batch_op.drop_column("{column}")\nelse:\n    op.drop_column("{table}", "{column}")'
            )
        return f'with op.batch_alter_table("{table}") as batch_op:\n    batch_op.drop_column("{column}")'

    def drop_table(self) -> str:
        table = self.table()
        del self.tables[table]
        self.indexes = {name: place for name, place in self.indexes.items() if place[0] != table}
        if self.random.random() < 0.5:
            return f'if sa.inspect(op.get_bind()).has_table("{table}"):\n    op.drop_table("{table}")'
        return f'op.execute("DROP TABLE IF EXISTS {table}")'

    def rename_table(self) -> str:
        old, new = self.table(), self.name("t")
        self.tables[new] = self.tables.pop(old)
        self.indexes = {n: (new if t == old else t, c) for n, (t, c) in self.indexes.items()}
        if self.random.random() < 0.5:
            return f'old, new = "{old}", "{new}"\nop.rename_table(old, new)'
        return f'op.execute(sa.text("ALTER TABLE {old} RENAME TO {new}"))'

    def rename_column(self) -> str:
        table = self.table()
        old = self.plain_column(table)
        if not old:
            return "pass"
        new = self.name("c")
        self.tables[table] = {new if name == old else name: type_ for name, type_ in self.tables[table].items()}
        if self.random.random() < 0.5:
            return f'op.alter_column("{table}", "{old}", new_column_name="{new}")'
        return f'with op.batch_alter_table("{table}") as batch_op:\n    batch_op.alter_column("{old}", new_column_name="{new}")'

    def alter(self) -> str:
        table = self.table()
        texts = [name for name, type_ in self.tables[table].items() if type_ == "sa.String(20)"]
        if not texts:
            return "pass"
        column = self.random.choice(texts)
        self.tables[table][column] = "sa.String(60)"
        options = '{"type_": sa.String(60), "existing_type": sa.String(20)}'
        return f'options = {options}\nwith op.batch_alter_table("{table}") as batch_op:\n    batch_op.alter_column("{column}", **options)'
