"""A long-lived Alembic of one stack: reads one JSON command a line, answers one JSON line each.

Run by client.py with the Python of .tools/stacks/<stack>. A command is {"id", "command", …}; the answer is
{"id", "ok": true, "result", "output", "seconds"} or {"id", "ok": false, "error", "output", "seconds"}, where `output`
is what Alembic, warnings and the migrations printed. Nothing of a project is kept between commands but compiled code,
which is held against the file's content each time.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import sys
import time
import traceback
import types
import warnings
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))

import alembic  # noqa: E402
import alembic.command  # noqa: E402
import sqlalchemy as sa  # noqa: E402
from alembic.config import Config  # noqa: E402
from alembic.script import ScriptDirectory  # noqa: E402
from alembic.util import pyfiles  # noqa: E402
from rows import count_rows, fill  # noqa: E402
from trip import predict, trip  # noqa: E402

from catalog import read_catalog  # noqa: E402

_compiled: dict[str, tuple[bytes, types.CodeType]] = {}


def _load_module(module_id: str, path) -> types.ModuleType:
    """Stands in for Alembic's loader: no bytecode files, no sys.modules, compiled again only when the text changed."""
    path = str(path)
    text = Path(path).read_bytes()
    known = _compiled.get(path)
    if known is None or known[0] != text:
        known = _compiled[path] = (text, compile(text, path, "exec", dont_inherit=True))
    module = types.ModuleType(module_id)
    module.__file__ = path
    exec(known[1], module.__dict__)
    return module


pyfiles.load_module_py = _load_module


def find_config(project: Path) -> Path:
    """The project's alembic.ini (at the root, or one or two folders down), or its pyproject.toml."""
    for pattern in ("alembic.ini", "*/alembic.ini", "*/*/alembic.ini", "pyproject.toml"):
        found = sorted(project.glob(pattern))
        if found:
            return found[0]
    raise FileNotFoundError(f"no alembic.ini in {project}")


class Project:
    """One project's Alembic for one command: its configuration, folder, environment and import path."""

    def __init__(self, request: dict):
        self.root = Path(request["project"]).resolve()
        self.ini = Path(request["ini"]) if request.get("ini") else find_config(self.root)
        self.url = request.get("url") or ""
        self.sql = io.StringIO()
        options = argparse.Namespace(x=[f"url={self.url}"] if self.url else [])
        if self.ini.suffix == ".toml":
            self.config = Config(toml_file=str(self.ini), cmd_opts=options, output_buffer=self.sql)
        else:
            self.config = Config(
                str(self.ini), ini_section=request.get("section", "alembic"), cmd_opts=options, output_buffer=self.sql
            )
        if self.url:
            self.config.set_main_option("sqlalchemy.url", self.url.replace("%", "%%"))
        self.import_path = [str(self.root / folder) for folder in request.get("python_path", ())]

    def __enter__(self) -> Project:
        self._before = (os.getcwd(), list(sys.path), os.environ.get("DATABASE_URL"), set(sys.modules))
        os.chdir(self.ini.parent)
        sys.path[:0] = self.import_path + [str(self.ini.parent)]
        if self.url:
            os.environ["DATABASE_URL"] = self.url
        return self

    def __exit__(self, *_) -> None:
        folder, path, url, modules = self._before
        os.chdir(folder)
        sys.path[:] = path
        os.environ.pop("DATABASE_URL", None)
        if url is not None:
            os.environ["DATABASE_URL"] = url
        for name in set(sys.modules) - modules:
            file = getattr(sys.modules[name], "__file__", None) or ""
            if file.startswith(str(self.root) + os.sep):
                del sys.modules[name]


@contextlib.contextmanager
def _connection(request: dict):
    engine = sa.create_engine(request["url"], poolclass=sa.pool.NullPool)
    with engine.connect() as connection:
        yield connection


def do_versions(request: dict):
    return {"alembic": alembic.__version__, "sqlalchemy": sa.__version__, "python": sys.version.split()[0]}


def do_upgrade(request: dict):
    with Project(request) as project:
        alembic.command.upgrade(project.config, request.get("revision", "head"))


def do_downgrade(request: dict):
    with Project(request) as project:
        alembic.command.downgrade(project.config, request.get("revision", "base"))


def do_stamp(request: dict):
    with Project(request) as project:
        alembic.command.stamp(project.config, request.get("revision", "head"), purge=request.get("purge", False))


def do_sql(request: dict):
    """The script of an offline run: `from` and `to` are revisions; `from` after `to` is a downgrade."""
    if not request.get("url"):
        scheme = {"postgresql": "postgresql+psycopg2", "sqlite": "sqlite"}[request.get("dialect", "postgresql")]
        request = {**request, "url": f"{scheme}://"}
    run = alembic.command.downgrade if request.get("downgrade") else alembic.command.upgrade
    with Project(request) as project:
        run(project.config, f"{request.get('from') or 'base'}:{request.get('to') or 'head'}", sql=True)
        return project.sql.getvalue()


def do_history(request: dict):
    """Every revision, the newest first: revision, down_revision, message, file."""
    with Project(request) as project:
        scripts = ScriptDirectory.from_config(project.config).walk_revisions()
        return [
            {"revision": s.revision, "down_revision": s.down_revision, "doc": s.doc, "path": s.path} for s in scripts
        ]


def do_heads(request: dict):
    with Project(request) as project:
        return list(ScriptDirectory.from_config(project.config).get_heads())


def do_current(request: dict):
    with _connection(request) as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return []
        return [row[0] for row in connection.exec_driver_sql("SELECT version_num FROM alembic_version")]


def do_execute(request: dict):
    """Runs a list of statements in one transaction; returns the rows of the last one that has any."""
    rows = None
    with _connection(request) as connection, connection.begin():
        plain = connection.execution_options(no_parameters=True)  # a % is a % on both drivers
        for statement in request["sql"] if isinstance(request["sql"], list) else [request["sql"]]:
            result = plain.exec_driver_sql(statement)
            if result.returns_rows:
                rows = [list(row) for row in result]
    return rows


def do_script(request: dict):
    """Runs a script of several statements: on SQLite all at once, on PostgreSQL as one batch."""
    engine = sa.create_engine(request["url"], poolclass=sa.pool.NullPool)
    raw = engine.raw_connection()
    try:
        if engine.dialect.name == "sqlite":
            (getattr(raw, "driver_connection", None) or raw.connection).executescript(request["sql"])
        else:
            raw.cursor().execute(request["sql"])
        raw.commit()
    finally:
        raw.close()


def do_catalog(request: dict):
    with _connection(request) as connection:
        return read_catalog(connection)


def do_fill(request: dict):
    with _connection(request) as connection, connection.begin():
        return fill(connection, read_catalog(connection), request.get("rows", 3))


def do_trip(request: dict):
    """A case of the laws: a schema with rows, up and down. See trip.py."""
    return trip(request, do_upgrade, do_downgrade)


def do_predict(request: dict):
    """The catalog of the schema that a script makes in an empty database."""
    return predict(request)


def do_count(request: dict):
    with _connection(request) as connection:
        return count_rows(connection, read_catalog(connection))


COMMANDS = {name[3:]: function for name, function in list(globals().items()) if name.startswith("do_")}


def _place_of(error: BaseException) -> str:
    """The innermost line of a migration (or env.py) in the traceback, as file:line."""
    ours = str(Path(alembic.__file__).parent.parent)
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if not frame.filename.startswith((ours, "/usr/lib", "<")) and frame.filename != __file__:
            return f"{Path(frame.filename).name}:{frame.lineno}"
    return ""


def answer(request: dict) -> dict:
    output = io.StringIO()
    started = time.perf_counter()
    reply = {"id": request.get("id")}
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output), warnings.catch_warnings():
        warnings.simplefilter("always")
        try:
            reply.update(ok=True, result=COMMANDS[request["command"]](request))
        except (Exception, SystemExit) as error:
            text = str(getattr(error, "orig", None) or error).strip()
            trace = "".join(traceback.format_exception(type(error), error, error.__traceback__))[-6000:]
            reply.update(
                ok=False,
                error={"type": type(error).__name__, "text": text, "where": _place_of(error), "traceback": trace},
            )
    reply.update(output=output.getvalue(), seconds=round(time.perf_counter() - started, 4))
    return reply


def main() -> int:
    # The answers have a channel of their own: whatever else writes to standard output goes to standard error.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for line in sys.stdin:
        answers.write(json.dumps(answer(json.loads(line)), default=str) + "\n")
        answers.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
