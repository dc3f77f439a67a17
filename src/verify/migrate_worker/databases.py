"""Databases: how one is reached with the drivers that the project's Python has, and how scratch ones come and go."""

import asyncio
import importlib
import importlib.util
import os
import secrets
import shutil
from contextlib import suppress

import sqlalchemy as sa
from sqlalchemy.engine.url import URL, make_url
from sqlalchemy.pool import NullPool

PREFIX = "alembic_migrate_verify_"
SYNC_DRIVERS = ("psycopg2", "psycopg")
CONNECT_SECONDS = 10


def is_installed(module):
    try:
        return importlib.util.find_spec(module) is not None
    except (ImportError, ValueError):
        return False


def is_modern():
    """SQLAlchemy from 2.0 on."""
    return int(sa.__version__.split(".")[0]) >= 2


def postgres_drivers():
    """The drivers for PostgreSQL that can be used here, the best first."""
    found = [name for name in SYNC_DRIVERS if is_installed(name) and (name == "psycopg2" or is_modern())]
    if is_installed("asyncpg") and is_installed("greenlet"):
        found.append("asyncpg")
    return found


def load_drivers():
    """The drivers for PostgreSQL, imported: what they load by themselves is then not taken for the project's doing."""
    found = postgres_drivers()
    for name in found:
        with suppress(Exception):
            importlib.import_module(name)
    return found


def with_driver(url, drivers):
    """The URL with the first driver that is there, unless its own one is."""
    own = url.drivername.partition("+")[2]
    if url.drivername.partition("+")[0] == "postgresql" and own in drivers:
        return url
    return url.set(drivername="postgresql+" + drivers[0])


def read_postgres_url(text, drivers):
    if text.startswith("postgres://"):
        text = "postgresql://" + text[len("postgres://") :]
    return with_driver(make_url(text), drivers)


def is_async(url):
    return url.drivername.endswith("+asyncpg")


def _arguments(url):
    if url.drivername.startswith("sqlite"):
        return {}
    return {"timeout" if is_async(url) else "connect_timeout": CONNECT_SECONDS}


def _engine(url):
    if not is_async(url):
        engine = sa.create_engine(url, poolclass=NullPool, connect_args=_arguments(url))
        if engine.dialect.name == "sqlite":
            sa.event.listen(engine, "connect", _without_waiting_for_the_disk)
        return engine
    from sqlalchemy.ext.asyncio import create_async_engine

    return create_async_engine(url, poolclass=NullPool, connect_args=_arguments(url))


def _without_waiting_for_the_disk(raw, _record):
    raw.execute("PRAGMA synchronous = OFF")


def with_connection(url, work):
    """What `work` makes of a SQLAlchemy connection, which is closed after it. It commits what it wants to keep."""
    engine = _engine(url)
    if not is_async(url):
        with engine.connect() as connection:
            return work(connection)

    async def go():
        async with engine.connect() as connection:
            return await connection.run_sync(work)

    return asyncio.run(go())


def in_transaction(url, work):
    def whole(connection):
        with connection.begin():
            return work(connection)

    return with_connection(url, whole)


def rows_of(connection, sql):
    """The rows of a statement that has no parameters: a % is a % with every driver."""
    return [tuple(row) for row in connection.execution_options(no_parameters=True).exec_driver_sql(sql)]


def run_statements(url, statements):
    """All of them in one transaction. An error gets the attribute `statement_at_fault`."""

    def work(connection):
        plain = connection.execution_options(no_parameters=True)
        for statement in statements:
            try:
                plain.exec_driver_sql(statement)
            except Exception as error:
                error.statement_at_fault = statement
                raise

    in_transaction(url, work)


def autocommitted(connection):
    return connection.execution_options(isolation_level="AUTOCOMMIT")


def _quoted(name):
    return '"' + name.replace('"', '""') + '"'


class SqliteDatabases:
    """Files in the scratch folder."""

    dialect = "sqlite"

    def __init__(self, folder):
        self.folder = folder
        self.count = 0

    def create(self, template=None):
        self.count += 1
        path = os.path.join(self.folder, PREFIX + str(self.count) + ".db")
        if template is not None:
            shutil.copyfile(template.database, path)
        return URL.create("sqlite", database=path)

    def server(self):
        return "SQLite " + with_connection(make_url("sqlite://"), lambda c: rows_of(c, "SELECT sqlite_version()"))[0][0]


class PostgresDatabases:
    """Databases of one server, made through `admin` and owned by a role that has no rights but on them.

    Each name begins with `name`, as the role is called, and none was there before. `url` is the server as that role;
    `role_why` tells why there is none, and then it is `admin`.
    """

    dialect = "postgresql"

    def __init__(self, admin, name, is_ours):
        self.admin, self.name = admin, name
        self.count = 0
        self.url, self.role_why, self.version = admin, "", 0
        with_connection(admin, lambda connection: self._make_role(autocommitted(connection), is_ours))

    def _make_role(self, connection, is_ours):
        self.version = int(rows_of(connection, "SHOW server_version_num")[0][0])
        password = secrets.token_hex(16)
        # What CREATEROLE may do is bounded since PostgreSQL 16.
        more = "CREATEROLE" if is_ours and self.version >= 160000 else "NOCREATEROLE"
        rights = "LOGIN NOSUPERUSER NOCREATEDB NOREPLICATION NOBYPASSRLS " + more
        try:
            connection.exec_driver_sql("CREATE ROLE %s %s PASSWORD '%s'" % (_quoted(self.name), rights, password))
            if rows_of(connection, "SHOW is_superuser")[0][0] != "on":
                connection.exec_driver_sql("GRANT %s TO CURRENT_USER" % _quoted(self.name))
            url = _as_role(self.admin, self.name, password)
            with_connection(url, lambda c: rows_of(c, "SELECT 1"))
            self.url = url
        except Exception as error:
            original = getattr(error, "orig", None) or error
            self.role_why = (str(original).strip().splitlines() or [type(original).__name__])[0][:200]

    def create(self, template=None):
        self.count += 1
        made = "%s_%d" % (self.name, self.count)
        source = template.database if template is not None else "template0"
        sql = "CREATE DATABASE %s TEMPLATE %s" % (_quoted(made), _quoted(source))
        if not self.role_why:
            sql += " OWNER " + _quoted(self.name)
        with_connection(self.admin, lambda c: autocommitted(c).exec_driver_sql(sql))
        if not self.role_why and template is None and self.version < 150000:
            self._give_public(self.admin.set(database=made))
        return self.url.set(database=made)

    def _give_public(self, url):
        """Since PostgreSQL 15 the schema belongs to whom the database belongs."""
        sql = "ALTER SCHEMA public OWNER TO " + _quoted(self.name)
        with suppress(Exception):
            with_connection(url, lambda c: autocommitted(c).exec_driver_sql(sql))

    def server(self):
        version = with_connection(self.url, lambda c: rows_of(c, "SHOW server_version"))[0][0]
        return "PostgreSQL " + version.split(" ")[0]


def _as_role(url, name, password):
    left_out = ("user", "password", "passfile", "service")
    query = {key: value for key, value in url.query.items() if key not in left_out}
    return url.set(username=name, password=password, query=query)


def drop_databases(connection, name):
    """Drops the scratch databases whose names begin with `name`, also when someone is still connected to them, and the
    role that is called so."""
    for (found,) in rows_of(connection, "SELECT datname FROM pg_database"):
        if found.startswith(name) and found.startswith(PREFIX):
            end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '%s'" % found
            rows_of(connection, end)
            connection.exec_driver_sql("DROP DATABASE IF EXISTS " + _quoted(found))
    with suppress(Exception):  # none was made, or the server would not let it go
        connection.exec_driver_sql("DROP ROLE IF EXISTS " + _quoted(name))
