"""One private PostgreSQL cluster for the tests, from Debian's binaries.

    with Postgres.start() as postgres:
        url = postgres.create_database()              # a URL for SQLAlchemy (psycopg2)
        copy = postgres.create_database(template=url)

It listens on a Unix socket in a temporary folder only, and runs as the user `postgres` when the tests run as root.
A small supervisor (this file, run as a program) starts it, waits for its own standard input to end, and stops it by
its process id: so the cluster goes away with the test that started it, even when that is killed.
"""

from __future__ import annotations

import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "jit": "off",
    "lc_messages": "C",
}


def binaries() -> Path:
    """The newest PostgreSQL that Debian has installed here."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found:
        raise RuntimeError("PostgreSQL is not installed: run scripts/setup test")
    return found[-1].parent


class Postgres:
    def __init__(self, socket_folder: str, port: int, supervisor: subprocess.Popen | None):
        self.socket_folder = socket_folder
        self.port = port
        self._supervisor = supervisor
        self._lock = threading.Lock()
        self._count = 0
        self._admin = None

    @classmethod
    def start(cls) -> Postgres:
        """A new cluster, or the one that the environment names (run_all.py starts one for all suites)."""
        shared = os.environ.get("MIGRATE_TEST_POSTGRES")
        if shared:
            place = json.loads(shared)
            return cls(place["socket"], place["port"], None)
        supervisor = subprocess.Popen(
            ["/usr/bin/python3", __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        answer = supervisor.stdout.readline()
        if not answer:
            raise RuntimeError("PostgreSQL did not start; its messages are above")
        place = json.loads(answer)
        return cls(place["socket"], place["port"], supervisor)

    def stop(self) -> None:
        if self._admin is not None:
            self._admin.close()
            self._admin = None
        if self._supervisor is not None:
            self._supervisor.stdin.close()
            self._supervisor.wait(timeout=30)
            self._supervisor.stdout.close()
            self._supervisor = None

    def __enter__(self) -> Postgres:
        return self

    def __exit__(self, *_) -> None:
        self.stop()

    def environment(self) -> dict[str, str]:
        """What a child process needs in its environment for Postgres.start() to find this cluster."""
        return {"MIGRATE_TEST_POSTGRES": json.dumps({"socket": self.socket_folder, "port": self.port})}

    def url(self, name: str) -> str:
        return f"postgresql+psycopg2://postgres@/{name}?host={self.socket_folder}&port={self.port}"

    @staticmethod
    def name_in(url: str) -> str:
        return url.split("@/", 1)[1].split("?", 1)[0]

    def _sql(self, statement: str) -> None:
        import psycopg2

        with self._lock:
            if self._admin is None:
                self._admin = psycopg2.connect(
                    dbname="postgres", user="postgres", host=self.socket_folder, port=self.port
                )
                self._admin.autocommit = True
            with self._admin.cursor() as cursor:
                cursor.execute(statement)

    def create_database(self, template: str | None = None) -> str:
        """A new empty database, or a copy of the one at the URL `template` (to which nobody may be connected)."""
        with self._lock:
            self._count += 1
            name = f"t{os.getpid()}_{self._count}"
        source = self.name_in(template) if template else "template1"
        self._sql(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
        return self.url(name)

    def drop_database(self, url: str) -> None:
        self._sql(f'DROP DATABASE IF EXISTS "{self.name_in(url)}" WITH (FORCE)')

    def run_script(self, url: str, sql: str) -> str:
        """Runs a script as a person would, with psql; returns what went wrong, or an empty string."""
        command = [str(binaries() / "psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1"]
        command += ["-h", self.socket_folder, "-p", str(self.port), "-U", "postgres", "-d", self.name_in(url)]
        ran = subprocess.run(command, input=sql, text=True, capture_output=True, timeout=60)
        return "" if ran.returncode == 0 else ran.stderr.strip() or f"psql ended with {ran.returncode}"


# The supervisor.


def _as_postgres(folder: str) -> dict:
    """Arguments for subprocess that leave root behind; PostgreSQL refuses to run as root."""
    if os.getuid() != 0:
        return {}
    user = pwd.getpwnam("postgres")
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _supervise() -> int:
    # A terminal's ctrl-C goes to the whole group; the end of standard input is what stops this process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 2 << 30
    folder = tempfile.mkdtemp(prefix="migrate-pg-", dir=str(memory) if roomy else None)
    try:
        return _run_cluster(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run_cluster(folder: str) -> int:
    bin_folder, data, port = binaries(), os.path.join(folder, "data"), 5432
    log_path = os.path.join(folder, "log")
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": folder, "TZ": "UTC"}
    common = {"cwd": folder, "env": environment, "stdin": subprocess.DEVNULL, **_as_postgres(folder)}
    made = subprocess.run(
        [
            bin_folder / "initdb",
            "-D",
            data,
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync",
            "--no-instructions",
        ],
        capture_output=True,
        text=True,
        **common,
    )
    if made.returncode != 0:
        print(made.stdout + made.stderr, file=sys.stderr)
        return 1
    command = [str(bin_folder / "postgres"), "-D", data, "-k", folder, "-p", str(port)]
    for name, value in SETTINGS.items():
        command += ["-c", f"{name}={value}"]
    with open(log_path, "wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, **common)
    try:
        if not _wait_until_ready(server, bin_folder, folder, port, common):
            print(Path(log_path).read_text(errors="replace"), file=sys.stderr)
            return 1
        print(json.dumps({"socket": folder, "port": port, "pid": server.pid}), flush=True)
        sys.stdin.buffer.read()
        return 0
    finally:
        server.send_signal(signal.SIGINT)
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            server.send_signal(signal.SIGQUIT)
            server.wait(timeout=10)


def _wait_until_ready(server, bin_folder, folder, port, common) -> bool:
    import time

    for _ in range(300):
        if server.poll() is not None:
            return False
        ready = [bin_folder / "pg_isready", "-q", "-h", folder, "-p", str(port)]
        if subprocess.run(ready, **common).returncode == 0:
            return True
        time.sleep(0.05)
    return False


if __name__ == "__main__":
    sys.exit(_supervise())
