"""Prints what SQLAlchemy itself makes of a models module, in the form of tests/models/show.h.

python dump.py classic.py > classic.txt   (needs sqlalchemy, sqlmodel and flask-sqlalchemy)
"""

import importlib.util
import pathlib
import re
import sys

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex

PG = postgresql.dialect()
WORDS = [
    (r"varchar", "character varying"),
    (r"^float(\(53\))?$", "double precision"),
    (r", ", ","),
    (r"^timestamp$", "timestamp without time zone"),
]


def type_text(column):
    sql = str(column.type.compile(PG))
    sql = sql if sql in ("level", "status") else sql.lower()
    for pattern, word in WORDS:
        sql = re.sub(pattern, word, sql)
    return sql


def column_line(column):
    extra = ""
    if column.computed is not None:
        extra = f" computed {column.computed.sqltext}"
    elif column.identity is not None:
        extra = " identity " + ("always" if column.identity.always else "by default")
    elif column.server_default is not None:
        extra = " default " + PG.ddl_compiler(PG, None).get_column_default_string(column)
        if type_text(column) == "integer":
            extra = extra.replace("'", "")
    elif column is column.table._autoincrement_column:
        extra = " serial"
    return f"  {column.name} {type_text(column)}{' null' if column.nullable else ''}{extra}"


def constraint_line(constraint):
    name = PG.ddl_compiler(PG, None).preparer.format_constraint(constraint) or "" if constraint.name else ""
    if isinstance(constraint, CheckConstraint):
        return f"  ck {name} " + re.sub(r"^\((.*)\)$", r"\1", str(constraint.sqltext))
    columns = ",".join(column.name for column in constraint.columns)
    if isinstance(constraint, UniqueConstraint):
        return f"  uq {name} {columns}"
    if not isinstance(constraint, ForeignKeyConstraint):
        return f"  pk {name} {columns}"
    others = ",".join(element.column.name for element in constraint.elements)
    later = "DEFERRABLE INITIALLY DEFERRED" if constraint.initially == "DEFERRED" else ""
    words = ["  fk", name, columns, "->", constraint.referred_table.fullname, others]
    return " ".join([*words, constraint.ondelete or "", constraint.onupdate or "", later]).rstrip()


def index_line(index):
    sql = str(CreateIndex(index).compile(dialect=PG))
    kind = "ux" if index.unique else "ix"
    return f"  {kind} {index.name} " + sql[sql.index(" (") + 1 :]


def main(path):
    spec = importlib.util.spec_from_file_location("sample", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["sample"] = module
    spec.loader.exec_module(module)
    metadata = getattr(module, "metadata", None) or module.Base.metadata
    for table in sorted(metadata.tables.values(), key=lambda t: t.fullname):
        print(table.fullname + (f" -- {table.comment}" if table.comment else ""))
        lines = [column_line(column) for column in table.columns]
        lines += [constraint_line(c) for c in table.constraints if not getattr(c, "_type_bound", False)]
        lines += [index_line(index) for index in table.indexes]
        print("\n".join(sorted(lines)))


main(pathlib.Path(sys.argv[1]))
