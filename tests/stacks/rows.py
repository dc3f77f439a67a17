"""Puts rows into every table of a database, without knowing the project: fill(connection, catalog).

Values satisfy types, lengths, foreign keys, uniqueness and the simple CHECKs (IN lists, bounds, one date after
another). A table that takes none of the attempts is named in the result, with the database's reason.
"""

from __future__ import annotations

import datetime
import re
import uuid

START = datetime.datetime(2026, 1, 2, 8, 0, tzinfo=datetime.timezone.utc)
DEFAULT = object()  # leave the column out of the INSERT


class Column:
    def __init__(self, table: str, dialect: str, name: str, place: int, facts: dict):
        self.table, self.dialect, self.name, self.place = table, dialect, name, place
        self.type = facts["type"].lower()
        self.nullable, self.default = facts["nullable"], facts["default"]
        self.fixed = facts.get("generated") or facts.get("hidden") or facts.get("identity")
        self.options: list[str] = []
        self.low: float | None = None
        self.high: float | None = None


class Table:
    """One table of a catalog, in the form that filling needs, for either dialect."""

    def __init__(self, name: str, facts: dict, enums: dict, dialect: str):
        self.name = name
        self.columns = {c: Column(name, dialect, c, i, f) for i, (c, f) in enumerate(facts["columns"].items())}
        self.foreign_keys = list(_foreign_keys(facts))
        for column in self.columns.values():
            column.options = list(enums.get(column.type, ()))
            whole_key = facts.get("primary_key") == [column.name] and column.type == "integer"
            if whole_key or (column.default or "").startswith("nextval("):
                column.fixed = True
        for check in _checks(facts):
            _learn(check, self.columns)


def _foreign_keys(facts):
    """(columns, target table, target columns) of each."""
    for key in facts.get("foreign_keys", ()):
        pairs = key["pairs"]
        yield [pair[0] for pair in pairs], key["target"], [pair[1] or "id" for pair in pairs]
    for definition in facts.get("constraints", {}).values():
        match = re.match(r"FOREIGN KEY \((.*?)\) REFERENCES ([^(]+)\((.*?)\)", definition)
        if match:
            yield _names(match[1]), match[2].strip('" '), _names(match[3])


def _names(text: str) -> list[str]:
    return [part.strip().strip('"') for part in text.split(",")]


def _checks(facts):
    for check in facts.get("checks", ()):
        yield check["sql"]
    for definition in facts.get("constraints", {}).values():
        if definition.startswith("CHECK"):
            yield definition


def _learn(check: str, columns: dict[str, Column]) -> None:
    """Takes the options and bounds out of one CHECK."""
    plain = re.sub(r"::[a-z ]+(\(\d+\))?(\[\])?", "", check)
    flat = " ".join(plain.replace("(", " ").replace(")", " ").split())
    for column in columns.values():
        name = re.escape(column.name)
        listed = re.search(rf'\b{name}"? (?:in|IN|= ANY ARRAY ?\[?) ?((?:\[?\'(?:[^\']|\'\')*\' ?,? ?)+)', flat)
        if listed:
            column.options = [text.replace("''", "'") for text in re.findall(r"'((?:[^']|'')*)'", listed[1])]
        between = re.search(rf"\b{name} between (-?[\d.]+) and (-?[\d.]+)", flat, re.IGNORECASE)
        if between:
            column.low, column.high = float(between[1]), float(between[2])
        for operator, sign, number in re.findall(rf"\b{name} (>=|<=|<>|>|<) '?(-?) ?([\d.]+)", flat):
            value = float(sign + number)
            if operator in (">", ">=", "<>"):
                column.low = value + (operator != ">=")
            else:
                column.high = value - (operator == "<")


def _value(column: Column, row: int, strings: int):
    """A value for a column that has no foreign key; distinct for each row as far as the type allows."""
    kind = column.type
    if column.options:
        return column.options[row % len(column.options)]
    if kind in ("uuid",) or (column.name == "id" and kind.startswith(("varchar", "character", "char"))):
        return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{column.name}-{row}-{strings}"))
    if kind.endswith("[]"):
        return "{}"
    if kind.startswith(("json",)):
        return "{}"
    if kind.startswith(("bool",)):
        return bool(row % 2)
    if kind.startswith(("timestamp", "datetime")):
        return (START + datetime.timedelta(days=row, hours=column.place)).isoformat(sep=" ")
    if kind == "date":
        return (START + datetime.timedelta(days=row + column.place)).date().isoformat()
    if kind.startswith("time"):
        return f"{8 + column.place % 12:02}:{row % 60:02}:00"
    if kind.startswith("interval"):
        return f"{row + 1} hours"
    if kind in ("inet", "cidr"):
        return f"127.0.0.{row + 1}"
    if kind.startswith(("bytea", "blob")):
        return b"rows"
    return _number(column, row) if _is_number(kind) else _text(column, row)


# What people have in their columns and no test thinks of: dates as text, zones, empty strings, JSON, and numbers near
# their borders that can still be doubled.
TEXTS = (
    "2020-01-02T03:04:05",
    "",
    "2020-01-02 03:04:05+02:00",
    "12345678901234567890",
    "ąž 'q' \"x\" 50% :y",
    "0",
    " 7 ",
)
AWKWARD = {
    "smallint": (16383, -16383, 0),
    "int": (1073741823, -1073741823, 0, 7),
    "bigint": (4611686018427387903, -4611686018427387903, 0),
    "float": (0.1, -1e300, 12345678.9),
    "double": (0.1, -1e300, 12345678.9),
    "date": ("0001-01-01", "9999-12-31", "2020-02-29"),
    "timestamp": ("2020-01-02 03:04:05.123456+02:00", "1900-01-01 00:00:00", "2100-12-31 23:59:59.999999"),
    "datetime": ("2020-01-02 03:04:05.123456", "1900-01-01 00:00:00.000000", "2100-12-31 23:59:59.999999"),
    "time": ("23:59:59.999999", "00:00:00"),
    "json": ('{"a": [1, null, "ž"]}', "[]", '"x"', "null", "12345678901234567890"),
    "bytea": (b"", b"\x00\xff"),
    "blob": (b"", b"\x00\xff"),
}


def _ordinary(column: Column, row: int):
    return _value(column, row, len(column.table))


def _awkward(column: Column, row: int):
    """An awkward value of the column's type, else an ordinary one."""
    kind, size = column.type, re.search(r"\((\d+)(?:, ?(\d+))?\)", column.type)
    choices = next((AWKWARD[start] for start in sorted(AWKWARD, reverse=True) if kind.startswith(start)), None)
    if kind.startswith(("varchar", "character", "text")):
        choices = [text for text in TEXTS if not size or len(text) <= int(size[1])]
    elif kind.startswith("numeric"):
        whole, parts = (int(size[1]), int(size[2] or 0)) if size else (30, 12)
        choices = ["9" * (whole - parts) + "." + "9" * parts, "-0." + "5" * parts if parts else "-1", "0"]
        if column.dialect == "sqlite":
            choices = ["99999.5", "-0.5", "0"]
    if kind.endswith("[]") or not choices or column.options:
        return _value(column, row, 0)
    return choices[(row + column.place) % len(choices)]


def _is_number(kind: str) -> bool:
    return kind.startswith(("int", "bigint", "smallint", "numeric", "decimal", "float", "double", "real", "serial"))


def _number(column: Column, row: int):
    low, high = column.low, column.high
    value = (low if low is not None else 1) + row
    if high is not None and value > high:
        value = high if low is None else low
    return int(value) if value == int(value) else value


def _text(column: Column, row: int) -> str:
    size = re.search(r"\((\d+)\)", column.type)
    text = f"{column.name} {row}".upper()
    return text if not size else (text[: int(size[1])] if int(size[1]) >= len(text) else f"{row:X}".zfill(int(size[1])))


def _attempts(table: Table, row: int, parents: dict, value=None):
    """Rows to try, the fullest first on even rows and the emptiest first on odd ones; `value` makes the first one."""
    linked = {}
    for columns, target, target_columns in table.foreign_keys:
        known = parents.get((target, tuple(target_columns)), [])
        picked = known[row % len(known)] if known else (None,) * len(columns)
        linked.update(zip(columns, picked))

    def build(nullable: bool, defaults: bool, value_of=_ordinary) -> dict:
        values = {}
        for column in table.columns.values():
            if column.fixed:
                continue
            if column.name in linked:
                value = linked[column.name]
            elif column.default is not None and defaults:
                value = DEFAULT
            elif column.nullable and nullable:
                value = None
            else:
                value = value_of(column, row)
            if value is not DEFAULT:
                values[column.name] = value
        return values

    full, bare = build(False, False), build(True, True)
    first = [full, bare] if row % 2 == 0 else [bare, full]
    if value is not None:
        first.insert(0, build(False, row % 3 == 0, value))
    return first + [build(True, False), build(False, True)]


def _quoted(name: str) -> str:
    return ".".join('"' + part.replace('"', '""') + '"' for part in name.split("."))


def _insert(connection, table: str, values: dict) -> None:
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    names = ", ".join(_quoted(name) for name in values)
    if mark == "%s":
        names = names.replace("%", "%%")
    sql = f"INSERT INTO {_quoted(table)} ({names}) VALUES ({', '.join([mark] * len(values))})"
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(sql, tuple(values.values()))
        return
    with connection.begin_nested():  # PostgreSQL gives up the whole transaction at the first refused row
        connection.exec_driver_sql(sql, tuple(values.values()))


def _order(tables: dict[str, Table]) -> list[Table]:
    """Parents before children; what is in a circle comes last, by name."""
    done, order, waiting = set(), [], dict(sorted(tables.items()))
    while waiting:
        ready = [
            t
            for t in waiting.values()
            if all(target in done or target == t.name or target not in tables for _, target, _ in t.foreign_keys)
        ]
        for table in ready or list(waiting.values())[:1]:
            order.append(table)
            done.add(table.name)
            del waiting[table.name]
    return order


def fill(connection, catalog: dict, rows: int = 3, awkward_from: int = 1000) -> dict:
    """Inserts `rows` rows into each table, those from `awkward_from` on with awkward values where they fit. Returns {"rows": {table: inserted}, "skipped": {table: reason}}."""
    tables = {
        name: Table(name, facts, catalog.get("enums", {}), catalog["dialect"])
        for name, facts in catalog["tables"].items()
    }
    wanted = {(target, tuple(columns)) for t in tables.values() for _, target, columns in t.foreign_keys}
    parents: dict = {}
    inserted, skipped = {}, {}
    for table in _order(tables):
        for row in range(rows):
            reason = None
            for values in _attempts(table, row, parents, _awkward if row >= awkward_from else None):
                try:
                    _insert(connection, table.name, values)
                    inserted[table.name] = inserted.get(table.name, 0) + 1
                    break
                except Exception as error:  # whatever the driver says is the reason
                    reason = reason or str(getattr(error, "orig", error)).strip().split("\n")[0]
            else:
                skipped[table.name] = reason
            _remember(connection, table.name, wanted, parents)
    skipped = {name: reason for name, reason in skipped.items() if name not in inserted}
    return {"rows": inserted, "skipped": skipped}


def _remember(connection, name: str, wanted: set, parents: dict) -> None:
    for target, columns in wanted:
        if target == name:
            names = ", ".join(_quoted(column) for column in columns)
            plain = connection.execution_options(no_parameters=True)  # a % is a %
            found = plain.exec_driver_sql(f"SELECT {names} FROM {_quoted(name)} ORDER BY 1 LIMIT 8")
            parents[(target, columns)] = [tuple(str(v) if isinstance(v, uuid.UUID) else v for v in r) for r in found]


def count_rows(connection, catalog: dict) -> dict[str, int]:
    """How many rows each table has."""
    counts = {}
    for name in catalog["tables"]:
        counts[name] = connection.exec_driver_sql(f"SELECT count(*) FROM {_quoted(name)}").scalar()
    return counts
