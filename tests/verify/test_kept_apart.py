"""What the project's code must not reach from verify: other databases, the network, programs, files; and it is told.

Each way is tried by a migration that runs for real, against something real: a listener, a database, a file.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import socket
import subprocess
import sys
import tempfile
import textwrap
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from verify_project import PATIENCE, TAGS, Postgres, Runner, processes_with, python_of, small_project  # noqa: E402

from program import PROGRAM, ROOT  # noqa: E402  isort: skip

# What a migration tries, and what the answer says of it. Each goes on as if nothing were.
OUTSIDE = {
    "import subprocess\nsubprocess.run(['psql', '-c', 'DROP TABLE kept', '{url}'])": "starting another program (psql",
    "import os\nos.system('touch {mark}')": "starting another program (touch",
    "import os\nos.posix_spawn('/bin/touch', ['touch', '{mark}'], {{}})": "starting another program (touch",
    "import os\nos.execv('/bin/touch', ['exec', '{mark}'])": "starting another program (exec",
    "import _posixsubprocess\n_posixsubprocess.fork_exec([b'direct'])": "starting another program (direct",
    "import socket\nsocket.create_connection(('127.0.0.1', {port}), 2).send(b'x')": "a connection to 127.0.0.1, port {port}",
    "import socket\nsocket.socket(socket.AF_UNIX).connect('{socket}')": "a socket of another kind",
    "open('{victim}', 'w').close()": "writing {victim}",
    "import os\nos.unlink('{victim}')": "writing {victim}",
    "import os\nos.rename('{victim}', '{mark}')": "writing {victim}",
    "import sqlite3\nsqlite3.connect('{real}').execute('DROP TABLE kept')": "the SQLite file {real}",
    "import sqlite3\nsqlite3.connect(':memory:').execute(\"ATTACH '{real}' AS x\")": "ATTACH of {real}",
    "import sqlite3\nsqlite3.Connection(':memory:').execute(\"VACUUM INTO '{mark}'\")": "ATTACH of {mark}",
}
DRIVERS = {
    "import psycopg2\npsycopg2.connect('{dsn}')": "another database ({name})",
    "import psycopg2\npsycopg2.connect('{dsn} application_name=alembic_migrate_verify_1')": "another database ({name})",
    "import importlib, psycopg2\nimportlib.reload(psycopg2).connect('{dsn}')": "another database ({name})",
    "import psycopg2.extensions\npsycopg2.extensions.connection('{dsn}')": "another database ({name})",
    "import sqlalchemy\nsqlalchemy.create_engine('{url}').connect()": "another database ({name})",
}
NATIVE = {
    "import ctypes\nctypes.CDLL(None).system(b'touch {mark}')": "calling system by ctypes",
    "import ctypes\nctypes.CDLL('libc.so.6').unlink(b'{victim}')": "loading the library libc.so.6 by ctypes",
}
# As NATIVE, for what Landlock itself does not look at, or not at every kernel: what a file may be, other ways to the network.
BESIDE_LANDLOCK = {
    "import ctypes\nctypes.CDLL(None).chmod(b'{victim}', 0o777)": "calling chmod by ctypes",
    "import ctypes, os\nctypes.CDLL(None).fchmod(os.open('{victim}', os.O_RDONLY), 0o777)": "calling fchmod by ctypes",
    "import ctypes\nctypes.CDLL(None).setxattr(b'{victim}', b'user.x', b'1', 1, 0)": "calling setxattr by ctypes",
    "import ctypes, socket, struct\n"
    "at = struct.pack('=HH4B8x', 2, socket.htons({port}), 127, 0, 0, 1)\n"
    "opened = socket.socket()\n"
    "assert ctypes.CDLL(None).connect(opened.fileno(), at, 16) != 0": "calling connect by ctypes",
    "import ctypes, socket, struct\n"
    "at = struct.pack('=HH4B8x', 2, socket.htons({port}), 127, 0, 0, 1)\n"
    "opened = socket.socket()\n"
    "assert ctypes.CDLL(None).sendto(opened.fileno(), b'x', 1, 0x20000000, at, 16) != 1": "calling sendto by ctypes",
    "import socket\nsocket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', {datagrams}))": "",
    "import ctypes\nassert ctypes.CDLL(None).kill({bystander}, 9) != 0": "calling kill by ctypes",
}
# Started before a program and its arguments: the system then has not the calls of these numbers.
WITHOUT = """
import ctypes, os, struct, sys
sys.path.insert(0, sys.argv.pop(1))
from migrate_worker import system_calls as calls
lines = [(calls.LOAD, 0, 0, 0)]
for number in map(int, sys.argv.pop(1).split()):
    lines += [(calls.EQUAL, 0, 1, number), (calls.RETURN, 0, 0, calls.FAIL | calls.EPERM)]
program = b"".join(struct.pack("HBBI", *line) for line in [*lines, (calls.RETURN, 0, 0, calls.ALLOW)])
held = ctypes.create_string_buffer(program)
given = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(held)))
calls.prctl(calls.PR_SET_NO_NEW_PRIVS, 1)
calls.prctl(calls.PR_SET_SECCOMP, calls.SECCOMP_MODE_FILTER, ctypes.addressof(given))
os.execv(sys.argv[1], sys.argv[1:])
"""
UNSHARE = {"x86_64": 272, "aarch64": 97}.get(platform.machine(), 0)
LANDLOCK = 444
IN_SQL = {
    "COPY (SELECT 1) TO PROGRAM 'touch {mark}'": "COPY to or from an external program",
    "CREATE EXTENSION dblink": "permission denied to create extension",
    "SELECT pg_read_file('/etc/hostname')": "permission denied for function pg_read_file",
    "ALTER SYSTEM SET work_mem = '1MB'": "permission denied",
    "CREATE ROLE somebody SUPERUSER": "permission denied to create role|must be superuser to create superusers",
    "CREATE DATABASE somewhere": "permission denied to create database",
    "DROP DATABASE {name}": "must be owner of database",
}


def attempts(texts, **places) -> str:
    body = ""
    for text in texts:
        tried = textwrap.indent(text.format(**places), "    ")
        body += f"try:\n{tried}\nexcept BaseException as error:\n    print(error)\n"
    return body


class KeptApartTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.postgres = cls.enterClassContext(Postgres.start())

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp()).resolve()
        os.chmod(self.folder, 0o711)
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.runner = Runner(self.folder, self.postgres)
        self.addCleanup(self.runner.close)
        self.secret = self.postgres.create_database()
        self.addCleanup(self.postgres.drop_database, self.secret)
        self.assertEqual(self.postgres.run_script(self.secret, "CREATE TABLE kept (x int)"), "")
        self.listener = self.enterContext(socket.create_server(("127.0.0.1", 0)))
        self.listener.settimeout(0.01)
        victim, real = self.folder / "victim", self.folder / "real.db"
        victim.write_text("kept")
        subprocess.run(
            [sys.executable, "-c", f"import sqlite3; sqlite3.connect({str(real)!r}).execute('CREATE TABLE kept (x)')"]
        )
        name, place = self.postgres.name_in(self.secret), self.postgres.socket_folder
        self.places = {
            "url": self.secret,
            "name": name,
            "dsn": f"dbname={name} host={place} port={self.postgres.port} user=postgres",
            "socket": f"{place}/.s.PGSQL.{self.postgres.port}",
            "port": self.listener.getsockname()[1],
            "victim": victim,
            "real": real,
            "mark": self.folder / "mark",
        }

    def project(self, body: str) -> Path:
        shutil.rmtree(self.folder / "project", ignore_errors=True)
        return small_project(self.folder / "project", TAGS, (body, "pass"))

    def assert_untouched(self):
        self.assertFalse(self.places["mark"].exists(), "a program ran, or a file was written")
        self.assertEqual(self.places["victim"].read_text(), "kept")
        self.assertEqual(self.postgres.run_script(self.secret, "TABLE kept"), "")
        real = subprocess.run(
            [
                sys.executable,
                "-c",
                f"import sqlite3; sqlite3.connect({str(self.places['real'])!r}).execute('SELECT * FROM kept')",
            ]
        )
        self.assertEqual(real.returncode, 0)
        with self.assertRaises(TimeoutError):
            self.listener.accept()

    def assert_told(self, one: dict, texts):
        self.assertEqual(one["outcome"], "cannot", one)
        self.assertEqual(one["findings"], [])
        self.assertTrue(all(step["ok"] for step in one["steps"]), one)
        for text in texts:
            ways = text.format(**self.places).split("|")
            found = [line for line in one["refused"] if any(way in line for way in ways)]
            self.assertTrue(found, (ways, one["refused"]))

    def test_nothing_is_reached_and_all_is_told(self):
        ways = {**OUTSIDE, **DRIVERS, **NATIVE}
        proof = self.runner.run(
            self.project(attempts(ways, **self.places)), environment={"ALEMBIC_MIGRATE_POSTGRES": ""}
        )
        self.assertEqual((proof.code, proof.answer["proven"]), (2, False))
        self.assertEqual(proof.answer["kept_apart"], {"sandbox": True, "watched": True})
        for dialect in ("sqlite", "postgresql"):
            self.assert_told(proof.on(dialect), ways.values())
        self.assert_untouched()
        self.assertEqual(proof.left, [])

    def test_what_goes_round_the_hook_is_stopped_by_the_system(self):
        """The driver's own class, not the one that was put in its place; and a name that is asked of nobody."""
        raw = "import psycopg2.extensions\npsycopg2.extensions.connection.__mro__[1]('host=127.0.0.1 port={port} dbname=x')"
        to_door = "import psycopg2.extensions\npsycopg2.extensions.connection.__mro__[1]('dbname=postgres')"
        for way, dialect, told in (
            (raw, "sqlite", "another place on the network"),
            (to_door, "postgresql", "a connection to the database postgres"),
        ):
            with self.subTest(told):
                project = self.project(attempts([way], **self.places))
                self.assert_told(self.runner.run(project, "--dialect", dialect).on(dialect), [told])
        self.assert_untouched()

    def test_what_the_scratch_role_may_not_do(self):
        """On a server that was named, and that has other databases; nothing of the role is left there."""
        texts = [f'raw.exec_driver_sql("""{sql}""")' for sql in IN_SQL]
        body = "raw = op.get_bind().engine.connect().execution_options(isolation_level='AUTOCOMMIT')\n"
        body += attempts(texts, **self.places) + "raw.close()"
        for own_server in (False, True):
            with self.subTest(own_server=own_server):
                environment = {"ALEMBIC_MIGRATE_POSTGRES": ""} if own_server else {}
                proof = self.runner.run(self.project(body), "--dialect", "postgresql", environment=environment)
                told = [text for text in IN_SQL.values() if not (own_server and "owner" in text)]
                self.assert_told(proof.on("postgresql"), told)
                self.assert_untouched()
                self.assertEqual(self.runner.roles(), [])

    def test_a_daemon_does_not_outlive_it(self):
        body = """import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        while True:
            time.sleep(0.05)
    os._exit(0)
os.wait()"""
        proof = self.runner.run(self.project(body), "--dialect", "sqlite")
        self.assert_told(proof.on("sqlite"), ["it left 1 other process running"])
        self.assertEqual(processes_with(str(self.folder)), [])

    def test_a_link_in_place_of_the_scratch_database(self):
        body = f"""import os
path = op.get_bind().engine.url.database
os.unlink(path)
os.symlink({str(self.places["real"])!r}, path)"""
        proof = self.runner.run(self.project(body), "--dialect", "sqlite")
        self.assertEqual(proof.on("sqlite")["outcome"], "cannot")
        self.assertIn("something else was left in place of the scratch database", proof.on("sqlite")["why"])
        self.assert_untouched()

    def answer_without(self, calls, project, *arguments):
        """What verify says where the system refuses these calls, as a container may."""
        prefix = [sys.executable, "-c", WITHOUT, str(ROOT / "src/verify"), " ".join(map(str, calls))]
        program = [str(PROGRAM), "verify", "--json", "--project", str(project), "--python", str(python_of("new"))]
        environment = self.runner.environment(self.runner.own_temporary_folder())
        ran = subprocess.run(
            [*prefix, *program, *arguments], capture_output=True, text=True, timeout=PATIENCE, env=environment
        )
        self.assertTrue(ran.stdout, ran.stderr)
        return json.loads(ran.stdout)

    def test_without_namespaces_landlock_holds(self):
        bystander = subprocess.Popen(["sleep", "1000"])
        self.addCleanup(bystander.wait)
        self.addCleanup(bystander.kill)
        datagrams = self.enterContext(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        datagrams.bind(("127.0.0.1", 0))
        datagrams.settimeout(0.01)
        self.places |= {"datagrams": datagrams.getsockname()[1], "bystander": bystander.pid}
        mode = self.places["victim"].stat().st_mode
        ways = {**OUTSIDE, **DRIVERS, **NATIVE, **BESIDE_LANDLOCK}
        answer = self.answer_without([UNSHARE], self.project(attempts(ways, **self.places)))
        self.assertTrue(answer["kept_apart"]["sandbox"])
        self.assertIn("unshare", answer["kept_apart"]["why_lesser"])
        for one in answer["dialects"]:
            self.assert_told(one, filter(None, ways.values()))
        self.assert_untouched()
        self.assertEqual(self.places["victim"].stat().st_mode, mode)
        self.assertEqual(os.listxattr(self.places["victim"]), [])
        self.assertIsNone(bystander.poll())
        with self.assertRaises(TimeoutError):
            datagrams.recv(10)

    def test_without_namespaces_it_is_proven(self):
        """The door leads to both databases there too."""
        answer = self.answer_without([UNSHARE], self.project("pass"))
        self.assertTrue(answer["kept_apart"]["sandbox"])
        self.assertEqual([one["outcome"] for one in answer["dialects"]], ["proven", "proven"], answer)

    def test_without_a_sandbox_it_is_refused_as_far_as_it_is_seen(self):
        """Where the system allows no namespaces, and has no Landlock."""
        ways = {**OUTSIDE, **DRIVERS, **NATIVE}
        project = self.project(attempts(ways, **self.places))
        answer = self.answer_without([UNSHARE, LANDLOCK], project, "--dialect", "sqlite")
        self.assertFalse(answer["kept_apart"]["sandbox"])
        self.assertIn("unshare", answer["kept_apart"]["why_not"])
        self.assertIn("Landlock", answer["kept_apart"]["why_not"])
        self.assert_told(answer["dialects"][0], ways.values())
        self.assert_untouched()


if __name__ == "__main__":
    unittest.main()
