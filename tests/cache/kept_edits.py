"""A project that is edited as people and git edit it, by chance from a seed: for test_kept.py."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import subprocess
from pathlib import Path

INI = """\
[alembic]
script_location = %(here)s/migrations
prepend_sys_path = .
sqlalchemy.url = {url}
"""
ENV = """\
from alembic import context
from app.models import metadata

context.configure(target_metadata=metadata, render_as_batch=True{more})
"""
MODELS = """\
import sqlalchemy as sa

metadata = sa.MetaData({naming})
things = sa.Table("things_0", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("due_date", sa.{due}))
invoices = sa.Table("invoices", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("number", sa.{due}))
"""
HELPER = """\
import sqlalchemy as sa
from alembic import op

LENGTH = {length}


def stamps():
    return [sa.Column("{stamp}", sa.DateTime(timezone=True), server_default=sa.func.now())]


def note_column(table):
    op.add_column(table, sa.Column("note", sa.{type}))
"""
FILE = '''\
"""step {number}"""

import sqlalchemy as sa
from alembic import op
{imports}
revision = "{revision}"
down_revision = {parent}
branch_labels = None
depends_on = None


def upgrade() -> None:
    {up}


def downgrade() -> None:
    {down}
'''
GUARD = 'if not sa.inspect(op.get_bind()).has_table("{table}"):\n        {up}'
UNKNOWN = 'if op.get_bind().execute(sa.text("SELECT count(*) FROM {table}")).scalar() > 3:\n        {up}'
URLS = ("postgresql://localhost/x", "sqlite:///x.db", "driver://user:pass@localhost/x")
NAMINGS = ("", 'naming_convention={"ix": "idx_%(column_0_label)s", "uq": "uq_%(table_name)s_%(column_0_name)s"}')
MORES = ("", ', version_table_schema="meta"', ", compare_type=True")
REQUIREMENTS = ("alembic==1.13.3\nSQLAlchemy==2.0.30\n", "alembic==1.20.1\nSQLAlchemy==2.1.9\n", "")


def git(root: Path, *words: str) -> str:
    command = ["git", "-c", "user.name=test", "-c", "user.email=test@localhost", "-c", "commit.gpgsign=false", *words]
    return subprocess.run(command, cwd=root, check=True, text=True, capture_output=True).stdout


class Edited:
    """`edit` does one thing and says what; the project stays one that Alembic can order, most of the time."""

    def __init__(self, root: Path, seed: int, revisions: int = 24):
        self.root, self.chance = root, random.Random(seed)
        self.versions = root / "migrations" / "versions"
        self.versions.mkdir(parents=True)
        (root / "app").mkdir()
        (root / "app" / "__init__.py").write_text("")
        self.write_ini(), self.write_env(), self.write_models(), self.write_helper()
        self.count = 0
        for _ in range(revisions):
            self.append()
        git(root, "init", "-q", "-b", "main")
        self.commit()

    # What stands around the chain.
    def write_ini(self) -> str:
        (self.root / "alembic.ini").write_text(INI.format(url=self.chance.choice(URLS)))
        return "alembic.ini"

    def write_env(self) -> str:
        (self.root / "migrations" / "env.py").write_text(ENV.format(more=self.chance.choice(MORES)))
        return "env.py"

    def write_models(self) -> str:
        due = self.chance.choice(("Date", "DateTime", "String(10)"))
        text = MODELS.format(naming=self.chance.choice(NAMINGS), due=due)
        (self.root / "app" / "models.py").write_text(text)
        return "models"

    def write_requirements(self) -> str:
        (self.root / "requirements.txt").write_text(self.chance.choice(REQUIREMENTS))
        return "requirements"

    def write_helper(self, place: str = "app/helper.py") -> str:
        text = HELPER.format(
            length=self.chance.choice((20, 40, 80)),
            stamp=self.chance.choice(("made_at", "kept_at")),
            type=self.chance.choice(("Text()", "String(30)", "JSON()")),
        )
        (self.root / place).parent.mkdir(exist_ok=True)
        (self.root / place).write_text(text)
        return place

    def change_helper(self) -> str:
        """The module goes, comes, or is hidden by a package of its name."""
        module, package = self.root / "app" / "helper.py", self.root / "app" / "helper"
        way = self.chance.randrange(4)
        if way == 0 and module.exists():
            module.unlink()
            return "the helper is gone"
        if way == 1:
            return self.write_helper("app/helper/__init__.py")
        shutil.rmtree(package, ignore_errors=True)
        return self.write_helper()

    # The chain.
    def files(self) -> list[Path]:
        return sorted(self.versions.glob("*.py"))

    def text_of(self, number: int, parent: str | None) -> str:
        table, chance = f"things_{self.chance.randrange(max(number // 3, 1) + 1)}", self.chance
        length = chance.choice(("LENGTH", "20", "64"))
        column = f'sa.Column("c{number}_{chance.randrange(3)}", sa.String({length}))'
        create = f'op.create_table("things_{number // 3}", sa.Column("id", sa.Integer(), primary_key=True), {column}'
        ways = [
            (f"{create}, *stamps())", f'op.drop_table("things_{number // 3}")'),
            (f'op.add_column("{table}", {column})', "pass"),
            (f'op.create_index("ix_{number}", "{table}", ["id"])', f'op.drop_index("ix_{number}")'),
            (f'note_column("{table}")', f'op.drop_column("{table}", "note")'),
            (f'op.drop_table("{table}")', "pass"),
            (f'op.rename_table("{table}", "renamed_{number}")', f'op.rename_table("renamed_{number}", "{table}")'),
            (f'op.execute("UPDATE {table} SET id = {chance.randrange(9)}")', "pass"),
            ('op.execute("PRAGMA foreign_keys = ON")', "pass"),
        ]
        up, down = ways[0] if number % 3 == 0 else chance.choice(ways)
        if chance.random() < 0.2:
            up = chance.choice((GUARD, UNKNOWN)).format(table=table, up=up)
        imports = "from app.helper import LENGTH, note_column, stamps\n"
        return FILE.format(
            number=number, imports=imports, revision=self.name(number), parent=repr(parent), up=up, down=down
        ).replace("'", '"')

    @staticmethod
    def name(number: int) -> str:
        return f"20260101_{number:06d}"

    def append(self) -> str:
        files = self.files()
        parent = files[-1].stem[:15] if files else None
        self.count = max([self.count, *(int(file.stem[9:15]) for file in files)]) + 1
        path = self.versions / f"{self.name(self.count)}_step.py"
        path.write_text(self.text_of(self.count, parent))
        return f"new {path.name}"

    def rewrite(self, newest: bool) -> str:
        """Another text under the same id; now and then with the time and the size of the one before."""
        files = self.files()
        place = len(files) - 1 if newest else self.chance.randrange(len(files))
        path, before = files[place], files[place].stat()
        parent = files[place - 1].stem[:15] if place else None
        old = path.read_text()
        text = self.text_of(int(path.stem[9:15]), parent)
        if self.chance.random() < 0.3:
            text = old.replace("String(20)", "String(64)") if "String(20)" in old else old.replace("(64)", "(20)")
            path.write_text(text)
            os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
            return f"rewrote {path.name}, as old as before"
        path.write_text(text)
        return f"rewrote {path.name}"

    def drop(self) -> str:
        files = self.files()
        if len(files) < 8:
            return self.append()
        files[-1].unlink()
        return f"removed {files[-1].name}"

    def take_out(self) -> str:
        """A file of the middle goes; the next one follows on its parent."""
        files = self.files()
        if len(files) < 8:
            return self.append()
        place = self.chance.randrange(1, len(files) - 1)
        text = files[place + 1].read_text()
        gone, parent = files[place].stem[:15], files[place - 1].stem[:15]
        files[place + 1].write_text(text.replace(f'down_revision = "{gone}"', f'down_revision = "{parent}"'))
        files[place].unlink()
        return f"took out {files[place].name}"

    def rename(self) -> str:
        path = self.chance.choice(self.files())
        other = path.with_name(f"{path.stem[:15]}_{self.chance.choice(('step', 'other', 'third'))}.py")
        path.rename(other)
        return f"{path.name} is {other.name}"

    @contextlib.contextmanager
    def forked(self):
        """A second head beside the newest file, for as long as it lasts."""
        number = self.count + 1000
        path = self.versions / f"{self.name(number)}_fork.py"
        path.write_text(self.text_of(number, self.files()[-2].stem[:15]))
        yield f"{path.name} beside the newest"
        path.unlink()

    # What git does.
    def commit(self) -> str:
        git(self.root, "add", "-A")
        git(self.root, "commit", "-q", "--allow-empty", "-m", f"state {self.chance.randrange(10**9)}")
        return "commit"

    def switch(self) -> str:
        self.commit()
        if self.chance.random() < 0.5:
            git(self.root, "checkout", "-q", "-B", f"b{self.chance.randrange(3)}")
        commits = git(self.root, "rev-list", "--all", "--max-count=12").split()
        commit = self.chance.choice(commits)
        git(self.root, "checkout", "-q", "--detach", commit)
        return f"checkout {commit[:8]}"

    def edit(self) -> str:
        ways = {
            self.append: 6,
            lambda: self.rewrite(newest=True): 8,
            lambda: self.rewrite(newest=False): 6,
            self.drop: 4,
            self.take_out: 2,
            self.rename: 2,
            self.change_helper: 4,
            self.write_models: 2,
            self.write_env: 2,
            self.write_ini: 2,
            self.write_requirements: 1,
            self.switch: 5,
        }
        return self.chance.choices(list(ways), list(ways.values()))[0]()
