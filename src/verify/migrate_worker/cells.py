"""Every value of the tables that hold made rows, as text, and whether a row may leave out what numbers or fills itself."""

import warnings

import sqlalchemy as sa

from migrate_worker.databases import rows_of
from migrate_worker.rows import full_row, insert, numbers_itself, reflect, shown_name

MOST_ROWS = 200
MOST_TEXT = 300


def read_cells(connection, names):
    """{table: {"key": [column], "columns": [[name, type]], "rows": [[text or None]]}}."""
    found = {}
    for table in reflect(connection, names):
        if (table.schema, table.name) in names:
            found[shown_name(table.schema, table.name)] = _cells(connection, table)
    return found


def _cells(connection, table):
    quote = connection.dialect.identifier_preparer
    columns = list(table.columns)
    as_text = "quote(%s)" if connection.dialect.name == "sqlite" else "CAST(%s AS text)"
    shown = ", ".join(as_text % quote.quote(column.name) for column in columns)
    sql = "SELECT %s FROM %s LIMIT %d" % (shown, quote.format_table(table), MOST_ROWS)
    rows = [[_cut(value) for value in row] for row in rows_of(connection, sql)]
    types = [[column.name, _type_of(column, connection.dialect)] for column in columns]
    return {"key": [column.name for column in table.primary_key], "columns": types, "rows": rows}


def _type_of(column, dialect):
    try:
        return str(column.type.compile(dialect))
    except sa.exc.SQLAlchemyError:  # one that SQLAlchemy does not know
        return ""


def _cut(value):
    """What SQLite quotes as NULL is none."""
    if value is None or value == "NULL":
        return None
    return value if len(value) <= MOST_TEXT else value[:MOST_TEXT] + "…%d" % len(value)


def probe(connection, names, first):
    """{table: {column: why a row without it is refused, or ""}}, of integer keys and of columns with a default."""
    found = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that it leaves out a key
        for table in reflect(connection, names):
            if (table.schema, table.name) in names:
                found[shown_name(table.schema, table.name)] = _probed(connection, table, first)
    return found


def _probed(connection, table, first):
    row = full_row(connection, table, first)
    keys = list(table.primary_key.columns)
    numbered = [key for key in keys if len(keys) == 1 and isinstance(key.type, sa.Integer) and not key.foreign_keys]
    wanted = [column for column in table.columns if column in numbered or column.server_default is not None]
    for column in numbered:
        if not numbers_itself(connection, table, column):
            row.setdefault(column.name, 1000 + first)
    wanted = [column for column in wanted if column.computed is None]
    if not wanted or _tried(connection, table, row):
        return {}  # what no whole row may be put in tells nothing
    return {
        column.name: _tried(connection, table, {name: value for name, value in row.items() if name != column.name})
        for column in wanted
    }


def _tried(connection, table, row):
    """Why the row is refused, or ""; nothing of it stays."""
    try:
        with connection.begin_nested() as savepoint:
            insert(connection, table, row)
            savepoint.rollback()
    except Exception as refusal:
        original = getattr(refusal, "orig", None) or refusal
        return (str(original).strip().splitlines() or [type(original).__name__])[0][:300]
    return ""
