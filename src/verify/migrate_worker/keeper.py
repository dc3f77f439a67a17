"""The worker's first process: it runs none of the project's code, follows the one that does, and cleans up after it.

Its standard input stays open as long as the program wants the result; at its end, whatever the reason, everything is
stopped and removed.
"""

import os
import secrets
import select
import signal
from contextlib import suppress

from migrate_worker.alembic_run import Project
from migrate_worker.cluster import Cluster, find_programs
from migrate_worker.databases import (
    PREFIX,
    PostgresDatabases,
    SqliteDatabases,
    autocommitted,
    drop_databases,
    postgres_drivers,
    read_postgres_url,
    with_connection,
    with_driver,
)
from migrate_worker.events import failure_of, say
from migrate_worker.scratch import Claim, Scratch, die_with_parent, remove_old_folders
from migrate_worker.trip import Trip

SOONEST_SECONDS = 0.005
LATEST_SECONDS = 0.05
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Over(BaseException):
    """The program is gone or no longer wants the result."""


def wait_until(ready):
    """Looks at `ready` again and again; raises Over at the end of standard input."""
    pause = SOONEST_SECONDS
    while not ready():
        if select.select([0], [], [], pause)[0] and not os.read(0, 4096):
            raise Over
        pause = min(pause * 1.5, LATEST_SECONDS)


def _stop(_number, _frame):
    raise Over


def _on_signals(handler):
    for number in STOP_SIGNALS:
        signal.signal(number, handler)


def run(job):
    """Does the whole job; False when it was told to stop."""
    _on_signals(_stop)
    try:
        _work(job)
    except Over:
        return False
    return True


def _work(job):
    remove_old_folders()
    scratch = Scratch()
    server = Server(job, scratch)
    sides = job["sides"]
    try:
        project = Project(job, scratch.private)
        project.prepare()
        if "postgresql" in sides:
            server.begin()
        if "sqlite" in sides:
            _follow(scratch, lambda _name: _trip(SqliteDatabases(scratch.private), project, sides["sqlite"]))
        if "postgresql" in sides:
            server.run(project, sides["postgresql"])
    finally:
        _on_signals(signal.SIG_IGN)
        server.end()
        scratch.remove()


def _trip(databases, project, side):
    """In the process of one dialect."""
    try:
        say("server", dialect=databases.dialect, server=databases.server())
        Trip(databases, project, side).run()
        say("done", dialect=databases.dialect)
    except Exception as error:
        say("stopped", dialect=databases.dialect, **failure_of(error).facts())


def _follow(scratch, work, around=lambda go: go("")):
    """Forks a process for work(name), follows it to its end, and kills it and what it started when we are over.

    `around` gets go(name), which lets the process begin and returns at its end.
    """
    gate, opener = os.pipe()
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        os.close(opener)
        _as_child(gate, parent, scratch, work)
    os.close(gate)
    with suppress(OSError):
        os.setpgid(child, child)
    ended = []

    def has_ended():
        if not ended:
            ended.extend(one for one in (os.waitpid(child, os.WNOHANG),) if one[0])
        return bool(ended)

    def go(name):
        try:
            os.write(opener, name.encode() + b"\n")
            wait_until(has_ended)
        finally:
            _kill(child, ended)

    try:
        around(go)
    finally:
        os.close(opener)
        _kill(child, ended)


def _kill(child, ended):
    with suppress(OSError):
        os.killpg(child, signal.SIGKILL)
    if not ended:
        ended.append(os.waitpid(child, 0))


def _as_child(gate, parent, scratch, work):
    """Never returns. Its standard input is nothing, and it dies with its parent."""
    os.setpgid(0, 0)
    die_with_parent(signal.SIGKILL)
    _on_signals(signal.SIG_DFL)
    scratch.forget()
    told = b""
    if os.getppid() == parent:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        while not told.endswith(b"\n"):
            more = os.read(gate, 4096)
            if not more:
                os._exit(1)
            told += more
        with suppress(OSError):
            work(told.decode().strip())
    os._exit(0)


class Server:
    """The PostgreSQL server of the run: the one that was named, else one of our own."""

    def __init__(self, job, scratch):
        self._job, self._scratch = job, scratch
        self._cluster = None
        self._missing = ""
        self._drivers = []

    def begin(self):
        """Starts one where that is our task, without waiting for it."""
        self._drivers = postgres_drivers()
        if not self._drivers:
            self._missing = "no driver: this Python has none of psycopg2, psycopg and asyncpg"
        if self._missing or self._job["postgres"]:
            return
        programs = find_programs()
        if programs is None:
            self._missing = "no server: none was named, and there is no initdb to start one with"
            return
        self._cluster = Cluster(programs, self._scratch.folder)
        try:
            self._cluster.begin()
        except (OSError, RuntimeError) as error:
            self._missing = "no server: %s" % error

    def run(self, project, side):
        if self._cluster is not None and not self._missing:
            say("begin", dialect="postgresql", step="server")
            try:
                url = with_driver(self._cluster.finish(wait_until), self._drivers)
            except RuntimeError as error:
                self._missing = "no server: %s" % error
        if self._missing:
            say("not_tried", dialect="postgresql", why=self._missing)
        elif self._cluster is not None:
            databases = PostgresDatabases(url, PREFIX + secrets.token_hex(8))
            _follow(self._scratch, lambda _name: _trip(databases, project, side))
        else:
            self._run_on_named(project, side)

    def _run_on_named(self, project, side):
        """On a server that is not ours: the scratch databases are claimed, and dropped at the end."""
        say("begin", dialect="postgresql", step="server")
        try:
            url = read_postgres_url(self._job["postgres"], self._drivers)
        except Exception:  # it would repeat the password
            say("no_server", dialect="postgresql", why="the URL of the server cannot be read")
            return

        def around(go):
            def holding(connection):
                connection = autocommitted(connection)
                claim = Claim(connection)
                claim.remove_old(connection)
                try:
                    go(claim.name)
                finally:
                    drop_databases(connection, claim.name)

            with_connection(url, holding)

        try:
            _follow(self._scratch, lambda name: _trip(PostgresDatabases(url, name), project, side), around)
        except Exception as error:
            say("no_server", dialect="postgresql", why=failure_of(error).text)

    def end(self):
        if self._cluster is not None:
            self._cluster.stop()
