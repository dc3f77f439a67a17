"""The worker's first process: it runs none of the project's code, follows the one that does, and cleans up after it.

Its standard input stays open as long as the program wants the result; at its end, whatever the reason, everything is
stopped and removed.
"""

import os
import secrets
import select
import signal
import sys
from contextlib import suppress

from migrate_worker.alembic_run import Project
from migrate_worker.cluster import Cluster, find_programs
from migrate_worker.commands import Commands
from migrate_worker.databases import (
    PREFIX,
    PostgresDatabases,
    SqliteDatabases,
    autocommitted,
    drop_databases,
    load_drivers,
    read_postgres_url,
    with_connection,
    with_driver,
)
from migrate_worker.events import failure_of, say
from migrate_worker.runner import Runner, end_children
from migrate_worker.scratch import Claim, Scratch, remove_old_folders
from migrate_worker.system_calls import adopt_orphans, die_with_parent
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
    adopt_orphans()
    scratch = Scratch()
    server = runner = None
    sides = job["sides"]
    try:
        project = Project(job, scratch.private)
        project.prepare()
        drivers = load_drivers()
        runner = Runner(project.run, scratch.private, job["root"])
        can_watch = hasattr(sys, "addaudithook")
        say("kept_apart", why_not=runner.why_not, why_lesser=runner.why_lesser, can_watch=can_watch)
        server = Server(read_line(), scratch, drivers)
        trips = Trips(job, runner, scratch)
        if "postgresql" in sides:
            server.begin()
        if "sqlite" in sides:
            _follow(scratch, lambda _name: trips.run("sqlite", lambda: SqliteDatabases(scratch.private)))
        if "postgresql" in sides:
            server.run(trips)
    finally:
        _on_signals(signal.SIG_IGN)
        if runner is not None:
            runner.end()
        if server is not None:
            server.end()
        end_children()
        scratch.remove()


def read_line():
    """The next line of standard input, byte by byte: what follows it is not ours."""
    text = b""
    while not text.endswith(b"\n"):
        more = os.read(0, 1)
        if not more:
            raise Over
        text += more
    return text.decode("utf-8").strip()


class Trips:
    """What each dialect's process does."""

    def __init__(self, job, runner, scratch):
        self._job, self._runner, self._scratch = job, runner, scratch

    def run(self, dialect, make):
        try:
            databases = make()
            say("server", dialect=dialect, server=databases.server(), role_why=getattr(databases, "role_why", ""))
            commands = Commands(self._runner, databases, self._job, self._scratch.private)
            Trip(databases, commands, self._job["sides"][dialect]).run()
            say("done", dialect=dialect)
        except Exception as error:
            say("stopped", dialect=dialect, **failure_of(error).facts())


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

    def __init__(self, named, scratch, drivers):
        """`named` is the URL of a server, or ""."""
        self._named, self._scratch, self._drivers = named, scratch, drivers
        self._cluster = None
        self._missing = ""

    def begin(self):
        """Starts one where that is our task, without waiting for it."""
        if not self._drivers:
            self._missing = "no driver: this Python has none of psycopg2, psycopg and asyncpg"
        if self._missing or self._named:
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

    def run(self, trips):
        if self._cluster is not None and not self._missing:
            say("begin", dialect="postgresql", step="server")
            try:
                url = with_driver(self._cluster.finish(wait_until), self._drivers)
            except RuntimeError as error:
                self._missing = "no server: %s" % error
        if self._missing:
            say("not_tried", dialect="postgresql", why=self._missing)
        elif self._cluster is not None:
            name = PREFIX + secrets.token_hex(8)
            _follow(self._scratch, lambda _name: trips.run("postgresql", lambda: PostgresDatabases(url, name, True)))
        else:
            self._run_on_named(trips)

    def _run_on_named(self, trips):
        """On a server that is not ours: the scratch databases are claimed, and dropped at the end."""
        say("begin", dialect="postgresql", step="server")
        try:
            url = read_postgres_url(self._named, self._drivers)
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
            _follow(
                self._scratch, lambda name: trips.run("postgresql", lambda: PostgresDatabases(url, name, False)), around
            )
        except Exception as error:
            say("no_server", dialect="postgresql", why=failure_of(error).text)

    def end(self):
        if self._cluster is not None:
            self._cluster.stop()
