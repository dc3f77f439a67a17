"""Which Python verify takes: the environments of the project, of uv and of poetry, python3 on PATH, or the config's."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from verify_project import TAGS, Postgres, Runner, python_of, small_project  # noqa: E402

from client import ROOT  # noqa: E402  isort: skip

TOOLS = ROOT / ".tools/python-tools/bin"
DRIVERS = ROOT / ".tools/drivers/bin/python"
PYPROJECT = '[project]\nname = "house"\nversion = "0"\nrequires-python = ">=3.11"\n'


class PythonsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.postgres = cls.enterClassContext(Postgres.start())

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp()).resolve()
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.runner = Runner(self.folder, self.postgres)
        self.addCleanup(self.runner.close)
        self.project = small_project(self.folder / "project", TAGS)

    def programs(self, **links: Path) -> str:
        """A PATH with these programs and nothing else."""
        folder = Path(tempfile.mkdtemp(dir=self.folder))
        for name, target in links.items():
            (folder / name).write_text(f'#!/bin/sh\nexec "{target}" "$@"\n')
            (folder / name).chmod(0o755)
        return str(folder)

    def empty_environment(self, folder: Path) -> Path:
        subprocess.run(["/usr/bin/python3", "-m", "venv", "--without-pip", str(folder)], check=True)
        return folder

    def environment_like(self, stack: str, folder: Path) -> Path:
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.symlink_to(python_of(stack).parents[1])
        return folder

    def taken(self, **environment: str) -> tuple[str, str]:
        """(where its Python came from, its Alembic), after a run on SQLite."""
        more = {"PATH": self.programs(), "VIRTUAL_ENV": "", **environment}
        proof = self.runner.run(self.project, "--dialect", "sqlite", stack=None, environment=more)
        self.assertEqual(proof.code, 0, proof.answer)
        return proof.answer["python"]["source"], proof.answer["python"]["alembic"]

    def alembic_of(self, stack: str) -> str:
        command = [str(python_of(stack)), "-c", "import alembic; print(alembic.__version__)"]
        return subprocess.run(command, text=True, capture_output=True, check=True).stdout.strip()

    def test_the_nearest_comes_first(self):
        """One place after the other: each is taken before those that were there already."""
        path = self.programs(python3=python_of("old"))
        self.assertEqual(self.taken(PATH=path), ("python3 on PATH", self.alembic_of("old")))
        activated = str(self.environment_like("mid", self.folder / "elsewhere"))
        self.assertEqual(
            self.taken(PATH=path, VIRTUAL_ENV=activated), ("the activated environment", self.alembic_of("mid"))
        )
        self.environment_like("old", self.project / "venv")
        self.assertEqual(self.taken(PATH=path, VIRTUAL_ENV=activated), ("venv", self.alembic_of("old")))
        self.environment_like("new", self.project / ".venv")
        self.assertEqual(self.taken(PATH=path, VIRTUAL_ENV=activated), (".venv", self.alembic_of("new")))
        (self.project / ".alembic-migrate.toml").write_text(f'python = "{python_of("mid")}"\n')
        self.assertEqual(self.taken(PATH=path), ("as it was named", self.alembic_of("mid")))

    def test_one_without_alembic_is_passed_by(self):
        self.empty_environment(self.project / ".venv")
        self.assertEqual(self.taken(PATH=self.programs(python3=python_of("new")))[0], "python3 on PATH")

    def test_none_with_alembic(self):
        python = self.empty_environment(self.project / ".venv") / "bin/python"
        path = self.programs(python3=python)
        shown = self.runner.show(self.project, stack=None, environment={"PATH": path, "VIRTUAL_ENV": ""})
        self.assertEqual(shown.code, 2)
        for text in (
            "error: no Python with Alembic was found: looked at .venv (ModuleNotFoundError: No module named 'alembic'); "
            "python3 on PATH (ModuleNotFoundError: No module named 'alembic'); python on PATH (cannot run python",
            "install the project's requirements into .venv, or name its Python",
        ):
            self.assertIn(text, shown.text)

    def test_the_configured_one_is_taken_or_nothing(self):
        self.environment_like("new", self.project / ".venv")
        for value, text in (("./nowhere/python", "cannot run"), ("3", "is not a text")):
            quoted = f'"{value}"' if "/" in value else value
            (self.project / ".alembic-migrate.toml").write_text(f"python = {quoted}\n")
            shown = self.runner.show(self.project, stack=None)
            self.assertEqual(shown.code, 2)
            self.assertIn(text, shown.text)

    def test_uv(self):
        """An environment where uv was told to keep it, and one that uv finds by itself; nothing is made by asking."""
        (self.project / "pyproject.toml").write_text(PYPROJECT)
        (self.project / "uv.lock").write_text('version = 1\nrequires-python = ">=3.11"\n')
        self.environment_like("mid", self.project / "kept/by-uv")
        path = self.programs(uv=TOOLS / "uv", python3=python_of("old"))
        self.assertEqual(
            self.taken(PATH=path, UV_PROJECT_ENVIRONMENT="kept/by-uv"), ("uv's environment", self.alembic_of("mid"))
        )
        self.assertEqual(self.taken(PATH=path), ("uv", self.alembic_of("old")))
        self.assertFalse((self.project / ".venv").exists())

    def test_poetry(self):
        (self.project / "pyproject.toml").write_text(
            '[tool.poetry]\nname = "house"\nversion = "0"\npackage-mode = false\n'
        )
        home = self.folder / "poetry"
        settings = {"POETRY_VIRTUALENVS_PATH": str(home), "POETRY_VIRTUALENVS_IN_PROJECT": "false", "VIRTUAL_ENV": ""}
        settings["POETRY_CONFIG_DIR"] = settings["POETRY_CACHE_DIR"] = str(self.folder / "poetry-config")
        environment = {**self.runner.environment(self.folder), **settings, "PATH": f"{TOOLS}:/usr/bin:/bin"}
        environment.pop("VIRTUAL_ENV")
        subprocess.run(
            [str(TOOLS / "poetry"), "env", "use", "/usr/bin/python3"],
            cwd=self.project,
            env=environment,
            capture_output=True,
            check=True,
        )
        [made] = [folder for folder in home.iterdir() if folder.is_dir()]
        [site] = made.glob("lib/python3*/site-packages")
        [source] = python_of("new").parents[1].glob("lib/python3*/site-packages")
        (site / "newest.pth").write_text(f"{source}\n")
        path = self.programs(poetry=TOOLS / "poetry")
        self.assertEqual(self.taken(**{**settings, "PATH": path}), ("poetry's environment", self.alembic_of("new")))

    def test_drivers(self):
        """psycopg 3, and asyncpg, which does not wait."""
        for driver in ("psycopg", "asyncpg"):
            with self.subTest(driver):
                url = self.runner.url(driver)
                arguments = ("--python", str(DRIVERS), "--dialect", "postgresql", "--postgres", url)
                proof = self.runner.run(self.project, *arguments, stack=None)
                self.assertEqual(proof.outcomes(), {"postgresql": "proven"}, proof.answer)
                self.assertEqual(self.runner.databases(), [])
                body = f'import {driver}\n{driver}.connect("postgresql://postgres@127.0.0.1:1/production")'
                wrong = small_project(self.folder / driver, TAGS, (body, "pass"))
                proof = self.runner.run(wrong, *arguments, stack=None)
                self.assertIn("was refused", proof.on("postgresql")["why"])

    def test_libpq_by_psycopgs_own_way_to_it(self):
        """psycopg.pq goes below what the driver offers."""
        body = """import psycopg.pq
for way in (psycopg.pq.PGconn.connect, psycopg.pq.PGconn.connect_start):
    try:
        assert way(b"host=127.0.0.1 port=1 dbname=production").status != psycopg.pq.ConnStatus.OK
    except PermissionError:
        pass"""
        arguments = ("--python", str(DRIVERS), "--dialect", "postgresql", "--postgres", self.runner.url("psycopg"))
        proof = self.runner.run(small_project(self.folder / "pq", TAGS, (body, "pass")), *arguments, stack=None)
        self.assertEqual(proof.on("postgresql")["outcome"], "cannot", proof.answer)
        self.assertIn("was refused", proof.on("postgresql")["why"])


if __name__ == "__main__":
    unittest.main()
