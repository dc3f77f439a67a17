"""The projects that `scripts/bench` measures on: small revisions, a chain of guards, models in classes."""

import shutil

MODELS_READ = 90  # classes of ten columns
ENV_PY = """\
import sqlalchemy as sa
from alembic import context

from models import metadata

url = context.config.get_main_option("sqlalchemy.url")
with sa.create_engine(url).connect() as connection:
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
"""

INI = """\
[alembic]
script_location = %(here)s/migrations
prepend_sys_path = .
sqlalchemy.url = sqlite:///%(here)s/head.db
"""

BASE = """\
from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention={"uq": "uq_%(table_name)s_%(column_0_name)s", "pk": "pk_%(table_name)s"})
"""

CLASS = """\
from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, Text, func
from sqlalchemy.orm import Mapped, mapped_column

from many.base import Base


class Table{number}(Base):
    __tablename__ = "table_{number}"
    __table_args__ = (
        CheckConstraint("amount >= 0", name="amount_{number}"),
        Index("ix_{number}_code_level", "code", "level"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    note: Mapped[str | None] = mapped_column(Text)
    amount: Mapped[Decimal] = mapped_column(Numeric(12, 2), server_default="0")
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    updated_at: Mapped[datetime | None]
    active: Mapped[bool] = mapped_column(default=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("table_{parent}.id", ondelete="SET NULL"), index=True)
    code: Mapped[str] = mapped_column(String(12))
    level: Mapped[int]
"""

MAKO = """\
\"\"\"${message}

Revision ID: ${up_revision}
Revises: ${down_revision | comma,n}
Create Date: ${create_date}
\"\"\"
from alembic import op
import sqlalchemy as sa

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    ${downgrades if downgrades else "pass"}
"""

MODELS = """\
import sqlalchemy as sa

metadata = sa.MetaData()
{tables}
sa.Table(
    "invoices",
    metadata,
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("number", sa.String(32), nullable=False),
    sa.Column("total", sa.Numeric(12, 2), nullable=False),
)
"""


def revision_id(number):
    return f"{number * 2654435761 % 2**48:012x}"


def changes(number):
    """What revision `number` does: (upgrade, downgrade)."""
    table = f"table_{number // 5 * 5}"
    step = number % 5
    if step == 0:
        columns = 'sa.Column("id", sa.Integer(), primary_key=True), sa.Column("name", sa.String(64), nullable=False)'
        return f'op.create_table("{table}", {columns})', f'op.drop_table("{table}")'
    if step == 3:
        return (
            f'op.create_index("ix_{table}_name", "{table}", ["name"])',
            f'op.drop_index("ix_{table}_name", table_name="{table}")',
        )
    return (
        f'op.add_column("{table}", sa.Column("extra_{step}", sa.Integer(), nullable=True))',
        f'op.drop_column("{table}", "extra_{step}")',
    )


def table_text(number, revisions):
    """The model of the table that revision `number` creates, as the chain leaves it."""
    lines = [
        f'sa.Table("table_{number}", metadata, sa.Column("id", sa.Integer(), primary_key=True),',
        '    sa.Column("name", sa.String(64), nullable=False),',
    ]
    for step in range(1, min(5, revisions - number)):
        if step == 3:
            lines.append(f'    sa.Index("ix_table_{number}_name", "name"),')
        else:
            lines.append(f'    sa.Column("extra_{step}", sa.Integer()),')
    return "\n".join([*lines, ")"])


def make_project(folder, revisions):
    versions = folder / "migrations" / "versions"
    versions.mkdir(parents=True)
    (folder / "alembic.ini").write_text(INI)
    (folder / "migrations" / "env.py").write_text(ENV_PY)
    (folder / "migrations" / "script.py.mako").write_text(MAKO)
    tables = "\n".join(table_text(number, revisions) for number in range(0, revisions, 5))
    (folder / "models.py").write_text(MODELS.format(tables=tables))
    for number in range(revisions):
        parent = repr(revision_id(number - 1)) if number else None
        upgrade, downgrade = changes(number)
        (versions / f"{revision_id(number)}_step_{number}.py").write_text(
            f'"""step {number}\n\nRevision ID: {revision_id(number)}\nRevises: {parent}\n"""\n'
            "from alembic import op\nimport sqlalchemy as sa\n\n"
            f"revision = {revision_id(number)!r}\ndown_revision = {parent}\nbranch_labels = None\ndepends_on = None\n\n\n"
            f"def upgrade():\n    {upgrade}\n\n\ndef downgrade():\n    {downgrade}\n"
        )


OFFLINE_ENV_PY = """\
from alembic import context

context.configure(dialect_name="postgresql", literal_binds=True)
with context.begin_transaction():
    context.run_migrations()
"""

GUARDS = '''\
def _has_table(name):
    return sa.inspect(op.get_bind()).has_table(name)


def _has_column(table, column):
    return column in {each["name"] for each in sa.inspect(op.get_bind()).get_columns(table)}


def _has_index(table, name):
    return any(each["name"] == name for each in sa.inspect(op.get_bind()).get_indexes(table))


def _has_constraint(name):
    query = sa.text("SELECT 1 FROM pg_constraint WHERE conname = :name")
    return op.get_bind().execute(query, {"name": name}).scalar() is not None


def _is_nullable(table, column):
    query = sa.text(
        "SELECT is_nullable FROM information_schema.columns WHERE table_name = :table AND column_name = :column"
    )
    return op.get_bind().execute(query, {"table": table, "column": column}).scalar() == "YES"


'''


def guarded_changes(number):
    """A table of a dozen columns, and four columns of older tables with an index and a check each, all asked for first."""
    table = f"account_{number}"
    lines = [
        f'    if not _has_table("{table}"):',
        f'        op.create_table("{table}",',
        '            sa.Column("id", sa.Integer(), primary_key=True),',
        *(f'            sa.Column("field_{i}", sa.String({20 + i}), nullable=False),' for i in range(12)),
        "        )",
    ]
    for step in range(4):
        older = f"account_{(number * 7 + step * 13) % max(number, 1)}"
        column = f"extra_{number}_{step}"
        lines += [
            f'    if not _has_column("{older}", "{column}"):',
            f'        op.add_column("{older}", sa.Column("{column}", sa.Integer(), nullable=True))',
            f'    if not _has_index("{older}", "ix_{older}_{column}"):',
            f'        op.create_index("ix_{older}_{column}", "{older}", ["{column}"])',
            f'    if _is_nullable("{older}", "{column}") and not _has_constraint("ck_{older}_{column}"):',
            f'        op.create_check_constraint("ck_{older}_{column}", "{older}", "{column} >= 0")',
        ]
    return "\n".join(lines)


def newest_ids(revisions):
    """The last revision but one, and the last."""
    return revision_id(revisions - 2), revision_id(revisions - 1)


def make_offline(project, folder):
    """The same chain with an env.py that writes PostgreSQL's SQL and needs no database."""
    shutil.copytree(project, folder)
    (folder / "migrations" / "env.py").write_text(OFFLINE_ENV_PY)


def make_guards(folder, revisions):
    """A chain for PostgreSQL whose every step asks the database first."""
    versions = folder / "migrations" / "versions"
    versions.mkdir(parents=True)
    (folder / "alembic.ini").write_text(INI.replace("sqlite:///%(here)s/head.db", "postgresql:///guards"))
    (folder / "migrations" / "env.py").write_text(ENV_PY)
    (folder / "migrations" / "script.py.mako").write_text(MAKO)
    (folder / "models.py").write_text(MODELS.format(tables=""))
    for number in range(revisions):
        parent = repr(revision_id(number - 1)) if number else None
        (versions / f"{revision_id(number)}_step_{number}.py").write_text(
            f'"""step {number}"""\nfrom alembic import op\nimport sqlalchemy as sa\n\n'
            f"revision = {revision_id(number)!r}\ndown_revision = {parent}\n\n\n{GUARDS}"
            f"def upgrade():\n{guarded_changes(number)}\n\n\ndef downgrade():\n    pass\n"
        )


def make_models(folder, tables):
    """A package `many` with this many classes of ten columns each, a module a class."""
    package = folder / "many"
    package.mkdir()
    (package / "base.py").write_text(BASE)
    for number in range(tables):
        (package / f"table_{number}.py").write_text(CLASS.format(number=number, parent=max(number - 1, 0)))
    imports = [f"from many.table_{number} import Table{number}" for number in range(tables)]
    (package / "__init__.py").write_text("\n".join(imports) + "\n")
