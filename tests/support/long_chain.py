"""A project with a chain as long as wanted: every fifth revision creates a table, the others change it."""

from __future__ import annotations

from pathlib import Path

FILE = '''"""step {number}

Revision ID: {revision}
Revises: {parent}
"""

import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = {parent}
branch_labels = None
depends_on = None


def upgrade() -> None:
    {up}


def downgrade() -> None:
    {down}
'''


def revision_id(number: int) -> str:
    return f"{number:012x}"


def change(number: int) -> tuple[str, str]:
    """What the revision does, and its inverse."""
    table, step = f"table_{number // 5 * 5}", number % 5
    if step == 0:
        columns = 'sa.Column("id", sa.Integer(), primary_key=True), sa.Column("name", sa.String(64), nullable=False)'
        return f'op.create_table("{table}", {columns})', f'op.drop_table("{table}")'
    if step == 3:
        index = f"ix_{table}_name"
        return f'op.create_index("{index}", "{table}", ["name"])', f'op.drop_index("{index}", table_name="{table}")'
    column = f"extra_{step}"
    return f'op.add_column("{table}", sa.Column("{column}", sa.Integer()))', f'op.drop_column("{table}", "{column}")'


def long_chain(folder: Path, revisions: int) -> Path:
    """Makes the project in the folder, which must not be there yet; its versions are in migrations/versions."""
    versions = folder / "migrations" / "versions"
    versions.mkdir(parents=True)
    (folder / "alembic.ini").write_text("[alembic]\nscript_location = %(here)s/migrations\n", encoding="utf-8")
    for number in range(revisions):
        up, down = change(number)
        parent = f'"{revision_id(number - 1)}"' if number else None
        name = f"{revision_id(number)}_step_{number}.py"
        text = FILE.format(number=number, revision=revision_id(number), parent=parent, up=up, down=down)
        (versions / name).write_text(text, encoding="utf-8")
    return folder
