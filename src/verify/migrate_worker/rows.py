"""Made rows for any table: fill(connection, names, first) puts a few into each, and into the tables they refer to.

Values keep to types, lengths, foreign keys, and simple CHECKs (lists and bounds), and are distinct. Every second row is
as empty as the table allows.
"""

import datetime
import decimal
import json
import re
import uuid
import warnings

import sqlalchemy as sa

START = datetime.datetime(2026, 1, 2, 8, 0)
LEAVE_OUT = object()
ROWS = 3


class Facts:
    """What a CHECK, an enumeration or SQLite's free type names say of a column's values."""

    def __init__(self):
        self.is_uuid = False
        self.options = []
        self.becomes = ""
        self.low = None
        self.high = None


def reflect(connection, names):
    """Tables by (schema or None, name), with those they refer to, parents first; a name that is not there is left out."""
    metadata = sa.MetaData()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for schema, name in names:
            if sa.inspect(connection).has_table(name, schema=schema):
                sa.Table(name, metadata, schema=schema, autoload_with=connection)
        return list(metadata.sorted_tables)


def count(connection, names):
    """Rows by the table's name, of those that are there."""
    counts = {}
    for schema, name in names:
        if sa.inspect(connection).has_table(name, schema=schema):
            shown = connection.dialect.identifier_preparer.format_table(sa.Table(name, sa.MetaData(), schema=schema))
            counts[shown_name(schema, name)] = rows_in(connection, shown)
    return counts


def rows_in(connection, quoted):
    plain = connection.execution_options(no_parameters=True)
    return plain.exec_driver_sql("SELECT count(*) FROM " + quoted).scalar()


def shown_name(schema, name):
    return "%s.%s" % (schema, name) if schema and schema != "public" else name


def fill(connection, names, first, demands):
    """({table: rows put in}, {table: why none went in}). `first` is the number of the first row, for distinct values.

    `demands` tells by table what is asked of the rows beyond what stands in the database: {"checks": [sql, ...],
    "keys": [{"columns", "schema", "table", "target_columns"}, ...], "becomes": {column: what its texts will be read as},
    "options": {column: the texts that it may hold}}.
    """
    filled, refused = {}, {}
    tables = [(shown_name(table.schema, table.name), table) for table in reflect(connection, names)]
    for name, table in sorted(tables, key=lambda item: bool(demands.get(item[0], {}).get("keys"))):
        asked = demands.get(name, {"checks": [], "keys": [], "becomes": {}, "options": {}})
        facts = _facts(connection, table, asked["checks"])
        for column, kind in asked["becomes"].items():
            if column in facts:
                facts[column].becomes = kind
        for column, options in asked["options"].items():
            if column in facts:
                facts[column].options = options
        for row in range(first, first + ROWS):
            linked = _linked(connection, table, asked["keys"], row)
            error = _try_all(connection, table, _attempts(connection, table, facts, linked, row))
            if error is None:
                filled[name] = filled.get(name, 0) + 1
            elif name not in filled:
                refused[name] = error
    return filled, {name: why for name, why in refused.items() if name not in filled}


def _try_all(connection, table, attempts):
    error = "nothing to try"
    for values in attempts:
        try:
            if connection.dialect.name == "sqlite":
                insert(connection, table, values)
            else:
                with connection.begin_nested():
                    insert(connection, table, values)
            return None
        except Exception as refusal:
            original = getattr(refusal, "orig", None) or refusal
            error = (str(original).strip().splitlines() or [type(original).__name__])[0][:300]
    return error


def full_row(connection, table, row):
    """A row with a value for each column but those that number or make themselves."""
    facts = _facts(connection, table, [])
    return _attempts(connection, table, facts, _linked(connection, table, [], row), row - row % 2)[0]


def insert(connection, table, values):
    """One row. SQLite takes any value anywhere; what SQLAlchemy makes of a type's name there may not."""
    if connection.dialect.name != "sqlite":
        connection.execute(table.insert().values(**values))
        return
    quote = connection.dialect.identifier_preparer.quote
    names, marks = ", ".join(map(quote, values)), ", ".join("?" * len(values))
    given = "(%s) VALUES (%s)" % (names, marks) if values else "DEFAULT VALUES"
    sql = "INSERT INTO %s %s" % (quote(table.name), given)
    connection.exec_driver_sql(sql, tuple(map(_raw, values.values())))


def _raw(value):
    if isinstance(value, (dict, list)):
        return json.dumps(value)
    if isinstance(value, decimal.Decimal):
        return float(value)
    if isinstance(value, (datetime.date, datetime.time, datetime.timedelta)):
        return str(value)
    return value


def _attempts(connection, table, facts, linked, row):
    """Rows to try: the fullest first for even numbers, the emptiest first for odd ones."""

    def build(use_null, use_default):
        values = {}
        for place, column in enumerate(table.columns):
            if column.computed is not None or column.identity is not None or numbers_itself(connection, table, column):
                continue
            if column.name in linked:
                value = linked[column.name]
            elif column.server_default is not None and use_default:
                value = LEAVE_OUT
            elif column.nullable and use_null:
                value = None
            else:
                value = _value(column, facts[column.name], row, place)
            if value is not LEAVE_OUT:
                values[column.name] = value
        return values

    full, bare = build(False, False), build(True, True)
    first = [full, bare] if row % 2 == 0 else [bare, full]
    return first + [build(True, False), build(False, True)]


def numbers_itself(connection, table, column):
    if connection.dialect.name == "sqlite":
        is_rowid = isinstance(column.type, sa.Integer) and not isinstance(column.type, (sa.BigInteger, sa.SmallInteger))
        return is_rowid and [c.name for c in table.primary_key] == [column.name]
    return column.server_default is not None and "nextval(" in str(getattr(column.server_default, "arg", ""))


def _linked(connection, table, keys, row):
    """Values of foreign keys: those of a row that is there, else NULL."""
    linked = {}
    for columns, targets in [*_own_keys(table), *_asked_keys(connection, table, keys)]:
        found = _first_rows(connection, targets)
        picked = found[row % len(found)] if found else (None,) * len(targets)
        linked.update(zip(columns, picked))
    return linked


def _own_keys(table):
    for constraint in table.foreign_key_constraints:
        elements = list(constraint.elements)
        try:
            yield [element.parent.name for element in elements], [element.column for element in elements]
        except sa.exc.SQLAlchemyError:
            continue  # a table that is not there


def _asked_keys(connection, table, keys):
    for key in keys:
        fits = len(key["columns"]) == len(key["target_columns"]) and set(key["columns"]) <= set(table.columns.keys())
        if fits and sa.inspect(connection).has_table(key["table"], schema=key["schema"]):
            target = sa.Table(key["table"], sa.MetaData(), schema=key["schema"], autoload_with=connection)
            if set(key["target_columns"]) <= set(target.columns.keys()):
                yield key["columns"], [target.columns[name] for name in key["target_columns"]]


def _first_rows(connection, columns):
    """As they are on SQLite, where a type's name may mislead."""
    query = sa.select(*columns).limit(2 * ROWS)
    if connection.dialect.name != "sqlite":
        return connection.execute(query).fetchall()
    plain = query.compile(connection, compile_kwargs={"literal_binds": True})
    return connection.execution_options(no_parameters=True).exec_driver_sql(str(plain)).fetchall()


def _facts(connection, table, more_checks):
    facts = {column.name: Facts() for column in table.columns}
    if connection.dialect.name == "sqlite":
        quoted = connection.dialect.identifier_preparer.quote(table.name)
        for row in connection.exec_driver_sql("PRAGMA table_info(%s)" % quoted):
            facts[row[1]].is_uuid = "UUID" in row[2].upper()
    for column in table.columns:
        facts[column.name].options = list(getattr(column.type, "enums", None) or ())
    try:
        checks = sa.inspect(connection).get_check_constraints(table.name, schema=table.schema)
    except Exception:
        checks = []
    for text in [*(check.get("sqltext") or "" for check in checks), *more_checks]:
        _learn(text, facts)
    return facts


def _learn(check, facts):
    plain = re.sub(r"::[a-z ]+(\(\d+\))?(\[\])?", "", check)
    flat = " ".join(plain.replace("(", " ").replace(")", " ").replace('"', " ").split())
    for name, known in facts.items():
        word = r"\b" + re.escape(name)
        listed = re.search(word + r" ?(?:IN|= ?ANY ARRAY ?\[?) ?((?:\[?'(?:[^']|'')*' ?,? ?)+)", flat, re.IGNORECASE)
        if listed:
            known.options = [text.replace("''", "'") for text in re.findall(r"'((?:[^']|'')*)'", listed.group(1))]
        between = re.search(word + r" ?between (-?[\d.]+) and (-?[\d.]+)", flat, re.IGNORECASE)
        if between:
            known.low, known.high = float(between.group(1)), float(between.group(2))
        for operator, sign, number in re.findall(word + r" ?(>=|<=|<>|>|<) '?(-?) ?(\d+(?:\.\d+)?)", flat):
            bound = float(sign + number)
            if operator in (">", ">=", "<>"):
                known.low = bound + (operator != ">=")
            else:
                known.high = bound - (operator == "<")


def _value(column, facts, row, place):
    kind = column.type
    if facts.is_uuid:
        return _uuid(column, row)
    if facts.options:
        return facts.options[row % len(facts.options)]
    if facts.becomes and isinstance(kind, sa.String):
        return _text_for(facts.becomes, column, row)
    if isinstance(kind, sa.Boolean):
        return row % 2 == 0
    if isinstance(kind, (sa.Integer, sa.Numeric)):
        return _number(kind, facts, row)
    if isinstance(kind, sa.DateTime):
        moment = START + datetime.timedelta(days=row, hours=place)
        return moment.replace(tzinfo=datetime.timezone.utc) if kind.timezone else moment
    if isinstance(kind, sa.Date):
        return (START + datetime.timedelta(days=row + place)).date()
    if isinstance(kind, sa.Time):
        return datetime.time(8 + place % 12, row % 60)
    if isinstance(kind, sa.Interval) or "INTERVAL" in type(kind).__name__:
        return datetime.timedelta(hours=row + 1)
    if isinstance(kind, sa.LargeBinary):
        return b"rows %d" % row
    if isinstance(kind, sa.JSON):
        return {}
    if isinstance(kind, sa.ARRAY):
        return []
    return _text_like(column, kind, row, place)


def _text_for(kind, column, row):
    """A text that is about to be read as something else, as people have written it."""
    moment = START + datetime.timedelta(days=row, seconds=7)
    texts = {
        "datetime": moment.isoformat(" " if row % 3 == 2 else "T"),
        "date": moment.date().isoformat(),
        "time": moment.time().isoformat(),
        "integer": str(row + 1),
        "number": "%d.5" % (row + 1),
        "boolean": "true" if row % 2 == 0 else "false",
        "json": '{"a": %d}' % row,
        "uuid": _uuid(column, row),
    }
    return texts[kind]


def _text_like(column, kind, row, place):
    name = type(kind).__name__.upper()
    if name == "UUID":
        made = _uuid(column, row)
        return uuid.UUID(made) if getattr(kind, "as_uuid", False) else made
    if name in ("INET", "CIDR"):
        return "127.0.%d.%d" % (row // 250, row % 250 + 1)
    length = getattr(kind, "length", None)
    if length in (36, 32) and (column.primary_key or column.name.endswith("id")):
        return _uuid(column, row) if length == 36 else _uuid(column, row).replace("-", "")
    if isinstance(kind, sa.String):
        text = "%s %d" % (column.name, row)
        return text if not length or len(text) <= length else ("%X" % row).zfill(length)[-length:]
    return None if column.nullable else "%d" % row


def _uuid(column, row):
    return str(uuid.uuid5(uuid.NAMESPACE_OID, "%s %d" % (column.name, row)))


def _number(kind, facts, row):
    """From the lowest that is allowed upward, and again from there when the highest is reached."""
    low = 1 if facts.low is None else facts.low
    high = facts.high
    if isinstance(kind, sa.Numeric) and kind.precision is not None:
        most = 10.0 ** (kind.precision - (kind.scale or 0)) - 1
        high = most if high is None else min(high, most)
    if high is not None and low > high:
        low = high - 1 if facts.low is None else high
    value = low + (row if high is None else row % (int(high - low) + 1))
    if isinstance(kind, sa.Integer):
        return int(value)
    return decimal.Decimal(str(value)) if getattr(kind, "asdecimal", False) else float(value)
