"""Parts of verify's worker by themselves: what the project's code sees of databases, made rows, where a server is looked for."""

from __future__ import annotations

import os
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "src/verify"))
sys.dont_write_bytecode = True

from migrate_worker import cluster, guard, rows, variables  # noqa: E402
from sqlalchemy.engine.url import URL, make_url  # noqa: E402

SERVER = URL.create("postgresql+psycopg2", "me", "pass word", "db.internal", 5433, "alembic_migrate_verify_1")
SOCKET = make_url("postgresql+psycopg2://me@/alembic_migrate_verify_1?host=/run/pg&port=5433")
FILE = URL.create("sqlite", database="/scratch/alembic_migrate_verify_1.db")


class GuardTest(unittest.TestCase):
    def variables(self, url, environment=None, files=None):
        return variables.scratch_variables(url, environment or {}, files or {})

    def test_every_way_to_a_database_leads_to_the_scratch_one(self):
        found = self.variables(
            SERVER, {"HOME": "/root", "BILLING": "postgres://prod/x"}, {"APP_DSN": "sqlite:///real.db"}
        )
        for name in ("DATABASE_URL", "SQLALCHEMY_DATABASE_URI", "BILLING", "APP_DSN"):
            self.assertIn("db.internal:5433/alembic_migrate_verify_1", found[name], name)
        self.assertNotIn("HOME", found)
        parts = {"HOST": "db.internal", "PORT": "5433", "USER": "me", "PASSWORD": "pass word"}
        for word, value in parts.items():
            self.assertEqual((found[f"POSTGRES_{word}"], found[f"DB_{word}"], found[f"PG{word}"]), (value,) * 3)
        self.assertEqual({found[f"{family}_NAME"] for family in variables.FAMILIES}, {"alembic_migrate_verify_1"})

    def test_a_socket_is_found_too(self):
        found = self.variables(SOCKET)
        self.assertEqual((found["PGHOST"], found["PGPORT"], found["PGUSER"]), ("/run/pg", "5433", "me"))

    def test_on_sqlite_there_is_no_server(self):
        found = self.variables(FILE)
        self.assertEqual(found["DATABASE_URL"], "sqlite:////scratch/alembic_migrate_verify_1.db")
        self.assertEqual((found["PGHOST"], found["PGPORT"]), ("127.0.0.1", "1"))
        self.assertEqual(found["PGDATABASE"], "alembic_migrate_verify_1.db")

    def test_the_kind_of_driver_stays(self):
        for url, old, new in (
            (SERVER, "postgresql+asyncpg://x", "postgresql+asyncpg"),
            (SERVER, "postgres://x", "postgresql"),
            (SERVER, "postgresql://x", "postgresql"),
            (SERVER, "sqlite+aiosqlite:///x", "postgresql+asyncpg"),
            (SERVER, "mysql://x", "postgresql+psycopg2"),
            (FILE, "postgresql+asyncpg://x", "sqlite+aiosqlite"),
            (FILE, "postgresql://x", "sqlite"),
        ):
            with self.subTest(old=old, on=url.drivername):
                found = self.variables(url, {"DATABASE_URL": old})["DATABASE_URL"]
                self.assertEqual(found.partition(":")[0], new)

    def test_env_files(self):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / ".env").write_text(
                "# A=postgres://x\nexport A='postgresql+psycopg2://a/b'\nPORT=1\nB = sqlite:///b\n"
            )
            (Path(folder) / ".env.local").write_text('C: "mysql://c"\n')
            (Path(folder) / "notes.env").write_text("D=postgres://d\n")
            found = variables.urls_in_files([folder, folder + "/nowhere"])
        self.assertEqual(found, {"A": "postgresql+psycopg2://a/b", "B": "sqlite:///b", "C": "mysql://c"})

    def refused(self, watch, name, *arguments) -> bool:
        try:
            watch.see(name, arguments)
        except guard.Refused as refusal:
            self.assertEqual(watch.notes.pop(), str(refusal))
            return True
        return False

    def test_only_the_scratch_database_may_be_reached(self):
        watch = guard.Guard(SERVER, "/scratch", False)
        right = {"host": "db.internal", "port": 5433, "dbname": "alembic_migrate_verify_1"}
        watch.check_postgres(right)
        for name, value in (
            ("host", "other"),
            ("hostaddr", "10.0.0.1"),
            ("port", 5432),
            ("dbname", "prod"),
            ("dbname", ""),
            ("service", "prod"),
            ("host", "db.internal,other"),
        ):
            with self.assertRaises(guard.Refused), mock.patch.dict(os.environ, {}, clear=True):
                watch.check_postgres({**right, name: value})
        with self.assertRaises(guard.Refused):
            watch.check_postgres({"dbname": "prod", "application_name": "alembic_migrate_verify_1"})
        with mock.patch.dict(os.environ, PGHOST="db.internal", PGPORT="5433", PGDATABASE="alembic_migrate_verify_1"):
            watch.check_postgres({})
        with self.assertRaises(guard.Refused):
            guard.Guard(FILE, "/scratch", False).check_postgres({"dbname": "alembic_migrate_verify_1.db"})
        for path in (":memory:", "/scratch/own.db", "/scratch/../scratch/own.db"):
            self.assertFalse(self.refused(watch, "sqlite3.connect", path), path)
        for path in ("/scratch/../real.db", "real.db", b"/real.db", "file:/real.db?mode=ro", "/scratches/x.db"):
            self.assertTrue(self.refused(watch, "sqlite3.connect", path), path)

    def test_what_is_seen_of_the_rest(self):
        watch = guard.Guard(SERVER, "/scratch", False)
        none, new = os.O_RDONLY, os.O_WRONLY | os.O_CREAT
        for name, *arguments in (
            ("open", "/etc/hostname", "r", none),
            ("open", "/scratch/x", "w", new),
            ("open", "/dev/null", "w", new),
            ("open", 3, "w", new),
            ("os.mkdir", "/etc", 0o777, -1),
            ("os.remove", "/nowhere/at/all", -1),
            ("os.rename", "/scratch/a", "/scratch/b", -1, -1),
            ("socket.connect", None, ("db.internal", 5433)),
            ("ctypes.dlopen", None),
            ("ctypes.dlsym", None, "PyOS_FSPath"),
            ("os.kill", os.getpid(), 0),
        ):
            self.assertFalse(self.refused(watch, name, *arguments), (name, arguments))
        for name, *arguments in (
            ("open", "/etc/x", "w", new),
            ("open", "/scratch/../x", "a", new),
            ("os.mkdir", "/nowhere", 0o777, -1),
            ("os.remove", "/etc/hostname", -1),
            ("os.rename", "/scratch/a", "/b", -1, -1),
            ("os.symlink", "/scratch/a", "/b", -1),
            ("os.chmod", "/etc", 0o777, -1),
            ("socket.connect", None, ("db.internal", 5432)),
            ("socket.connect", None, ("127.0.0.1", 5433)),
            ("socket.connect", None, "/run/pg/.s.PGSQL.5433"),
            ("socket.sendto", None, ("10.0.0.1", 53)),
            ("subprocess.Popen", "psql", ["psql"], None, None),
            ("os.system", b"psql"),
            ("os.exec", "/bin/sh", ["sh"], None),
            ("os.posix_spawn", "/bin/sh", ["sh"], None),
            ("ctypes.dlopen", "libpq.so.5"),
            ("ctypes.dlsym", None, "system"),
            ("sqlite3.enable_load_extension", None, True),
            ("os.kill", 1, 9),
        ):
            self.assertTrue(self.refused(watch, name, *arguments), (name, arguments))

    def test_sqlite_is_asked_before_it_attaches(self):
        watch = guard.Guard(FILE, "/scratch", False)
        for given in ((24, "", None), (24, ":memory:", None), (24, "/scratch/x.db", None), (20, "t", "c")):
            self.assertEqual(watch.authorize(*given, "main", None), 0, given)
        for given in (
            (24, "/real.db", None),
            (24, None, None),
            (31, None, "load_extension"),
            (19, "temp_store_directory", "/"),
        ):
            self.assertEqual(watch.authorize(*given, "main", None), 1, given)
        self.assertEqual(len(watch.notes), 4)


class RowsTest(unittest.TestCase):
    def test_checks_as_both_databases_write_them(self):
        for check in (
            "state IN ('A','It''s') AND size BETWEEN 3 AND 7 AND amount > 0 AND rest <= 5",
            "state::text = ANY (ARRAY['A'::character varying, 'It''s'::character varying]::text[]) AND size between 3 and 7 "
            "AND amount > 0::numeric AND rest <= 5::numeric",
            "((state)::text = ANY ((ARRAY['A'::character varying, 'It''s'::character varying])::text[])) AND (size >= 3) AND "
            "(size <= 7) AND (amount > (0)::numeric) AND (rest <= '5'::numeric)",
        ):
            with self.subTest(check):
                facts = {name: rows.Facts() for name in ("state", "size", "amount", "rest")}
                rows._learn(check, facts)
                self.assertEqual(facts["state"].options, ["A", "It's"])
                self.assertEqual((facts["size"].low, facts["size"].high), (3, 7))
                self.assertEqual((facts["amount"].low, facts["amount"].high), (1, None))
                self.assertEqual((facts["rest"].low, facts["rest"].high), (None, 5))


class ClusterTest(unittest.TestCase):
    def test_where_a_server_is_looked_for(self):
        with tempfile.TemporaryDirectory() as folder:
            made = {}
            for name in ("path", "pg/9", "pg/15", "pg/16"):
                made[name] = Path(folder).resolve() / name
                made[name].mkdir(parents=True)
                for program in ("initdb", "postgres") if name != "pg/16" else ("initdb",):
                    (made[name] / program).touch(0o755)
            with mock.patch.object(cluster, "PLACES", (f"{folder}/pg/*",)):
                with mock.patch.dict(os.environ, PATH="/nowhere"):
                    self.assertEqual(os.path.realpath(cluster.find_programs()), str(made["pg/15"]))
                with mock.patch.dict(os.environ, PATH=str(made["path"])):
                    self.assertEqual(cluster.find_programs(), str(made["path"]))
            with mock.patch.object(cluster, "PLACES", ()), mock.patch.dict(os.environ, PATH="/nowhere"):
                self.assertIsNone(cluster.find_programs())


if __name__ == "__main__":
    unittest.main()
