"""The scratch folder of one run, and what a run that was killed has left behind: folders, and databases on a server.

A folder belongs to a living run as long as its lock is held; a database, as long as an advisory lock with its run's
number is held on the server. Everything else that bears our name is removed.
"""

import fcntl
import os
import secrets
import shutil
import signal
import tempfile
import time

from migrate_worker.databases import PREFIX, drop_databases, rows_of

FOLDER_PREFIX = "alembic-migrate-verify-"
YOUNG_SECONDS = 60


class Scratch:
    """The folder, which others may pass through where we are root: a server runs as another user then.

    `private` is a folder in it that they may not.
    """

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix=FOLDER_PREFIX)
        self.private = os.path.join(self.folder, "private")
        os.mkdir(self.private, 0o700)
        if os.geteuid() == 0:
            os.chmod(self.folder, 0o711)
        self._lock = open(os.path.join(self.folder, "lock"), "w")
        fcntl.flock(self._lock, fcntl.LOCK_EX)

    def forget(self):
        """In a forked child: the lock is the parent's alone."""
        self._lock.close()

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        self._lock.close()


def remove_old_folders():
    """Those of runs that are gone; how many there were."""
    count = 0
    top = tempfile.gettempdir()
    for name in os.listdir(top):
        path = os.path.join(top, name)
        if name.startswith(FOLDER_PREFIX) and _is_ours(path) and _is_abandoned(path):
            _stop_server(os.path.join(path, "server", "data"))
            shutil.rmtree(path, ignore_errors=True)
            count += 1
    return count


def _is_ours(path):
    return os.path.isdir(path) and not os.path.islink(path) and os.lstat(path).st_uid == os.geteuid()


def _is_abandoned(path):
    try:
        with open(os.path.join(path, "lock")) as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
    except BlockingIOError:
        return False
    except OSError:
        return time.time() - os.lstat(path).st_mtime > YOUNG_SECONDS


def _stop_server(data):
    """A server that outlived its run, where it could not be told to go with it."""
    try:
        with open(os.path.join(data, "postmaster.pid")) as file:
            lines = file.read().splitlines()
        if os.path.realpath(lines[1]) == os.path.realpath(data):
            os.kill(int(lines[0]), signal.SIGQUIT)
            time.sleep(0.3)
    except (OSError, ValueError, IndexError):
        return


class Claim:
    """The names of one run's databases on a server, held for as long as `connection`, in autocommit, is open.

    The number of the database that we are connected to is part of them: advisory locks count within one database.
    """

    def __init__(self, connection):
        place = rows_of(connection, "SELECT oid FROM pg_database WHERE datname = current_database()")[0][0]
        self._family = "%s%d_" % (PREFIX, int(place))
        self.number = secrets.randbits(62)
        self.name = "%s%016x" % (self._family, self.number)
        if not _try_lock(connection, self.number):
            raise RuntimeError("the scratch name %s is taken" % self.name)

    def remove_old(self, connection):
        """The databases of runs that are gone; how many there were."""
        names = [row[0] for row in rows_of(connection, "SELECT datname FROM pg_database")]
        runs = {name[: len(self.name)] for name in names if name.startswith(self._family)} - {self.name}
        count = 0
        for run in sorted(runs):
            try:
                number = int(run[len(self._family) :], 16)
            except ValueError:
                continue
            if number < 1 << 62 and _try_lock(connection, number):
                drop_databases(connection, run)
                rows_of(connection, "SELECT pg_advisory_unlock(%d)" % number)
                count += 1
        return count


def _try_lock(connection, number):
    return rows_of(connection, "SELECT pg_try_advisory_lock(%d)" % number)[0][0]
