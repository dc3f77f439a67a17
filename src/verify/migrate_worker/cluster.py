"""A PostgreSQL server of our own, where its programs are installed: on loopback, with a password, gone with us."""

import glob
import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import time

from sqlalchemy.engine.url import URL

from migrate_worker.system_calls import die_with_parent

PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/usr/local/pgsql/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
)
UNPRIVILEGED = ("postgres", "nobody")
USER = "postgres"
START_SECONDS = 30
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_connections": "20",
    "shared_buffers": "32MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "jit": "off",
    "dynamic_shared_memory_type": "mmap",
    "lc_messages": "C",
}


def find_programs():
    """The folder of initdb and postgres: on PATH, else the newest that is installed; None without one."""
    on_path = shutil.which("initdb")
    found = [os.path.dirname(os.path.realpath(on_path))] if on_path else []
    for place in PLACES:
        found += sorted(glob.glob(place), key=_version, reverse=True)
    for folder in found:
        if all(os.access(os.path.join(folder, name), os.X_OK) for name in ("initdb", "postgres")):
            return folder
    return None


def _version(folder):
    return [int(number) for number in re.findall(r"\d+", folder)]


def _unprivileged_user():
    """Whom PostgreSQL is to run as: it refuses to be root."""
    if os.geteuid() != 0:
        return None
    for name in UNPRIVILEGED:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("PostgreSQL does not run as root, and there is no user postgres or nobody")


class Cluster:
    """`begin` starts to make it and does not wait; `finish` waits until it answers and returns its URL."""

    def __init__(self, programs, scratch_folder):
        self._programs = programs
        self._folder = os.path.join(scratch_folder, "server")
        self._data = os.path.join(self._folder, "data")
        self._log = os.path.join(self._folder, "log")
        self._password = secrets.token_hex(16)
        self._user = None
        self._process = None
        self._is_server = False
        self._until = 0.0

    def begin(self):
        self._user = _unprivileged_user()
        os.mkdir(self._folder, 0o700)
        secret = os.path.join(self._folder, "password")
        with open(secret, "w") as file:
            file.write(self._password + "\n")
        if self._user is not None:
            for path in (self._folder, secret):
                os.chown(path, self._user.pw_uid, self._user.pw_gid)
        options = ["-D", self._data, "-U", USER, "-A", "scram-sha-256", "--pwfile=" + secret, "-E", "UTF8"]
        self._process = self._start("initdb", [*options, "--locale=C", "--no-sync"])

    def _start(self, program, arguments):
        user = self._user

        def in_child():
            os.setpgid(0, 0)
            if user is not None:
                os.setgroups([])
                os.setgid(user.pw_gid)
                os.setuid(user.pw_uid)
            die_with_parent(signal.SIGQUIT)

        environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "HOME": self._folder, "TZ": "UTC"}
        with open(self._log, "ab") as log:
            return subprocess.Popen(
                [os.path.join(self._programs, program), *arguments],
                cwd=self._folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=in_child,
            )

    def finish(self, wait):
        """`wait(ready)` returns when ready() is true, or raises when the run is over. RuntimeError says why it failed."""
        wait(lambda: self._process.poll() is not None)
        if self._process.returncode != 0:
            raise RuntimeError("initdb failed: " + self._last_line())
        for _ in range(5):
            port = _free_port()
            arguments = ["-D", self._data, "-p", str(port)]
            for name, value in SETTINGS.items():
                arguments += ["-c", "%s=%s" % (name, value)]
            self._process, self._is_server = self._start("postgres", arguments), True
            self._until = time.monotonic() + START_SECONDS
            wait(self._is_settled)
            if self._process.poll() is None and self._is_ready():
                return URL.create("postgresql", USER, self._password, "127.0.0.1", port, "postgres")
            self.stop()
        raise RuntimeError("PostgreSQL did not start: " + self._last_line())

    def _is_settled(self):
        return self._process.poll() is not None or self._is_ready() or time.monotonic() > self._until

    def _is_ready(self):
        """The server writes this word into its own file when it takes connections."""
        try:
            with open(os.path.join(self._data, "postmaster.pid")) as file:
                return file.read().split("\n")[7:8] == ["ready   "]
        except OSError:
            return False

    def _last_line(self):
        try:
            with open(self._log, errors="replace") as file:
                lines = [line.strip() for line in file if line.strip()]
        except OSError:
            return ""
        told = [line for line in lines if "FATAL" in line or "error" in line]
        return (told or lines or [""])[-1]

    def stop(self):
        if self._process is None or self._process.poll() is not None:
            return
        self._process.send_signal(signal.SIGQUIT if self._is_server else signal.SIGKILL)
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
