"""The tables of a project's models as SQLAlchemy itself makes them: DDL for both dialects.

As a program it takes {"folder", "paths", "modules", "stood_in"} as JSON on its standard input, imports the modules with
stand-ins for what is missing, and writes as the last line of its output {"statements": {dialect: [...]}, "tables":
{name: module}, "failed": {module: error}, "problems": {dialect: {table: error}}}.
"""

from __future__ import annotations

import importlib
import json
import sys

import sqlalchemy.dialects.mysql  # noqa: F401  a program that runs has loaded what it names
import stand_ins
from sqlalchemy import MetaData, Table, create_mock_engine
from sqlalchemy.schema import CreateIndex, CreateTable

DIALECTS = ("postgresql", "sqlite")
LIBRARY_SCHEMAS = ("pg_catalog", "information_schema", "sys")  # tables that SQLAlchemy has for itself
HARD = (KeyboardInterrupt, MemoryError)


def watch() -> list[MetaData]:
    """Every MetaData that is made from now on."""
    made: list[MetaData] = []
    before = MetaData.__init__

    def init(self, *arguments, **named):
        before(self, *arguments, **named)
        made.append(self)

    MetaData.__init__ = init
    return made


def import_all(modules: list[str], failed: dict[str, str]) -> None:
    for name in modules:
        try:
            importlib.import_module(name)
        except HARD:
            raise
        except BaseException as error:  # whatever an application does when it starts
            failed[name] = f"{type(error).__name__}: {error}".split("\n")[0]


def make_engine(dialect: str, statements: list[str]):
    def execute(sql, *_arguments, **_named):
        text = str(sql.compile(dialect=engine.dialect)).strip() if not isinstance(sql, str) else sql
        if text.rstrip(";"):
            statements.append(text)

    engine = create_mock_engine(f"{dialect}://", execute)
    return engine


def shown(table: Table) -> str:
    try:
        return str(CreateTable(table).compile(dialect=make_engine("postgresql", []).dialect))
    except Exception as error:
        return type(error).__name__


def statements_of(metadata: MetaData, tables: list[Table], dialect: str, problems: dict[str, str]) -> list[str]:
    fine = []
    for table in tables:
        try:
            CreateTable(table).compile(dialect=make_engine(dialect, []).dialect)
            fine.append(table)
        except Exception as error:  # a type without a form on the dialect, a key that leads nowhere
            problems[table.fullname] = f"{type(error).__name__}: {error}".split("\n")[0]
    statements: list[str] = []
    if dialect == "sqlite":  # create_all leaves keys in a circle out there, which a migration has
        engine = make_engine(dialect, statements)
        for table in fine:
            for element in (CreateTable(table), *map(CreateIndex, table.indexes)):
                statements.append(str(element.compile(dialect=engine.dialect)).strip())
        return statements
    try:
        metadata.create_all(make_engine(dialect, statements), tables=fine, checkfirst=False)
        return statements
    except Exception as error:
        problems["*"] = f"{type(error).__name__}: {error}".split("\n")[0]
    for table in fine:
        try:
            metadata.create_all(make_engine(dialect, statements), tables=[table], checkfirst=False)
        except Exception as error:
            problems[table.fullname] = f"{type(error).__name__}: {error}".split("\n")[0]
    return statements


def main() -> None:
    given = json.loads(sys.stdin.read())
    sys.path[:0] = given["paths"]
    stand_ins.install(given["folder"], given["stood_in"])
    made = watch()
    failed: dict[str, str] = {}
    import_all(given["modules"], failed)
    try:
        from sqlalchemy.orm import configure_mappers

        configure_mappers()
    except Exception as error:
        failed["configure_mappers"] = f"{type(error).__name__}: {error}".split("\n")[0]
    result = {"statements": {}, "tables": {}, "failed": failed, "problems": {}}
    metadatas = []
    for metadata in [*made, *_libraries_own()]:
        own = [table for table in metadata.tables.values() if (table.schema or "").lower() in LIBRARY_SCHEMAS]
        if metadata not in metadatas and not own:
            metadatas.append(metadata)
    kept: dict[MetaData, list[Table]] = {}
    known: dict[str, str] = {}
    for metadata in metadatas:
        for table in metadata.tables.values():
            text = shown(table)
            if table.fullname not in known:
                kept.setdefault(metadata, []).append(table)
            twice = known.setdefault(table.fullname, text) != text  # not only a module imported under two names
            result["tables"][table.fullname] = twice or result["tables"].get(table.fullname, False)
    for dialect in DIALECTS:
        problems = result["problems"][dialect] = {}
        result["statements"][dialect] = [
            sql for metadata, tables in kept.items() for sql in statements_of(metadata, tables, dialect, problems)
        ]
    print("\n" + json.dumps(result))


def _libraries_own() -> list[MetaData]:
    sqlmodel = sys.modules.get("sqlmodel")
    metadata = getattr(getattr(sqlmodel, "SQLModel", None), "metadata", None)
    return [metadata] if isinstance(metadata, MetaData) else []


if __name__ == "__main__":
    main()
