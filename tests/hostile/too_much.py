"""Repositories and requests that are too much: what a program must give up on, and what it must not.

    for case in CASES:
        case.build(folder)          # writes a repository
        case.commands               # each a command line on it; None stands for what is asked of the server: case.params

A case says how it ends: `refused` (an error, or a finding that says what is too much) or `answered`, and within how many seconds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

INI = "[alembic]\nscript_location = migrations\nsqlalchemy.url = postgresql://localhost/app\n"
ENV = "target_metadata = None\n"
HEADER = '''"""{title}

Revision ID: {revision}
Revises: {parents}
"""

import itertools

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "{revision}"
down_revision = {down}
branch_labels = None
depends_on = {depends}


'''

MOST_SECONDS = 10.0  # for whatever there is
SOON = 1.0  # for what is honest
MOST_BYTES = 1 << 30


@dataclass
class Case:
    """One repository and what is asked of it."""

    name: str
    write: Callable[[Path], None]  # fills the folder `versions`; the project is its grandparent
    commands: list[list[str]] = field(default_factory=lambda: [["check", "--all"]])
    params: dict | None = None  # of the method `migrate`, asked as a dry run
    seconds: float = MOST_SECONDS

    def build(self, folder: Path) -> Path:
        versions = folder / "migrations" / "versions"
        versions.mkdir(parents=True)
        (folder / "alembic.ini").write_text(INI, encoding="utf-8")
        (folder / "migrations" / "env.py").write_text(ENV, encoding="utf-8")
        self.write(versions)
        return folder


def revision(number: int) -> str:
    return f"{number:012x}"


def write_file(versions: Path, number: int, up: str, down="pass", parents=None, depends=None, before="") -> None:
    """A migration; `up` and `down` are bodies. It follows the one before where no parents are given."""
    if parents is None:
        parents = [number - 1] if number > 1 else []
    ids = [revision(parent) for parent in parents]
    header = HEADER.format(
        title=f"step {number}",
        revision=revision(number),
        parents=", ".join(ids),
        down=repr(ids[0]) if len(ids) == 1 else repr(tuple(ids)) if ids else None,
        depends=repr([revision(one) for one in depends]) if depends else None,
    )
    bodies = [
        f"def {name}():\n    " + body.replace("\n", "\n    ") for name, body in (("upgrade", up), ("downgrade", down))
    ]
    (versions / f"{revision(number)}_step.py").write_text(
        header + before + "\n\n\n".join(bodies) + "\n", encoding="utf-8"
    )


def one_file(up: str, down: str = "pass", before: str = "") -> Callable[[Path], None]:
    return lambda versions: write_file(versions, 1, up, down, before=before)


def table(name: str, columns: int) -> str:
    lines = ['sa.Column("id", sa.Integer(), primary_key=True),']
    lines += [f'sa.Column("c{number}", sa.String(40), nullable=True),' for number in range(1, columns)]
    return f'op.create_table(\n    "{name}",\n    ' + "\n    ".join(lines) + "\n)"


def baseline(tables: int, columns: int) -> Callable[[Path], None]:
    up = "\n".join(table(f"table_{number}", columns) for number in range(tables))
    return one_file(up, "\n".join(f'op.drop_table("table_{number}")' for number in reversed(range(tables))))


def added_columns(count: int) -> Callable[[Path], None]:
    up = [f'op.add_column("t", sa.Column("c{number}", sa.Integer(), nullable=True))' for number in range(count)]
    down = [f'op.drop_column("t", "c{number}")' for number in reversed(range(count))]

    def write(versions: Path) -> None:
        write_file(versions, 1, table("t", 1), 'op.drop_table("t")')
        write_file(versions, 2, "\n".join(up), "\n".join(down))

    return write


def heads(count: int, up: str = "pass") -> Callable[[Path], None]:
    def write(versions: Path) -> None:
        write_file(versions, 1, table("t", 2), 'op.drop_table("t")')
        for number in range(2, count + 2):
            write_file(versions, number, up, parents=[1])

    return write


def dense_dependencies(count: int) -> Callable[[Path], None]:
    def write(versions: Path) -> None:
        for number in range(1, count + 1):
            write_file(versions, number, "pass", depends=list(range(1, number - 1)))

    return write


def chain(count: int) -> Callable[[Path], None]:
    def write(versions: Path) -> None:
        for number in range(1, count + 1):
            write_file(versions, number, table(f"table_{number}", 5), f'op.drop_table("table_{number}")')

    return write


def long_runs(count: int) -> Callable[[Path], None]:
    """Files that each do as much as one may."""

    def write(versions: Path) -> None:
        for number in range(1, count + 1):
            write_file(versions, number, "for one in range(10**6):\n    two = [three for three in range(50)]")

    return write


def much_sql(text: str, files: int = 6) -> Callable[[Path], None]:
    """Each file runs the same SQL of about 1 MiB, the most that is read."""

    def write(versions: Path) -> None:
        write_file(versions, 1, table("t", 5), 'op.drop_table("t")')
        for number in range(2, files + 2):
            write_file(versions, number, f'op.execute("""{text}""")')

    return write


def not_python(files: int) -> Callable[[Path], None]:
    """What each of these may be, as Python, is more than memory holds."""

    def write(versions: Path) -> None:
        for number in range(1, files + 1):
            write_file(versions, number, "pass", before="/*" * 5000 + "1" + "*/" * 5000)

    return write


def many_calls(files: int) -> Callable[[Path], None]:
    """Files of 1 MiB that take as much memory to parse as any: each is read by a thread of its own."""

    def write(versions: Path) -> None:
        for number in range(1, files + 1):
            write_file(versions, number, "f(0)\n" * 110_000)

    return write


MODELS_ENV = "from models import Base\n\ntarget_metadata = Base.metadata\n"
MODELS = (
    "import sqlalchemy as sa\nfrom sqlalchemy.orm import DeclarativeBase\n\n\nclass Base(DeclarativeBase):\n    pass\n"
)


def models(text: str) -> Callable[[Path], None]:
    def write(versions: Path) -> None:
        write_file(versions, 1, table("t", 2), 'op.drop_table("t")')
        (versions.parent / "env.py").write_text(MODELS_ENV, encoding="utf-8")
        (versions.parent.parent / "models.py").write_text(MODELS + text, encoding="utf-8")

    return write


def model_files(count: int) -> Callable[[Path], None]:
    def write(versions: Path) -> None:
        models("")(versions)
        package = versions.parent.parent / "app"
        package.mkdir()
        for number in range(count):
            (package / f"m{number}.py").write_text(
                f"import sqlalchemy as sa\nfrom models import Base\n\n\nclass M{number}(Base):\n"
                f'    __tablename__ = "m{number}"\n    id = sa.Column(sa.Integer, primary_key=True)\n',
                encoding="utf-8",
            )

    return write


def wide_class(columns: int) -> str:
    lines = [f"    c{number} = sa.Column(sa.Integer)" for number in range(columns)]
    return (
        '\n\nclass Wide(Base):\n    __tablename__ = "wide"\n    id = sa.Column(sa.Integer, primary_key=True)\n'
        + "\n".join(lines)
        + "\n"
    )


def tables_request(tables: int, columns: int) -> dict:
    def column(number: int) -> dict:
        return {"name": f"c{number}", "type": "string(40)"}

    return {
        "description": "many tables",
        "operations": [
            {"op": "create_table", "table": f"table_{number}", "columns": [column(each) for each in range(columns)]}
            for number in range(tables)
        ],
    }


def empty(versions: Path) -> None:
    write_file(versions, 1, table("t", 2), 'op.drop_table("t")')


READ = [["check", "--all"], ["schema"], ["history"]]
DRIFT = [["schema"], ["new", "add wide table", "--dry-run"], ["new", "add m5 table", "--dry-run"], ["check"]]
MERGE = [["merge", "--dry-run"], ["check", "--all"], ["history"]]
COMPREHENSION = 'op.create_table("t", *[sa.Column(f"c{n}", sa.Integer()) for n in range(100_000)])'
SQL_COLUMNS = ", ".join(f"c{number} integer" for number in range(50_000))
PRODUCT = 'for one in itertools.product(range(1000), repeat=4):\n    op.execute("SELECT 1")'

HONEST = [
    Case("a baseline of 300 tables", baseline(300, 12), [["check"], ["schema"], ["history"]], seconds=SOON),
    Case("2,000 columns added in one file", added_columns(2000), [["check"], ["schema"]], seconds=SOON),
    Case("a request of 40 tables of 20 columns", empty, [], tables_request(40, 20), SOON),
]
CASES = [
    *HONEST,
    Case("100,000 columns from a comprehension", one_file(COMPREHENSION), READ),
    Case("50,000 columns in SQL", one_file(f'op.execute("CREATE TABLE t ({SQL_COLUMNS})")'), READ),
    Case("200,000 open comments in SQL", one_file('op.execute("""' + "/*" * 200_000 + '""")'), READ),
    Case("open comments made by a product", one_file('op.execute("/*" * 10_000_000)'), READ),
    Case("a CHECK on 499,000 values", much_sql("ALTER TABLE t ADD CHECK (c1 IN (" + "1," * 499_000 + "1))"), READ),
    Case("100,000 statements in SQL", much_sql("SELECT 1;" * 100_000), READ),
    Case("300,000 subscripts in SQL", much_sql("SELECT a" + "[1]" * 300_000), READ),
    Case("80,000 tables dropped by one statement", much_sql(
        "DROP TABLE " + ", ".join(f"t{number}" for number in range(80_000))), READ),
    Case("16 files of 1 MiB of calls", many_calls(16), READ),
    Case("a file that is Python no more", one_file("pass", before="/*" * 5000 + "1" + "*/" * 5000), READ),
    Case("12 files that are Python no more", not_python(12), READ),
    Case("itertools.product", one_file(PRODUCT), READ),
    Case("an array of arrays, 100,000 deep", one_file(
        "t = sa.Integer()\nfor n in range(100_000):\n    t = sa.ARRAY(t)\n"
        'op.add_column("t", sa.Column("c", t))'), READ),
    Case("a class of 30,000 columns", models(wide_class(30_000)), DRIFT),
    Case("10,000 files of models", model_files(10_000), DRIFT),
    Case("a request of 100 tables of 100 columns", empty, [], tables_request(100, 100)),
    Case("a request of 200 tables of 1000 columns", empty, [], tables_request(200, 1000)),
    Case("500 heads", heads(500), MERGE),
    Case("5,000 heads", heads(5000), MERGE),
    Case("400 files that depend on all before them", dense_dependencies(400), READ),
    Case("10,000 columns added in one file", added_columns(10_000), READ),
    Case("5,000 tables in one file", baseline(5000, 4), READ),
    Case("3,000 files", chain(3000), READ),
    Case("100 files that never end", long_runs(100), READ),
]  # fmt: skip
