"""What the project's code finds in its environment: every name that may lead to a database leads to the scratch one.

They are set and not removed: an application would take the real one from its .env file then.
"""

import os
import re

URL_NAMES = (
    "ALEMBIC_DATABASE_URL",
    "ALEMBIC_URL",
    "ASYNC_DATABASE_URL",
    "DATABASE_DSN",
    "DATABASE_URI",
    "DATABASE_URL",
    "DB_DSN",
    "DB_URI",
    "DB_URL",
    "PG_DSN",
    "PG_URL",
    "POSTGRES_DSN",
    "POSTGRES_URI",
    "POSTGRES_URL",
    "POSTGRESQL_URL",
    "SQLALCHEMY_DATABASE_URI",
    "SQLALCHEMY_DATABASE_URL",
    "SQLALCHEMY_URL",
    "SYNC_DATABASE_URL",
    "TEST_DATABASE_URL",
)
FAMILIES = ("DATABASE", "DB", "POSTGRES", "POSTGRESQL", "PG")
PARTS = {
    "host": ("HOST", "HOSTNAME", "SERVER", "HOSTADDR"),
    "port": ("PORT",),
    "username": ("USER", "USERNAME"),
    "password": ("PASSWORD", "PASS"),
    "database": ("NAME", "DB", "DATABASE"),
}
LIBPQ = {"host": "PGHOST", "port": "PGPORT", "username": "PGUSER", "password": "PGPASSWORD", "database": "PGDATABASE"}
NOT_LIBPQ = ("PGSERVICE", "PGSERVICEFILE", "PGHOSTADDR", "PGPASSFILE")
DATABASE_URL = re.compile(
    r"(?:postgres|postgresql|mysql|mariadb|mssql|oracle|cockroachdb|sqlite)(\+\w+)?:", re.IGNORECASE
)
ASSIGNMENT = re.compile(r"^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*[=:]\s*[\"']?(.*?)[\"']?\s*$")
ASYNC_DRIVERS = ("+asyncpg", "+aiosqlite", "+psycopg_async", "+aiomysql", "+asyncmy")
MOST_BYTES = 1 << 16
NOWHERE = {"host": "127.0.0.1", "port": "1", "username": "nobody", "password": "none"}


def urls_in_files(folders):
    """The names in .env files of these folders whose values lead to databases, with the values."""
    found = {}
    for folder in folders:
        try:
            names = [name for name in os.listdir(folder) if name == ".env" or name.startswith(".env.")]
        except OSError:
            continue
        for name in sorted(names):
            try:
                with open(os.path.join(folder, name), encoding="utf-8", errors="replace") as file:
                    lines = file.read(MOST_BYTES).splitlines()
            except OSError:
                continue
            for match in map(ASSIGNMENT.match, lines):
                if match and DATABASE_URL.match(match.group(2)):
                    found[match.group(1)] = match.group(2)
    return found


def scratch_variables(url, environment, in_files):
    """The variables to set so that whoever looks for a database finds the one at `url`."""
    values = dict.fromkeys(URL_NAMES, "")
    values.update(in_files)
    values.update({name: value for name, value in environment.items() if name in values or DATABASE_URL.match(value)})
    variables = {name: _like(url, value) for name, value in values.items()}
    is_sqlite = url.drivername.startswith("sqlite")
    for part, words in PARTS.items():
        own = getattr(url, part) or url.query.get(part, "")
        value = str(own) if not is_sqlite or part == "database" else NOWHERE[part]
        value = os.path.basename(value) if is_sqlite else value
        variables.update({"%s_%s" % (family, word): value for family in FAMILIES for word in words})
        variables[LIBPQ[part]] = value
    return variables


def _like(url, old):
    """The URL as text, for a driver that waits or one that does not, as the old value has it."""
    wants_async = any(driver in old.lower() for driver in ASYNC_DRIVERS)
    kind = url.drivername.partition("+")[0]
    if wants_async:
        url = url.set(drivername=kind + ("+aiosqlite" if kind == "sqlite" else "+asyncpg"))
    elif old.partition(":")[0] in ("postgres", "postgresql"):
        url = url.set(drivername=kind)
    return url.render_as_string(hide_password=False)


def set_variables(variables):
    for name in NOT_LIBPQ:
        os.environ.pop(name, None)
    os.environ.update(variables)
