"""Watches the project's code from inside its own process: what it may not do is refused there and then, and noted.

The code runs in this very process and could undo any of it: the sandbox is what holds against malice, where there is
one. This is what tells, and what holds against mistakes.
"""

import contextlib
import os
import re
import socket
import sqlite3
import sys

import _posixsubprocess
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.engine.url import make_url

from migrate_worker.databases import is_installed
from migrate_worker.door import place_of
from migrate_worker.events import REFUSED, failure_of

PROGRAMS = {
    "subprocess.Popen": 1,
    "os.system": 0,
    "os.exec": 1,
    "os.posix_spawn": 1,
    "os.spawn": 2,
    "os.startfile": 0,
    "pty.spawn": 0,
    "_winapi.CreateProcess": 1,
}
WRITES = {
    "os.remove": (0,),
    "os.rename": (0, 1),
    "os.rmdir": (0,),
    "os.mkdir": (0,),
    "os.link": (1,),
    "os.symlink": (1,),
    "os.truncate": (0,),
    "os.chmod": (0,),
    "os.chown": (0,),
    "os.chflags": (0,),
    "os.setxattr": (0,),
    "os.removexattr": (0,),
    "os.utime": (0,),
    "shutil.rmtree": (0,),
}
NETWORK = ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.bind")
LIBRARIES = ("ctypes.dlopen", "ctypes.dlsym", "ctypes.dlsym/handle")
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
DEVICES = ("/dev/null", "/dev/stdout", "/dev/stderr", "/dev/tty")
FAMILIES_OF_IP = (-1, socket.AF_INET, socket.AF_INET6, getattr(socket, "AF_NETLINK", -1))
OF_PYTHON = re.compile(r"_?Py")
ATTACH, PRAGMA, FUNCTION = 24, 19, 31  # of SQLite's authorizer
PRAGMAS_OF_FILES = ("temp_store_directory", "data_store_directory")
MOST_NOTES = 40
MOST_TEXT = 160


class Refused(PermissionError):
    """What Python and libraries take as the system's own refusal."""


class Guard:
    """Lets only connections to `url` through, and writes only below `folder`. It cannot be taken back.

    `is_shut_in` tells that the process is in the sandbox: loading a library is only noted then.
    """

    def __init__(self, url, folder, is_shut_in):
        self._url = url
        self._is_sqlite = url.drivername.startswith("sqlite")
        self._folder, self._is_shut_in = os.path.realpath(folder), is_shut_in
        self._is_looking = False
        self.notes = []

    def install(self):
        event.listen(Engine, "do_connect", self._from_sqlalchemy)
        event.listen(Engine, "handle_error", self._from_error)
        self._wrap_drivers()
        self._wrap_sqlite()
        self._wrap_unseen()
        if hasattr(sys, "addaudithook"):
            sys.addaudithook(self.see)

    # What is refused, and noted.

    def note(self, text):
        text = text if len(text) <= MOST_TEXT else text[:MOST_TEXT] + "…"
        if len(self.notes) < MOST_NOTES and text not in self.notes:
            self.notes.append(text)

    def _refuse(self, text):
        self.note(text + " was refused")
        raise Refused(text + " was refused")

    def see(self, name, arguments):
        """One event of sys.addaudithook; raises Refused."""
        if self._is_looking:
            return
        self._is_looking = True
        try:
            self._look(name, arguments)
        finally:
            self._is_looking = False

    def _look(self, name, arguments):
        if name == "open":
            if isinstance(arguments[2], int) and arguments[2] & WRITING:
                self._check_write(arguments[0])
        elif name in WRITES:
            if name in ("os.mkdir", "os.remove", "os.rmdir"):
                if os.path.lexists(arguments[0]) == (name == "os.mkdir"):
                    return  # the system will say so
            for place in WRITES[name]:
                self._check_write(arguments[place])
        elif name in PROGRAMS:
            self._refuse("starting another program (%s)" % _shown(arguments[PROGRAMS[name]]))
        elif name in NETWORK:
            self._check_address(name, arguments[1])
        elif name in LIBRARIES:
            self._check_library(name, arguments)
        elif name == "sqlite3.connect":
            self._check_file(arguments[0])
        elif name == "sqlite3.enable_load_extension":
            self._refuse("an extension of SQLite")
        elif name in ("os.kill", "os.killpg") and arguments[0] not in (os.getpid(), os.getpgrp()):
            self._refuse("a signal to another process")

    def _check_write(self, path):
        if isinstance(path, int) or path is None:
            return
        found = os.path.realpath(os.fsdecode(path))
        if os.fsdecode(path) not in DEVICES and not _is_in(found, self._folder):
            self._refuse("writing %s" % found)

    def _check_library(self, name, arguments):
        if name == "ctypes.dlopen":
            if arguments[0] is None:
                return  # this process itself: what is taken from it is seen
            text = "loading the library %s by ctypes" % _shown(arguments[0])
        else:
            if OF_PYTHON.match(str(arguments[1])):
                return
            text = "calling %s by ctypes" % _shown(arguments[1])
        if not self._is_shut_in:
            self._refuse(text)
        self.note(text + ", and what that did is not seen")

    # Databases.

    def _check_address(self, name, address):
        if address is None or (name == "socket.bind" and self._is_shut_in):
            return
        if not isinstance(address, tuple):
            self._refuse("a connection to %s" % _shown(address))
        if name == "socket.bind" or (not self._is_sqlite and (str(address[0]), address[1]) == place_of(self._url)):
            return
        if isinstance(address[1], int) and len(address) >= 2:
            self._refuse("a connection to %s, port %d" % (_shown(address[0]), address[1]))

    def _check_file(self, database):
        path = os.fsdecode(database) if isinstance(database, (str, bytes)) else str(database)
        if path in ("", ":memory:") or path.startswith("file::memory:"):
            return
        if path.startswith("file:") or not _is_in(os.path.realpath(path), self._folder):
            self._refuse("a connection to the SQLite file %s" % path)

    def authorize(self, action, first, second, *_more):
        """SQLite's question before each statement: 0 is yes, 1 no."""
        text = ""
        if action == ATTACH and first not in ("", ":memory:"):
            if first is None or not _is_in(os.path.realpath(first), self._folder):
                text = "ATTACH of %s" % (first or "a file")
        if action == PRAGMA and str(first).lower() in PRAGMAS_OF_FILES:
            text = "PRAGMA %s" % first
        if action == FUNCTION and str(second).lower() == "load_extension":
            text = "an extension of SQLite"
        if text:
            self.note(text + " was refused")
        return 1 if text else 0

    def check_postgres(self, parameters):
        """`parameters` as libpq has them; what is not among them comes from the environment."""
        given = {name: str(value) for name, value in parameters.items() if value not in (None, "")}
        host = given.get("hostaddr") or given.get("host") or os.environ.get("PGHOST", "")
        port = given.get("port") or os.environ.get("PGPORT") or "5432"
        user = given.get("user") or os.environ.get("PGUSER", "")
        database = given.get("dbname") or given.get("database") or os.environ.get("PGDATABASE") or user
        wanted = (*place_of(self._url), self._url.database)
        if self._is_sqlite or "service" in given or (host, port, database) != (wanted[0], str(wanted[1]), wanted[2]):
            self._refuse("a connection to another database (%s)" % _shown(database))

    def _from_sqlalchemy(self, dialect, _record, arguments, named):
        if dialect.name == "sqlite":
            return
        if dialect.name != "postgresql":
            self._refuse("a connection to another database (%s)" % dialect.name)
        if dialect.driver not in ("psycopg2", "psycopg", "psycopg_async", "asyncpg") or not arguments:
            self.check_postgres(named)

    def _from_error(self, context):
        """What the server refused to the scratch role, also where the migration goes on."""
        failed = failure_of(context.sqlalchemy_exception or context.original_exception)
        if failed.kind == REFUSED:
            self.note(failed.text)

    def _wrap_drivers(self):
        """Below what a driver offers, where that can be: loading it again then changes nothing."""
        if is_installed("psycopg2"):
            parse = _attribute("psycopg2.extensions", "parse_dsn")
            self._wrap("psycopg2", "", "connect", parse)
            self._wrap("psycopg2._psycopg", "", "_connect", parse)
            self._wrap_class("psycopg2._psycopg", "connection", parse, ("psycopg2.extensions",))
        if is_installed("psycopg"):
            parse = _attribute("psycopg.conninfo", "conninfo_to_dict")
            for owner in ("Connection", "AsyncConnection"):
                self._wrap("psycopg", owner, "connect", parse)
            self._wrap("psycopg", "", "connect", parse)
            for name in ("connect", "connect_start"):
                self._wrap_pq(name, parse)
        if is_installed("asyncpg"):
            for module in ("asyncpg", "asyncpg.connection"):
                self._wrap(module, "", "connect", _parse_url)

    def _checked(self, parse, arguments, named):
        given = dict(named)
        text = arguments[0] if arguments else given.pop("dsn", None) or given.pop("conninfo", None) or ""
        text = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
        self.check_postgres(dict(parse(text) if text else {}, **given))

    def _wrap(self, module, owner, name, parse):
        target = _attribute(module, owner) if owner else _module(module)
        original = getattr(target, name, None)
        if original is None:
            return

        def connect(*arguments, **named):
            self._checked(parse, arguments, named)
            return original(*arguments, **named)

        setattr(target, name, staticmethod(connect) if owner else connect)

    def _wrap_class(self, module, name, parse, others):
        base = _attribute(module, name)
        check = self._checked

        class Connection(base):
            def __init__(self, *arguments, **named):
                check(parse, arguments, named)
                super().__init__(*arguments, **named)

        for place in (module, *others):
            setattr(_module(place), name, Connection)

    def _wrap_pq(self, name, parse):
        base = _attribute("psycopg.pq", "PGconn")
        original = getattr(base, name, None)

        def connect(conninfo, *more):
            self._checked(parse, (bytes(conninfo),), {})
            return original(conninfo, *more)

        with contextlib.suppress(TypeError, AttributeError):  # the class of the C build cannot be changed
            setattr(base, name, staticmethod(connect))

    def _wrap_unseen(self):
        """What tells no audit hook of it."""
        start, fork = socket.socket.__init__, getattr(_posixsubprocess, "fork_exec", None)

        def begin(this, family=-1, type=-1, proto=-1, fileno=None):  # noqa: A002
            if fileno is None and family not in FAMILIES_OF_IP:
                self._refuse("a socket of another kind than IP")
            start(this, family, type, proto, fileno)

        def fork_exec(arguments, *more):
            self._refuse("starting another program (%s)" % _shown(arguments))

        socket.socket.__init__ = begin
        if fork is not None:
            _posixsubprocess.fork_exec = fork_exec

    def _wrap_sqlite(self):
        original, base, authorize = sqlite3.dbapi2.connect, sqlite3.Connection, self.authorize

        class Connection(base):
            def __init__(self, *arguments, **named):
                super().__init__(*arguments, **named)
                self.set_authorizer(authorize)

        def connect(*arguments, **named):
            self._check_file(arguments[0] if arguments else named.get("database", ""))
            connection = original(*arguments, **named)
            connection.set_authorizer(authorize)
            return connection

        sqlite3.connect = sqlite3.dbapi2.connect = connect
        sqlite3.Connection = sqlite3.dbapi2.Connection = Connection


def _is_in(path, folder):
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def _shown(value):
    if isinstance(value, (list, tuple)):
        return " ".join(map(_shown, value))
    return os.fsdecode(value) if isinstance(value, (str, bytes, os.PathLike)) else str(value)


def _module(name):
    return __import__(name, fromlist=["_"])


def _attribute(module, name):
    return getattr(_module(module), name)


def _parse_url(text):
    url = make_url(text if "://" in text else "postgresql://")
    parts = {"host": url.host, "port": url.port, "user": url.username, "dbname": url.database}
    return dict(parts, **{name: value for name, value in url.query.items() if name in ("host", "port", "service")})
