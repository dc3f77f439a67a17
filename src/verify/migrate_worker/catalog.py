"""What a database holds, in its own words.

Of PostgreSQL: {"column users.email": "character varying(255) not null", "index users.ix_email": "CREATE INDEX ...", ...},
names in the schema `public` without it. Of SQLite: what sqlite_master and the PRAGMAs say, for the program to read.
Alembic's own table and what belongs to extensions is left out.
"""

from migrate_worker.databases import rows_of

VERSION_TABLE = "alembic_version"
OURS = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"


def _free(alias):
    """Belongs to no extension."""
    return "NOT EXISTS (SELECT 1 FROM pg_depend e WHERE e.objid = %s.oid AND e.deptype = 'e')" % alias


def _name(column):
    return "CASE WHEN n.nspname = 'public' THEN %s ELSE n.nspname || '.' || %s END" % (column, column)


TABLE = _name("c.relname")
OF_TABLES = (
    "pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND c.relkind IN ('r', 'p', 'f') AND %s AND %s "
    "AND c.relname <> '%s'" % (OURS, _free("c"), VERSION_TABLE)
)
OWN_SEQUENCE = """
  SELECT 1 FROM pg_depend q JOIN pg_class s ON s.oid = q.objid AND s.relkind = 'S'
  JOIN pg_depend u ON u.refobjid = s.oid AND u.objid = d.oid AND u.classid = 'pg_attrdef'::regclass
  WHERE q.classid = 'pg_class'::regclass AND q.refobjid = c.oid AND q.refobjsubid = a.attnum AND q.deptype = 'a'"""

# Each gives (kind, name, definition). A NULL in a definition is left out of it.
QUERIES = (
    """
SELECT 'table', {table}, concat_ws(' ', CASE c.relpersistence WHEN 'u' THEN 'unlogged' END,
       CASE c.relkind WHEN 'p' THEN 'partition by ' || pg_get_partkeydef(c.oid) WHEN 'f' THEN 'foreign' END,
       pg_get_expr(c.relpartbound, c.oid), array_to_string(c.reloptions, ', '),
       (SELECT 'toast ' || array_to_string(o.reloptions, ', ') FROM pg_class o WHERE o.oid = c.reltoastrelid),
       CASE c.relreplident WHEN 'f' THEN 'replica identity full' WHEN 'n' THEN 'replica identity nothing' END,
       (SELECT 'inherits ' || string_agg(p.inhparent::regclass::text, ', ' ORDER BY p.inhseqno) FROM pg_inherits p
        WHERE p.inhrelid = c.oid AND c.relpartbound IS NULL),
       (SELECT 'tablespace ' || s.spcname FROM pg_tablespace s WHERE s.oid = c.reltablespace)) FROM {of_tables}""",
    """
SELECT 'settings of', {table} || '.' || a.attname, s.text FROM {of_tables}
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped JOIN pg_type t ON t.oid = a.atttypid,
LATERAL (SELECT concat_ws(' ', array_to_string(a.attoptions, ', '),
  CASE WHEN a.attstattarget >= 0 THEN 'statistics ' || a.attstattarget END,
  CASE WHEN a.attstorage <> t.typstorage THEN 'storage ' || a.attstorage::text END,
  'compression ' || nullif(to_jsonb(a) ->> 'attcompression', '')) AS text) s WHERE s.text <> ''""",
    """
SELECT 'settings of', {table}, array_to_string(c.reloptions, ', ')
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND c.relkind IN ('v', 'm') AND {ours} AND {free_c}
WHERE c.reloptions IS NOT NULL""",
    """
SELECT 'settings of', {table} || '.' || i.relname, concat_ws(', ', CASE WHEN x.indisclustered THEN 'clustered' END,
       CASE WHEN x.indisreplident THEN 'replica identity' END)
FROM {of_tables} JOIN pg_index x ON x.indrelid = c.oid AND (x.indisclustered OR x.indisreplident)
JOIN pg_class i ON i.oid = x.indexrelid""",
    """
SELECT 'statistics', {table} || '.' || s.stxname, pg_get_statisticsobjdef(s.oid)
FROM {of_tables} JOIN pg_statistic_ext s ON s.stxrelid = c.oid""",
    """
SELECT 'privileges on', g.name, string_agg(replace(p::text, current_user::text, 'owner'), ', ' ORDER BY p::text) FROM (
  SELECT {table} AS name, c.relacl AS given,
         acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner) AS usual
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND {ours} AND {free_c} AND c.relname <> '{version_table}'
  UNION ALL
  SELECT {table} || '.' || a.attname, a.attacl, '{{}}' FROM {of_tables} JOIN pg_attribute a ON a.attrelid = c.oid
  UNION ALL
  SELECT {function} || '(' || pg_get_function_identity_arguments(p.oid) || ')', p.proacl, acldefault('f', p.proowner)
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace AND {ours} AND {free_p}
  UNION ALL
  SELECT nspname, nspacl, acldefault('n', nspowner) FROM pg_namespace n WHERE {ours} AND nspname <> 'public'
) g, unnest(g.given) p WHERE NOT (g.given @> g.usual AND g.given <@ g.usual) GROUP BY g.name""",
    """
SELECT 'comment of', i.type || ' ' || i.identity, o.description
FROM pg_description o, pg_identify_object(o.classoid, o.objoid, o.objsubid) i
WHERE o.objoid >= 16384 AND i.type IS NOT NULL AND o.classoid <> 'pg_extension'::regclass
AND NOT EXISTS (SELECT 1 FROM pg_depend e WHERE e.objid = o.objoid AND e.classid = o.classoid AND e.deptype = 'e')
AND NOT EXISTS (SELECT 1 FROM pg_class c WHERE o.classoid = 'pg_class'::regclass AND c.oid = o.objoid
                AND c.relkind IN ('r', 'p', 'f'))""",
    """
SELECT 'row security', {table}, CASE WHEN c.relforcerowsecurity THEN 'forced' ELSE 'enabled' END
FROM {of_tables} WHERE c.relrowsecurity""",
    """
SELECT 'column', {table} || '.' || a.attname, concat_ws(' ', format_type(a.atttypid, a.atttypmod),
       CASE WHEN a.attcollation <> t.typcollation THEN 'collate ' || a.attcollation::regcollation::text END,
       CASE WHEN a.attnotnull THEN 'not null' END,
       CASE a.attidentity WHEN 'a' THEN 'generated always as identity' WHEN 'd' THEN 'generated as identity' END,
       CASE WHEN a.attgenerated <> '' THEN 'generated as ' || pg_get_expr(d.adbin, d.adrelid)
            WHEN EXISTS ({own_sequence}) THEN 'serial'
            WHEN d.oid IS NOT NULL THEN 'default ' || pg_get_expr(d.adbin, d.adrelid) END)
FROM {of_tables} JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum""",
    """
SELECT 'constraint', {table} || '.' || k.conname, pg_get_constraintdef(k.oid)
FROM {of_tables} JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype NOT IN ('n', 't')""",
    """
SELECT 'index', {table} || '.' || i.relname, pg_get_indexdef(i.oid) || CASE WHEN x.indisvalid THEN '' ELSE ' (invalid)' END
FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class c ON c.oid = x.indrelid
JOIN pg_namespace n ON n.oid = c.relnamespace AND {ours} AND {free_c} AND c.relname <> '{version_table}'
WHERE c.relkind IN ('r', 'p', 'm')
AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.oid AND k.contype IN ('p', 'u', 'x'))""",
    """
SELECT 'comment on', CASE WHEN o.objsubid = 0 THEN {table} ELSE {table} || '.' || a.attname END, o.description
FROM {of_tables} JOIN pg_description o ON o.objoid = c.oid AND o.classoid = 'pg_class'::regclass
LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = o.objsubid""",
    """
SELECT 'type', {type}, string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder)
FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace AND {ours} AND {free_t}
JOIN pg_enum e ON e.enumtypid = t.oid GROUP BY 2""",
    """
SELECT 'domain', {type}, concat_ws(' ', format_type(t.typbasetype, t.typtypmod),
       CASE WHEN t.typnotnull THEN 'not null' END, 'default ' || t.typdefault,
       (SELECT string_agg(pg_get_constraintdef(k.oid), ' ' ORDER BY k.conname) FROM pg_constraint k
        WHERE k.contypid = t.oid AND k.contype = 'c'))
FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace AND t.typtype = 'd' AND {ours} AND {free_t}""",
    """
SELECT 'composite type', {table}, string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod), ', ' ORDER BY a.attnum)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND c.relkind = 'c' AND {ours} AND {free_c}
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped GROUP BY 2""",
    """
SELECT 'range type', {type}, format_type(r.rngsubtype, NULL)
FROM pg_range r JOIN pg_type t ON t.oid = r.rngtypid
JOIN pg_namespace n ON n.oid = t.typnamespace AND {ours} AND {free_t}""",
    """
SELECT CASE WHEN o.owner IS NULL THEN 'sequence' ELSE 'sequence of' END, coalesce(o.owner, {table}),
       concat_ws(' ', format_type(s.seqtypid, NULL), 'start', s.seqstart, 'increment', s.seqincrement, 'from', s.seqmin,
       'to', s.seqmax, 'cache', s.seqcache, CASE WHEN s.seqcycle THEN 'cycle' END)
FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid
JOIN pg_namespace n ON n.oid = c.relnamespace AND {ours} AND {free_c}
LEFT JOIN LATERAL (SELECT {owner} || '.' || a.attname AS owner FROM pg_depend d JOIN pg_class r ON r.oid = d.refobjid
  JOIN pg_namespace n ON n.oid = r.relnamespace JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum = d.refobjsubid
  WHERE d.objid = c.oid AND d.classid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')) o ON true""",
    """
SELECT CASE c.relkind WHEN 'm' THEN 'materialized view' ELSE 'view' END, {table}, pg_get_viewdef(c.oid)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND c.relkind IN ('v', 'm') AND {ours} AND {free_c}""",
    """
SELECT 'policy', {table} || '.' || p.polname, concat_ws(' ', p.polcmd::text, CASE WHEN NOT p.polpermissive THEN 'restrictive' END,
       (SELECT string_agg(r::regrole::text, ', ') FROM unnest(p.polroles) r WHERE r <> 0),
       'using ' || pg_get_expr(p.polqual, p.polrelid), 'check ' || pg_get_expr(p.polwithcheck, p.polrelid))
FROM {of_tables} JOIN pg_policy p ON p.polrelid = c.oid""",
    """
SELECT 'trigger', {table} || '.' || t.tgname, pg_get_triggerdef(t.oid) || CASE t.tgenabled
       WHEN 'D' THEN ' (disabled)' WHEN 'R' THEN ' (on replicas)' WHEN 'A' THEN ' (always)' ELSE '' END
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid AND NOT t.tgisinternal
JOIN pg_namespace n ON n.oid = c.relnamespace AND {ours} AND {free_c}""",
    """
SELECT 'rule', {table} || '.' || r.rulename, pg_get_ruledef(r.oid) || CASE r.ev_enabled WHEN 'D' THEN ' (disabled)' ELSE '' END
FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class AND r.rulename <> '_RETURN'
JOIN pg_namespace n ON n.oid = c.relnamespace AND {ours} AND {free_c}""",
    """
SELECT 'function', {function} || '(' || pg_get_function_identity_arguments(p.oid) || ')',
       CASE WHEN p.prokind IN ('f', 'p') THEN 'text with md5 ' || md5(pg_get_functiondef(p.oid)) ELSE 'aggregate' END
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace AND {ours} AND {free_p}""",
    "SELECT 'extension', extname, '' FROM pg_extension WHERE extname <> 'plpgsql'",
    "SELECT 'schema', nspname, '' FROM pg_namespace n WHERE {ours} AND nspname <> 'public' AND {free_n}",
)

# What our own DDL needs and does not make, to be run before it.
BORROWED = """
SELECT statement FROM (
  SELECT 1 AS place, format('CREATE SCHEMA IF NOT EXISTS %I', nspname) AS statement FROM pg_namespace n
  WHERE {ours} AND nspname <> 'public'
  UNION ALL
  SELECT 2, format('CREATE EXTENSION IF NOT EXISTS %I SCHEMA %I CASCADE', x.extname, n.nspname)
  FROM pg_extension x JOIN pg_namespace n ON n.oid = x.extnamespace WHERE x.extname <> 'plpgsql'
  UNION ALL
  SELECT 3, 'SET LOCAL check_function_bodies = off; ' || pg_get_functiondef(p.oid)
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
  WHERE p.prokind IN ('f', 'p') AND {ours} AND {free_p}) s ORDER BY place"""


def _filled(query):
    facts = {"table": TABLE, "of_tables": OF_TABLES, "own_sequence": OWN_SEQUENCE, "ours": OURS}
    facts.update({"type": _name("t.typname"), "function": _name("p.proname"), "owner": _name("r.relname")})
    facts.update({"free_" + alias: _free(alias) for alias in "cntp"}, version_table=VERSION_TABLE)
    return query.format(**facts)


def read_catalog(connection):
    if connection.dialect.name == "sqlite":
        return _sqlite(connection)
    objects = {}
    for query in QUERIES:
        for kind, name, definition in rows_of(connection, _filled(query)):
            objects["%s %s" % (kind, name)] = definition or ""
    return {"objects": objects}


def has_enums(connection):
    return connection.dialect.name == "postgresql" and bool(rows_of(connection, "SELECT 1 FROM pg_enum LIMIT 1"))


def borrowed_statements(connection):
    """Schemas, extensions and functions of this database, as PostgreSQL would make them; each may fail elsewhere."""
    return [row[0] for row in rows_of(connection, _filled(BORROWED))]


def _sqlite(connection):
    found = {"tables": [], "indexes": [], "views": [], "triggers": []}
    places = {"index": "indexes", "view": "views", "trigger": "triggers"}
    for kind, name, table, sql in rows_of(
        connection, "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY name"
    ):
        if name.startswith("sqlite_") or VERSION_TABLE in (name, table):
            continue
        if kind == "table":
            columns = rows_of(connection, 'PRAGMA table_xinfo("%s")' % name.replace('"', '""'))
            found["tables"].append({"name": name, "sql": sql, "columns": [list(column[1:]) for column in columns]})
        elif sql:
            found[places[kind]].append({"name": name, "table": table, "sql": sql})
    return found
