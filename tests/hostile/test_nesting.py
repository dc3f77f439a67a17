"""Files that are nested without an end: every command ends with an answer, and names the place."""

import sys
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]

from program import Program  # noqa: E402
from repository import RepositoryCase, revision_text  # noqa: E402

COMMANDS = (
    ("history",),
    ("schema",),
    ("check",),
    ("new", "add tags table: name string(20)", "--dry-run"),
    ("merge", "--dry-run"),
    ("rebase", "--dry-run"),
)


def nested_blocks(count: int) -> str:
    """Blocks one in the other, each a blank deeper."""
    lines = [" " * depth + "if 1:" for depth in range(count)]
    return "\n".join([*lines, " " * count + 'x = "a"', ""])


class NestedBlocks(RepositoryCase):
    def place(self, count):
        text = revision_text("aaaa00000003", "aaaa00000002", "deep") + "\n\n" + nested_blocks(count)
        (self.versions / "aaaa00000003_deep.py").write_text(text)

    def test_every_command(self):
        for count in (99, 100, 509, 510, 511, 512, 2000):
            self.place(count)
            for command in COMMANDS:
                with self.subTest(count=count, command=command[0]):
                    ran = self.run_program(*command)
                    self.assertIn(ran.returncode, (0, 1, 2))
                    self.assertTrue(ran.stdout + ran.stderr)

    def test_server(self):
        self.place(511)
        with Program(["--project", str(self.repository)], self.home) as program:
            for method in ("history", "schema", "check"):
                self.assertTrue({"result", "error"} & program.call(method, {}).keys(), method)

    def test_beyond_is_named(self):
        """What the file does is known up to the bound, and beyond it the file is a finding with the line."""
        self.place(99)
        self.assertIn("deep", self.run_program("schema").stdout)
        self.place(100)
        said = self.run_program("check").stdout
        self.assertIn("too many levels of indentation", said)
        self.assertIn("aaaa00000003_deep.py", said)


class NestedSettings(RepositoryCase):
    """Each reader of nested text: an answer in either case, and an error with the place beyond its bound."""

    def each_command(self):
        for command in COMMANDS:
            ran = self.run_program(*command)
            self.assertIn(ran.returncode, (0, 1, 2), command)
            yield ran

    def test_toml(self):
        for name in (".alembic-migrate.toml", "ruff.toml", ".ruff.toml", "pyproject.toml"):
            for depth in (90, 101, 20_000, 200_000):
                key = "tool.alembic-migrate.check" if name == "pyproject.toml" else "check"
                (self.repository / name).write_text(f"{key}{'.a' * depth} = 1\n")
                with self.subTest(name=name, depth=depth):
                    said = "".join(ran.stderr for ran in self.each_command())
                    if depth > 100 and name == ".alembic-migrate.toml":
                        self.assertIn("nested more than 100 levels deep", said)
                        self.assertIn(f"{name}:1", said)
            (self.repository / name).unlink()

    def test_ini(self):
        for depth in (5, 200, 20_000):
            chain = [f"k{i} = %(k{i + 1})s" for i in range(depth)]
            self.settings("file_template = %(k0)s", *chain, f"k{depth} = %%(rev)s")
            for _ in self.each_command():
                pass
        self.settings("file_template = %(file_template)s")
        for _ in self.each_command():
            pass

    def test_operations(self):
        for depth in (10, 64, 100, 50_000):
            nested = '[{"op": "execute", "sql": ' + "[" * depth + "]" * depth + "}]"
            ran = self.run_program("new", "x", "--operations", nested)
            self.assertEqual(ran.returncode, 2)

    def test_sql(self):
        for depth in (100, 2000, 100_000):
            text = revision_text("aaaa00000003", "aaaa00000002", "deep").replace("def upgrade() -> None:\n    ", SQL)
            (self.versions / "aaaa00000003_deep.py").write_text(text.replace("DEPTH", str(depth)))
            for _ in self.each_command():
                pass

    def test_models(self):
        """Classes, metadata and calls that lead to themselves."""
        app = self.repository / "app"
        app.mkdir()
        (self.repository / "migrations/env.py").write_text(
            "from alembic import context\nfrom app.models import Base\ntarget_metadata = Base.metadata\n"
        )
        for body in MODELS:
            (app / "__init__.py").write_text("")
            (app / "models.py").write_text("import sqlalchemy as sa\nfrom sqlalchemy.orm import *\n" + body)
            with self.subTest(body=body[:80]):
                for _ in self.each_command():
                    pass
                self.assertIn(self.run_program("new", "add model Tag", "--dry-run").returncode, (0, 1, 2))


SQL = """def upgrade() -> None:
    op.execute("SELECT " + "(" * DEPTH + "1" + ")" * DEPTH)
    op.execute("SELECT 1" + " + 1" * DEPTH)
    op.execute("SELECT " + "CASE WHEN true THEN " * DEPTH + "1" + " END" * DEPTH)
    op.execute("CREATE VIEW v AS " + "SELECT * FROM (" * DEPTH + "SELECT 1" + ") x" * DEPTH)
    op.execute("DO $$ BEGIN " + "IF true THEN " * DEPTH + "NULL; " + "END IF; " * DEPTH + "END $$")
    """
MODELS = (
    "Base = declarative_base(cls=Base)\nclass Tag(Base):\n    __tablename__ = 't'\n    id = sa.Column(sa.Integer)\n",
    "class Base(Base): pass\nclass Tag(Base):\n    __tablename__ = 't'\n",
    "class A(B): pass\nclass B(A): pass\nBase = A\nclass Tag(A):\n    __tablename__ = 't'\n",
    "Base = Base\nclass Tag(Base):\n    __tablename__ = 't'\n",
    "def f(x): return f(x)\nBase = f(1)\nclass Tag(Base):\n    __tablename__ = f(f)\n",
    "Base = declarative_base()\nclass Tag(Base):\n    __tablename__ = 't'\n    metadata = Tag.metadata\n    id = Tag.id\n",
    "Base = declarative_base()\nfrom app.models import Base\nfrom .models import *\nclass Tag(Base):\n    pass\n",
    "x = []\nx.append(x)\nBase = declarative_base(metadata=x)\nclass Tag(Base):\n    __table_args__ = x\n",
    "Base = declarative_base()\n"
    + "".join(f"class T{i}({f'T{i - 1}' if i else 'Base'}): pass\n" for i in range(3000))
    + "class Tag(T2999):\n    __tablename__ = 't'\n    id = sa.Column(sa.Integer, primary_key=True)\n",
    "Base = declarative_base()\nclass Tag(Base):\n    __tablename__ = 't'\n    id = sa.Column("
    + "sa.ARRAY(" * 300
    + "sa.Integer"
    + ")" * 300
    + ")\n",
    "Base = " + "declarative_base(cls=" * 300 + "object" + ")" * 300 + "\nclass Tag(Base):\n    __tablename__ = 't'\n",
)


if __name__ == "__main__":
    unittest.main()
