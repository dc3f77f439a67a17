"""Fields of a request that hold SQL or a name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from attack_base import DRY, SECOND, Attack
from small_project import small_project


def as_small(project: Path, _outside: Path) -> None:
    made = small_project(project.parent, "made")
    made.rename(project)


SAMPLE_VERSIONS = "backend/app/migrations/versions"
MORE_SQL = [
    f"'x'; {SECOND}; --", "'OPEN' -- rows of before 2024", "'x' /* c */", "'x'; ", f"1) ; {SECOND}; --", "'x' --", "'open", "1 /*", "$$x", "(1", "1)",
    "1, 2", f"'x' || (SELECT 1); {SECOND}", "", "-- c", "'x'\n-- c\n", "1 UNION SELECT 2; --", "\\", "E'\\'; " + SECOND + "; --'", f"$a$x$a$; {SECOND}",
    "/*" * 10_000, "(" * 10_000 + "1" + ")" * 10_000, "1" + "+1" * 50_000,
]  # fmt: skip
MORE_NAMES = [
    'a"b',
    f'C"; {SECOND}; --',
    f"x; {SECOND}",
    f"x) ; {SECOND}; --",
    "a.b.c.d",
    "a\x00b",
    "a\nb",
    "x" * 5000,
    "btree; --",
    '"',
    "''",
]


def column(**more) -> dict:
    return {"op": "add_column", "table": "tags", "column": {"name": "c", "type": "text", **more}}


def sql_fields() -> Iterator[Attack]:
    def ask(name: str, operation: dict, **more) -> Attack:
        params = {"description": "hostile", "operations": [operation], **DRY, **more}
        return Attack(name, as_small, [params], versions=SAMPLE_VERSIONS)

    for sql in MORE_SQL:
        shown = repr(sql[:24])
        yield ask(f"backfill {shown}", column(nullable=False, backfill=sql))
        yield ask(f"backfill sql {shown}", column(nullable=False, backfill={"sql": sql}))
        yield ask(f"backfill of the request {shown}", column(nullable=False), backfill=sql)
        yield ask(f"default {shown}", column(default={"sql": sql}))
        yield ask(f"computed {shown}", column(computed=sql))
        yield ask(f"check {shown}", column(check=sql))
        yield ask(f"a CHECK {shown}", {"op": "create_check", "table": "tags", "name": "chk_c", "sql": sql})
        change = {"op": "alter_column", "table": "parts", "column": "name", "type": "integer"}
        yield ask(f"using {shown}", {**change, "using": sql})
        index = {"op": "create_index", "table": "parts", "columns": ["name"], "name": "ix_hostile"}
        yield ask(f"where {shown}", {**index, "where": sql})
        yield ask(f"expression {shown}", {**index, "columns": [{"expression": sql}]})
    for name in MORE_NAMES:
        shown = repr(name[:24])
        yield ask(f"collation {shown}", {**index, "columns": [{"column": "name", "collation": name}]})
        yield ask(f"opclass {shown}", {**index, "columns": [{"column": "name", "opclass": name}]})
        yield ask(f"method {shown}", {**index, "method": name})
        yield ask(f"with {shown}", {**index, "with": name})
        yield ask(f"type {shown}", column(type=name))
        label = name.replace(SECOND, "DROP TABLE t")  # a label may be any text, and is a text in the file
        yield ask(f"enum {shown}", column(type=f"enum({label})"))
        yield ask(f"references {shown}", column(type=None, references=name))
