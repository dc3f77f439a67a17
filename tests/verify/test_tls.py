"""verify on a server that lets nobody in without TLS: the one way out of the sandbox speaks it as the URL says."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from verify_project import PATIENCE, TAGS, Postgres, Runner, small_project  # noqa: E402

from postgres import binaries  # noqa: E402  isort: skip

PASSWORD = "of a test"
RULES = "local all all trust\nhostssl all all 127.0.0.1/32 scram-sha-256\n"


def certificate(folder: Path, name: str) -> tuple[Path, Path]:
    """A self-signed one for 127.0.0.1 and its key."""
    made, key = folder / f"{name}.crt", folder / f"{name}.key"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=127.0.0.1"]
    command += ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(made)]
    subprocess.run(command, check=True, capture_output=True)
    return made, key


class Server:
    """A cluster of its own, on loopback with TLS alone."""

    def __init__(self, folder: Path):
        self.certificate, key = certificate(folder, "server")
        data, password, self.as_who = folder / "data", folder / "password", {}
        password.write_text(PASSWORD)
        data.mkdir(mode=0o700)
        if os.getuid() == 0:
            user = pwd.getpwnam("postgres")
            self.as_who = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
            for path in (data, key, password):
                os.chown(path, user.pw_uid, user.pw_gid)
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        command = [str(binaries() / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-N"]
        subprocess.run(
            [*command, f"--pwfile={password}"], check=True, capture_output=True, timeout=PATIENCE, **self.as_who
        )
        (data / "pg_hba.conf").write_text(RULES)
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": self.port,
            "unix_socket_directories": data,
            "ssl": "on",
            "ssl_cert_file": self.certificate,
            "ssl_key_file": key,
            "fsync": "off",
        }
        command = [str(binaries() / "postgres"), "-D", str(data)]
        command += [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        self.process = subprocess.Popen(command, stderr=subprocess.DEVNULL, **self.as_who)
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and not (data / f".s.PGSQL.{self.port}").exists():
            time.sleep(0.05)

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.wait(PATIENCE)

    def url(self, mode: str, certificate: Path | None = None) -> str:
        query = f"?sslmode={mode}" + (f"&sslrootcert={certificate}" if certificate else "")
        return f"postgresql+psycopg2://postgres:{PASSWORD.replace(' ', '%20')}@127.0.0.1:{self.port}/postgres{query}"


class TlsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp()).resolve()
        os.chmod(cls.folder, 0o755)
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.server = Server(cls.folder)
        cls.addClassCleanup(cls.server.stop)
        cls.postgres = cls.enterClassContext(Postgres.start())
        cls.other, _ = certificate(cls.folder, "other")

    def proof(self, url: str):
        folder = Path(tempfile.mkdtemp(dir=self.folder))
        os.chmod(folder, 0o711)
        runner = Runner(folder, self.postgres)
        self.addCleanup(runner.close)
        project = small_project(folder / "project", TAGS, ("pass", "pass"))
        return runner.run(project, "--dialect", "postgresql", environment={"ALEMBIC_MIGRATE_POSTGRES": url})

    def test_proven(self):
        for url in (self.server.url("require"), self.server.url("verify-full", self.server.certificate)):
            with self.subTest(url.partition("?")[2]):
                proof = self.proof(url)
                self.assertTrue(proof.answer["kept_apart"]["sandbox"])
                self.assertEqual(proof.outcomes(), {"postgresql": "proven"}, proof.answer)

    def test_not_proven(self):
        """Another authority than the server's, and no TLS at all: it is not reached, and the password is not told."""
        for url in (self.server.url("verify-full", self.other), self.server.url("disable")):
            with self.subTest(url.partition("?")[2]):
                proof = self.proof(url)
                self.assertEqual(proof.outcomes(), {"postgresql": "cannot"}, proof.answer)
                self.assertNotIn(PASSWORD, str(proof.answer))


if __name__ == "__main__":
    unittest.main()
