"""What a database holds, as plain comparable values: read_catalog(connection) for PostgreSQL and SQLite.

The order of columns counts in no comparison of these values (PostgreSQL cannot put a column back in its place), but they
stand in it. Alembic's own table is left out.
Names in the schema `public` stand without it, others as schema.name. Objects of extensions are left out.
"""

from __future__ import annotations

from sqltext import normal, table_constraints, tokens

VERSION_TABLE = "alembic_version"
OURS = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"
NOT_EXTENSION = "NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = {0}.oid AND d.deptype = 'e')"
NAME = "CASE WHEN n.nspname = 'public' THEN {0} ELSE n.nspname || '.' || {0} END"

COLUMNS = f"""
SELECT {NAME.format("c.relname")}, a.attname, format_type(a.atttypid, a.atttypmod), NOT a.attnotnull,
       pg_get_expr(d.adbin, d.adrelid), a.attidentity, a.attgenerated, col_description(c.oid, a.attnum),
       CASE WHEN a.attcollation <> t.typcollation THEN (SELECT collname FROM pg_collation WHERE oid = a.attcollation) END
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
WHERE c.relkind IN ('r', 'p') AND {OURS} AND {NOT_EXTENSION.format("c")} ORDER BY 1, a.attnum"""

TABLES = f"""
SELECT {NAME.format("c.relname")}, obj_description(c.oid, 'pg_class'), c.relrowsecurity
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p') AND {OURS} AND {NOT_EXTENSION.format("c")}"""

CONSTRAINTS = f"""
SELECT {NAME.format("c.relname")}, k.conname, pg_get_constraintdef(k.oid)
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE k.contype <> 'n' AND {OURS} AND {NOT_EXTENSION.format("c")}"""

INDEXES = f"""
SELECT {NAME.format("c.relname")}, i.relname, pg_get_indexdef(i.oid), x.indisvalid
FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class c ON c.oid = x.indrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.oid AND k.contype IN ('p', 'u', 'x'))
AND {OURS} AND {NOT_EXTENSION.format("c")}"""

ENUMS = f"""
SELECT {NAME.format("t.typname")}, array_agg(e.enumlabel::text ORDER BY e.enumsortorder)
FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid JOIN pg_namespace n ON n.oid = t.typnamespace
WHERE {OURS} AND {NOT_EXTENSION.format("t")} GROUP BY 1"""

SEQUENCES = f"""
SELECT {NAME.format("c.relname")}, format_type(s.seqtypid, NULL), s.seqstart, s.seqincrement,
       s.seqmin, s.seqmax, s.seqcache, s.seqcycle,
       (SELECT d.refobjid::regclass::text || '.' || a.attname FROM pg_depend d
        JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
        WHERE d.objid = c.oid AND d.classid = 'pg_class'::regclass AND d.deptype IN ('a', 'i'))
FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE {OURS} AND {NOT_EXTENSION.format("c")}"""

VIEWS = f"""
SELECT {NAME.format("c.relname")}, c.relkind::text, pg_get_viewdef(c.oid)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('v', 'm') AND {OURS} AND {NOT_EXTENSION.format("c")}"""

POLICIES = f"""
SELECT {NAME.format("c.relname")}, p.polname, p.polcmd::text, pg_get_expr(p.polqual, p.polrelid),
       pg_get_expr(p.polwithcheck, p.polrelid)
FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {OURS}"""

TRIGGERS = f"""
SELECT {NAME.format("c.relname")}, t.tgname, pg_get_triggerdef(t.oid)
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE NOT t.tgisinternal AND {OURS}"""

RULES = f"""
SELECT {NAME.format("c.relname")}, r.rulename, pg_get_ruledef(r.oid)
FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE r.rulename <> '_RETURN' AND {OURS} AND {NOT_EXTENSION.format("c")}"""

STATISTICS = f"""
SELECT {NAME.format("s.stxname")}, pg_get_statisticsobjdef(s.oid)
FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace WHERE {OURS}"""

FUNCTIONS = f"""
SELECT {NAME.format("p.proname")} || '(' || pg_get_function_identity_arguments(p.oid) || ')', md5(pg_get_functiondef(p.oid))
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE p.prokind <> 'a' AND {OURS} AND {NOT_EXTENSION.format("p")}"""


def read_catalog(connection) -> dict:
    """The catalog of the database behind a SQLAlchemy connection."""
    if connection.dialect.name == "sqlite":
        return _sqlite(connection)
    return _postgres(connection)


def _rows(connection, sql: str):
    return [tuple(row) for row in connection.exec_driver_sql(sql)]


def _postgres(connection) -> dict:
    tables = {}
    for name, comment, row_security in _rows(connection, TABLES):
        tables[name] = {"columns": {}, "constraints": {}, "indexes": {}}
        if comment is not None:
            tables[name]["comment"] = comment
        if row_security:
            tables[name]["row_security"] = True
    for table, name, type_, nullable, default, identity, generated, comment, collation in _rows(connection, COLUMNS):
        column = {"type": type_, "nullable": nullable, "default": default}
        more = {"identity": identity, "generated": generated, "comment": comment, "collation": collation}
        column.update({key: value for key, value in more.items() if value not in ("", None)})
        tables[table]["columns"][name] = column
    for table, name, definition in _rows(connection, CONSTRAINTS):
        tables[table]["constraints"][name] = definition
    view_indexes = {}
    for table, name, definition, valid in _rows(connection, INDEXES):
        indexes = tables[table]["indexes"] if table in tables else view_indexes
        indexes[name] = definition if valid else f"INVALID {definition}"
    for table, name, *rest in _rows(connection, POLICIES):
        tables[table].setdefault("policies", {})[name] = rest
    for table, name, definition in _rows(connection, TRIGGERS):
        tables.get(table, {}).setdefault("triggers", {})[name] = definition
    tables.pop(VERSION_TABLE, None)
    return {
        "dialect": "postgresql",
        "tables": tables,
        "enums": {name: list(labels) for name, labels in _rows(connection, ENUMS)},
        "sequences": {name: [str(part) for part in rest] for name, *rest in _rows(connection, SEQUENCES)},
        "views": {name: rest for name, *rest in _rows(connection, VIEWS)},
        "functions": dict(_rows(connection, FUNCTIONS)),
        "rules": {f"{table}.{name}": definition for table, name, definition in _rows(connection, RULES)},
        "statistics": dict(_rows(connection, STATISTICS)),
        "view_indexes": view_indexes,
    }


def _sqlite(connection) -> dict:
    tables, others = {}, {"view": {}, "trigger": {}}
    for kind, name, sql in _rows(connection, "SELECT type, name, sql FROM sqlite_master ORDER BY name"):
        if kind == "table" and not name.startswith("sqlite_") and name != VERSION_TABLE:
            tables[name] = _sqlite_table(connection, name, sql)
        elif kind in others:
            others[kind][name] = normal(sql)
    return {"dialect": "sqlite", "tables": tables, "views": others["view"], "triggers": others["trigger"]}


def _sqlite_table(connection, table: str, sql: str) -> dict:
    quoted = table.replace('"', '""')
    columns, key = {}, {}
    for _, name, type_, not_null, default, in_key, hidden in _rows(connection, f'PRAGMA table_xinfo("{quoted}")'):
        columns[name] = {
            "type": " ".join(tokens(type_)).upper(),
            "nullable": not not_null,
            "default": normal(default),
        }
        if hidden:
            columns[name]["hidden"] = hidden
        if in_key:
            key[in_key] = name
    written = table_constraints(sql)
    return {
        "columns": columns,
        "primary_key": [key[place] for place in sorted(key)],
        "foreign_keys": sorted(_sqlite_foreign_keys(connection, quoted, written), key=str),
        "checks": sorted(
            ({"name": name, "sql": " ".join(inside)} for name, kind, inside in written if kind == "check"), key=str
        ),
        **_sqlite_indexes(connection, quoted, written),
    }


def _sqlite_foreign_keys(connection, quoted: str, written) -> list[dict]:
    keys = {}
    for number, place, target, column, target_column, on_update, on_delete, _ in _rows(
        connection, f'PRAGMA foreign_key_list("{quoted}")'
    ):
        key = keys.setdefault(number, {"target": target, "pairs": {}, "on_update": on_update, "on_delete": on_delete})
        key["pairs"][place] = [column, target_column]
    names = {}
    for name, kind, inside in written:
        if kind == "foreign" and name:
            columns = tuple(part for part in inside if part != ",")
            names[columns] = " and ".join(sorted({*names.get(columns, "").split(" and "), name} - {""}))
    found = []
    for key in keys.values():
        pairs = [key["pairs"][place] for place in sorted(key["pairs"])]
        name = names.get(tuple(column.lower() for column, _ in pairs)) or names.get(tuple(c for c, _ in pairs))
        found.append({**key, "pairs": pairs, "name": name})
    return found


def _sqlite_indexes(connection, quoted: str, written) -> dict:
    indexes, uniques = {}, []
    named = {tuple(part for part in inside if part != ","): name for name, kind, inside in written if kind == "unique"}
    for _, name, unique, origin, _partial in _rows(connection, f'PRAGMA index_list("{quoted}")'):
        if origin == "c":
            found = _rows(connection, "SELECT sql FROM sqlite_master WHERE name = '%s'" % name.replace("'", "''"))
            parts = tokens(found[0][0])
            place = parts.index("on")
            indexes[name] = {"unique": bool(unique), "sql": " ".join(parts[place + 2 :])}
        elif origin == "u":
            inside = _rows(connection, 'PRAGMA index_info("%s")' % name.replace('"', '""'))
            columns = [row[2] for row in inside]
            uniques.append({"columns": columns, "name": named.get(tuple(columns))})
    return {"indexes": indexes, "uniques": sorted(uniques, key=str)}
