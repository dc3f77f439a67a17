"""A second room for the project's code, where Linux allows no namespaces: Landlock, and a narrower filter of calls.

In it only one folder can be written, no program can be executed, no other process be looked into (nor be sent a signal,
from Linux 6.12 on), and of the network there is only TCP to one port, on whatever host.
"""

import os
import socket

from migrate_worker import system_calls

FIRST_VERSION, WITH_DEVICES, WITH_SCOPES = 4, 5, 6  # the first that holds TCP is of Linux 6.7
EXECUTE, WRITE, READ, READ_FOLDER, MAKE_DEVICE, MAKE_BLOCK, TRUNCATE, DEVICE = (
    1,
    2,
    4,
    8,
    1 << 6,
    1 << 11,
    1 << 14,
    1 << 15,
)
ALL_OF_FILES = (1 << 15) - 1
CONNECT, BIND = 2, 1
ABSTRACT_SOCKETS, SIGNALS = 1, 2
DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom", "/dev/tty")


class Landlock:
    """One room, entered once."""

    def __init__(self):
        self._listener = None

    @staticmethod
    def why_not():
        """Why it cannot be tried on this system; "" where it can."""
        if not system_calls.is_linux() or not system_calls.can_filter():
            return "no Landlock"
        version = system_calls.landlock_version()
        return "" if version >= FIRST_VERSION else "Landlock is too old here, or not there (version %d)" % version

    def enter(self, writable, readable):
        """Shuts this process in. OSError says what is not allowed."""
        system_calls.adopt_orphans()
        self._listener = socket.socket()
        self._listener.bind(("127.0.0.1", 0))
        version = system_calls.landlock_version()
        held = ALL_OF_FILES & ~(READ | READ_FOLDER) | (DEVICE if version >= WITH_DEVICES else 0)
        paths = {path: WRITE | TRUNCATE for path in DEVICES if os.path.exists(path)}
        paths[writable] = held & ~(EXECUTE | MAKE_DEVICE | MAKE_BLOCK)
        scopes = ABSTRACT_SOCKETS | SIGNALS if version >= WITH_SCOPES else 0
        port = self._listener.getsockname()[1]
        system_calls.landlock(held, CONNECT, scopes, paths, port)
        system_calls.drop_capabilities()
        system_calls.filter_calls(narrow=True)
        system_calls.must_read(readable)

    def listener(self):
        """The socket that the run's databases are reached by."""
        return self._listener

    @staticmethod
    def ways_refused():
        """How many were, as the system counts; here it does not."""
        return 0
