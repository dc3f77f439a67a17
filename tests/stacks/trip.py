"""One case of the laws within a worker: run by tests/stacks/worker.py with the Python of a stack.

    trip(request, upgrade, downgrade)     the schema before with rows, up and down; what stood there at each time
    predict(request)                      the catalog of the schema that was predicted

PostgreSQL's databases are dear: one is used for all cases, emptied before each, and read through one connection.
"""

from __future__ import annotations

import contextlib
from decimal import Decimal

import sqlalchemy as sa
from rows import fill

from catalog import read_catalog

EMPTY = "DROP SCHEMA public CASCADE; CREATE SCHEMA public;"
STAMP = (
    "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc "
    "PRIMARY KEY (version_num)); INSERT INTO alembic_version VALUES ('start');"
)

_connections: dict[str, sa.engine.Connection] = {}
_catalogs: dict[tuple[str, str], dict] = {}


def _kept(url: str):
    """A connection that is read through, or that empties the database: nothing of it is left open between calls."""
    if url not in _connections:
        _connections[url] = sa.create_engine(url, poolclass=sa.pool.NullPool).connect()
    return _connections[url]


@contextlib.contextmanager
def _transaction(url: str):
    """On PostgreSQL what is not kept by commit() goes back; a new connection for a file of SQLite."""
    if url.startswith("sqlite"):
        with sa.create_engine(url, poolclass=sa.pool.NullPool).connect() as connection:
            yield connection
        return
    connection = _kept(url)
    transaction = connection.begin()
    try:
        yield connection
    finally:
        transaction.rollback()


def _script(connection, sql: str) -> None:
    raw = connection.connection
    driver = getattr(raw, "driver_connection", None) or raw.connection
    if connection.dialect.name == "sqlite":
        driver.executescript(sql)
    elif sql.strip():
        with driver.cursor() as cursor:
            cursor.execute(sql)


def shown(value):
    """A cell as text; psycopg2 gives bytes as a view, whose own text is where it lies. 5.00 is the number 5."""
    if isinstance(value, Decimal) and value.is_finite():
        return format(value.normalize(), "f")
    return repr(bytes(value) if isinstance(value, memoryview) else value)


def cells_of(connection, catalog: dict) -> dict:
    """Every table's rows, each a mapping of column to cell."""
    found = {}
    plain = connection.execution_options(no_parameters=True)
    for name in catalog["tables"]:
        quoted = ".".join('"' + part.replace('"', '""') + '"' for part in name.split("."))
        rows = plain.exec_driver_sql(f"SELECT * FROM {quoted}")
        keys = list(rows.keys())
        found[name] = [dict(zip(keys, map(shown, row))) for row in rows]
    return found


def _read(url: str) -> dict:
    with _transaction(url) as connection:
        catalog = read_catalog(connection)
        return {"catalog": catalog, "cells": cells_of(connection, catalog)}


def _prepare(request: dict) -> None:
    url, sql = request["url"], request["sql"]
    with _transaction(url) as connection:
        empty = "" if connection.dialect.name == "sqlite" else EMPTY
        _script(connection, empty + sql + STAMP)
        key = (connection.dialect.name, sql)
        if key not in _catalogs:
            _catalogs[key] = read_catalog(connection)
        if request["rows"]:
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")  # a row that breaks one is left out
            fill(connection, _catalogs[key], request["rows"], awkward_from=2)
        connection.connection.commit()


def trip(request: dict, upgrade, downgrade) -> dict:
    """{"before", "after", "back"}, each with catalog and cells; `failed`: which of them was not reached, and why."""
    _prepare(request)
    found = {"before": _read(request["url"])}
    upgrade({**request, "revision": request["revision"]})
    found["after"] = _read(request["url"])
    downgrade({**request, "revision": "start"})
    found["back"] = _read(request["url"])
    return found


def predict(request: dict) -> dict:
    url = "sqlite://" if request["url"].startswith("sqlite") else request["url"]
    with _transaction(url) as connection:
        _script(connection, ("" if url == "sqlite://" else EMPTY) + request["sql"])
        return read_catalog(connection)
