"""What nobody should type, and somebody will: descriptions, names, values and whole requests."""

import json
import random

TRIPLE = '"' * 3
PIECES = {
    "single quotes": "it's 'so' ''called''",
    "double quotes": 'the "quoted" name',
    "ends with a quote": 'add index on customers email"',
    "triple quotes": f"add {TRIPLE} table",
    "closes the docstring": f"x{TRIPLE}\nimport os\nos.system('id')\n{TRIPLE}",
    "only quotes": '"' * 7,
    "single triple": "add ''' table",
    "backslash": "add C:\\new\\x41\\u0041\\N{DASH} table",
    "ends with a backslash": "add table\\",
    "two backslashes and a quote": 'a\\\\"',
    "backslash and newline": "a\\\nb",
    "newlines": "add\ninvoices\r\ntable\rnow",
    "line separators": "add\u2028invoices\u2029table\u0085now\x0b\x0c",
    "tabs": "add\tinvoices\t\ttable",
    "nul": "add \x00 table",
    "escape sequences": "\x1b[31madd red table\x1b[0m\x07",
    "emoji": "add 🚲👩‍👩‍👧‍👦 table",
    "right to left": "add \u202egnirts\u202c طاولة הזמנות table",
    "isolates": "add \u2066a\u2069 \u200b\u200e\ufeff table",
    "combining": "add z\u0351\u036b\u0343\u0312" + "\u0301" * 200 + " table",
    "not normal": "add \ufb01nance \u212b\u0130\u0131\u1e9e table",
    "lone surrogate": "add \ud800 table",
    "private and unassigned": "add \ue000\U0010ffff\ufffe table",
    "SQL": "add t; DROP TABLE customers; --",
    "more SQL": "' OR 1=1; DELETE FROM customers WHERE ''='",
    "dollar quotes": "$$; DROP TABLE customers; $$",
    "Python": "__import__('os').system('id')",
    "Python statements": "add table\n    pass\n\nraise SystemExit(1)\n",
    "f-string": "add {op} {0} {revision!r} %s %(rev)s %% table",
    "mako": "add ${__import__('os')} <% x %> ## comment table",
    "coding line": "-*- coding: utf-7 -*-",
    "noqa": "# noqa # type: ignore # fmt: off",
    "shell": "$(touch PWNED) `touch PWNED` ; touch PWNED | touch PWNED",
    "upwards": "../../x",
    "upwards on Windows": "..\\..\\x",
    "absolute": "/etc/passwd",
    "drive": "C:\\Windows\\system32\\con",
    "device": "con",
    "another device": "NUL",
    "dots": "...",
    "option": "--project=/etc",
    "URL": "file:///etc/passwd",
    "dash": "-",
    "blank": "   ",
    "empty": "",
    "header": "Revision ID: 1\nRevises: base\nCreate Date: never",
    "assignment": "down_revision = None",
    "long word": "a" * 1900,
    "long": "add invoices table with " + ", ".join(f"column{i}" for i in range(150)),
    "100 KB": "add invoices table " * 5500,
    "100 KB word": "x" * 100_000,
    "1 MB": "y" * 1_000_000,
    "commas": "," * 1500,
    "brackets": "(" * 1500,
    "brackets of a type": "add t table: a numeric(" + "(" * 500 + ")" * 500,
    "and and and": "and " * 400,
    "colons": "add t table:::: a: b: c:",
    "JSON": '{"description": "add t table"}',
    "skill": "/migrate /migrate add invoices table",
    "huge numbers": "add amount numeric(99999999999999999999,2) to customers",
    "negative numbers": "add amount numeric(-1,-2) to customers",
    "long string type": "add note string(2147483648) to customers",
    "reserved table": "add select table: from, where, class, order",
    "name with quotes": 'add "in\'vo\\"ices" table',
    "values": "add t table: status in ('a', \"b\", c'd, %s, :x, \\) default 'a'",
    "default": "set default of status on parts to 'it''s 50% :x \\'",
    "check": f"add check on parts name <> '{TRIPLE}'",
}

NAMES = [
    'a"b', "a'b", "a`b", "a.b", "a..b", ".", "..", "../../x", "a/b", "a\\b", "100%", "%s", "%(x)s", "a:b", ":bind", "::", "$$", "{x}", "a b",
    " lead", "trail ", "a\tb", "a\nb", "a\x00b", "", " ", "-", "--", ";", "a;b", "a,b", "(", ")", "*", "1", "1a", "select", "user", "order",
    "group", "from", "class", "def", "None", "import", "pass", "op", "sa", "id", "ID", "Mixed", "ünïcode", "таблица", "表", "🚲",
    "\u202ea", "x" * 63, "x" * 64, "x" * 200, "ą" * 40, "y" * 100_000, "pg_catalog", "sqlite_master", "alembic_version", TRIPLE,
    "a" + TRIPLE + "b", "a\\", "a\\'b", "public.x", "pg_x", "rowid", "ctid", "xmin", "tableoid",
]  # fmt: skip

TEXTS = [
    "it's", '"', "'", "''", TRIPLE, "\\", "\\'", "50%", "%s", "%(x)s", "%%", ":x", "::jsonb", "\\:x", "a:b", "{}", "{x}", "$$", "$1",
    "?", "a\nb", "a\r\nb", "a\tb", "\x00", "\x1b[0m", "🚲", "\u202ex", "\u2028", "; DROP TABLE customers; --", "/*", "*/", "--",
    "NULL", "now()", "z" * 500, "",
]  # fmt: skip

SQLS = [
    "total >= 0", "name <> ':x'", "name LIKE '50%'", "name <> '%(x)s'", "name <> '\"'", f"name <> '{TRIPLE}'", "name <> '\\'",
    "name <>\n'a'", "name <> 'a\nb'", "", " ", "(", ")", "1) OR (1=1", "1; DROP TABLE customers", "name = 'open", "$$x$$", "-- c", "/* c",
    "name::text <> 'x'", "name ~ E'\\\\d'", "x" * 100_000, "((((" * 200 + "1" + "))))" * 200, "\x00", "🚲 = 1",
]  # fmt: skip

TYPES = [
    "string", "string(0)", "string(-1)", "string(1.5)", "string(99999999999999999999)", "string(10485761)", "numeric(1001,2)",
    "numeric(2,5)", "numeric(12,2", "numeric 12,2)", "array", "array()", "array(array(text))", "array(" * 1000 + "text" + ")" * 1000,
    "text; DROP TABLE x", "string('a')", "sa.String(5)", "__import__('os')", "🚲", "", " ", "x" * 100_000, "enum(a,b)", "geometry",
    "STRING(5)", "varchar(5)", "timestamp", "int4range", "%s", ":x", '"', "\n", "\x00", "json\\",
]  # fmt: skip

DATES = [
    "2026-02-30",
    "0000-00-00",
    "9999-12-31",
    "2026-3-1",
    "20260301",
    "../../x",
    "",
    "2026-03-01T00:00:00Z",
    "٢٠٢٦-٠٣-٠١",
    "x" * 9000,
]
NUMBERS = [0, -1, 1, 18, 999_999, 1_000_000, 2**31, 2**63, 2**64, 10**30, 1.5, 1e300, True, "19", [], {}]
ODD_JSON = [5, -5, 0.1, 1e300, 10**40, True, [], {}, [[]], [{}], {"a": {"b": []}}, "x", [None], "", ["x"] * 10_000]


def nested(depth):
    value = "x"
    for _ in range(depth):
        value = [value]
    return value


def create(**column):
    return {"op": "create_table", "table": "hostile", "columns": [{"name": "c", "type": "text", **column}]}


def operations():
    """(label, one operation); some are fine, most are not."""
    for name in NAMES:
        shown = name[:20]
        yield f"table {shown!r}", {"op": "create_table", "table": name, "columns": ["c"]}
        yield f"column {shown!r}", create(name=name)
        yield (
            f"added column {shown!r}",
            {"op": "add_column", "table": "customers", "column": {"name": name, "type": "text"}},
        )
        yield f"new name {shown!r}", {"op": "rename_column", "table": "customers", "column": "email", "to": name}
        yield f"new table name {shown!r}", {"op": "rename_table", "table": "tags", "to": name}
        yield f"index {shown!r}", {"op": "create_index", "table": "customers", "columns": ["email"], "name": name}
        yield f"check {shown!r}", {"op": "create_check", "table": "customers", "sql": "email <> ''", "name": name}
        yield f"missing table {shown!r}", {"op": "drop_table", "table": name}
        yield f"missing column {shown!r}", {"op": "drop_column", "table": "customers", "column": name}
        yield f"schema {shown!r}", {"op": "create_table", "table": "t", "schema": name, "columns": ["c"]}
        yield f"target {shown!r}", create(name="c_id", type=None, references=name)
    for text in TEXTS:
        shown = text[:20]
        yield f"default {shown!r}", create(default=text)
        yield f"sql default {shown!r}", create(default={"sql": text})
        yield f"comment {shown!r}", create(comment=text)
        yield f"allowed {shown!r}", create(**{"in": [text, "b"]})
        yield f"backfill {shown!r}", {
            "op": "add_column", "table": "customers", "column": {"name": "c", "type": "text", "nullable": False, "backfill": text}
        }  # fmt: skip
    for sql in SQLS:
        shown = sql[:20]
        yield f"check sql {shown!r}", {"op": "create_check", "table": "parts", "sql": sql, "name": "chk_hostile"}
        yield f"where {shown!r}", {"op": "create_index", "table": "parts", "columns": ["name"], "where": sql}
        yield (
            f"expression {shown!r}",
            {"op": "create_index", "table": "parts", "columns": [{"expression": sql}], "name": "idx_hostile"},
        )
        yield f"execute {shown!r}", {"op": "execute", "sql": sql, "down_sql": sql}
        yield f"execute once {shown!r}", {"op": "execute", "sql": sql, "down_sql": None, "dialect": "postgresql"}
        yield (
            f"using {shown!r}",
            {"op": "alter_column", "table": "customers", "column": "email", "type": "integer", "using": sql},
        )
    for type_ in TYPES:
        yield f"type {type_[:20]!r}", create(type=type_)
    for value in ODD_JSON:
        shown = json.dumps(value)[:20]
        for key in (
            "name",
            "type",
            "nullable",
            "default",
            "references",
            "in",
            "check",
            "comment",
            "backfill",
            "identity",
        ):
            yield f"{key} {shown}", create(**{key: value})
        for key in ("op", "table", "schema", "columns", "checks", "indexes", "primary_key", "unknown key"):
            yield f"operation's {key} {shown}", {**create(), key: value}


def requests():
    """(label, params of `migrate`) for all of the above and what else can be in a request."""
    for label, piece in PIECES.items():
        yield f"description: {label}", {"description": piece}
        yield f"table of: {label}", {"description": f"add {piece} table"}
        yield f"column of: {label}", {"description": f"add {piece} to customers"}
        yield f"message: {label}", {"operations": [create()], "message": piece}
        yield f"command: {label}", {"command": f"/migrate {piece}"}
    for label, operation in operations():
        yield f"operation: {label}", {"description": "hostile", "operations": [operation]}
    for date in DATES:
        yield f"date {date[:20]!r}", {"description": "add invoices table", "date": date}
    for number in NUMBERS:
        yield f"number {number!r}", {"description": "add invoices table", "number": number}
    for text in ("../../..", "/etc", "~", "..\\..", "backend/alembic.ini#nothing", "\x00", "x" * 5000, "🚲", "", "."):
        yield f"project {text[:20]!r}", {"description": "add invoices table", "project": text}
        yield f"head {text[:20]!r}", {"description": "add invoices table", "head": text}
    for value in ODD_JSON:
        shown = json.dumps(value)[:20]
        for key in (
            "description",
            "command",
            "operations",
            "down_operations",
            "message",
            "date",
            "head",
            "backfill",
            "project",
            "explain",
        ):
            yield f"{key} is {shown}", {"description": "add invoices table", key: value}
    yield "many operations", {"operations": [create()] * 201}
    yield (
        "many columns",
        {"operations": [{**create(), "columns": [{"name": f"c{i}", "type": "text"} for i in range(2000)]}]},
    )
    yield "the same column twice", {"operations": [{**create(), "columns": ["c", "c"]}]}
    yield "the same table twice", {"operations": [create(), create()]}
    yield "nested lists", {"operations": nested(50)}
    yield "nothing", {}


def random_requests(count, seed):
    """Pieces put together by chance, the same for the same seed."""
    chance = random.Random(seed)
    words = [
        "add",
        "drop",
        "rename",
        "make",
        "table",
        "column",
        "index",
        "on",
        "to",
        "and",
        "with",
        "customers",
        "email",
        "in",
        "(",
        ")",
    ]
    parts = words + NAMES[:60] + TEXTS + [piece for piece in PIECES.values() if len(piece) < 300]
    found = list(operations())
    for number in range(count):
        if number % 2:
            chosen = [operation for _, operation in chance.sample(found, chance.randint(1, 3))]
            yield f"by chance {number}", {"message": chance.choice(parts), "operations": chosen}
        else:
            yield f"by chance {number}", {"description": " ".join(chance.choices(parts, k=chance.randint(1, 12)))}


def raw_lines():
    """(label, bytes of a line) that no library would write."""
    begin = b'{"jsonrpc":"2.0","id":1,"method":"migrate","params":'
    yield "deep list", begin + b'{"operations":' + b"[" * 100_000 + b"]" * 100_000 + b"}}"
    yield "deep object", begin + b'{"operations":' + b'{"a":' * 50_000 + b"1" + b"}" * 50_000 + b"}}"
    yield "open lists", begin + b'{"operations":' + b"[" * 200_000
    for number in (b"1e999", b"-1e999", b"1" * 5000, b"0." + b"0" * 5000 + b"1", b"1e-99999", b"NaN", b"-"):
        yield (
            f"number {number[:9]!r}",
            begin + b'{"description":"add invoices table","dry_run":true,"number":' + number + b"}}",
        )
        yield (
            f"default {number[:9]!r}",
            (
                begin + b'{"message":"m","dry_run":true,"operations":[{"op":"create_table","table":"hostile","columns":'
                b'[{"name":"c","type":"integer","default":' + number + b"}]}]}}"
            ),
        )
    for label, text in (
        ("bad UTF-8", b"\xff\xfe\xc0\x80"),
        ("surrogate", b"\\ud800"),
        ("half", b"\\udc00x"),
        ("raw NUL", b"\x00"),
        ("NUL", b"\\u0000"),
    ):
        yield label, begin + b'{"description":"add ' + text + b' table","dry_run":true}}'
    yield "the same key twice", begin + b'{"dry_run":true,"description":"add a table","description":"add b table"}}'
    yield "byte order mark", b"\xef\xbb\xbf" + begin + b'{"dry_run":true,"description":"add a table"}}'
