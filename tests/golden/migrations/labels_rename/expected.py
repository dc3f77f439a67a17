"""rename value held to waiting in enum board_mark

Revision ID: 966b245135bc
Revises: 44dd55ee66ff
Create Date: 2026-03-01 00:00:00

"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision: str = "966b245135bc"
down_revision: str | Sequence[str] | None = "44dd55ee66ff"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade schema."""
    is_postgres = op.get_context().dialect.name == "postgresql"

    if is_postgres:
        op.execute("ALTER TYPE board_mark RENAME VALUE 'held' TO 'waiting'")

    if not is_postgres:
        op.execute("UPDATE boards SET mark = 'waiting' WHERE mark = 'held'")
        op.execute(
            "UPDATE boards SET marks = replace(marks, '\"held\"', '\"waiting\"') WHERE instr(marks, '\"held\"') > 0",
        )


def downgrade() -> None:
    """Downgrade schema."""
    is_postgres = op.get_context().dialect.name == "postgresql"

    if is_postgres:
        op.execute("ALTER TYPE board_mark RENAME VALUE 'waiting' TO 'held'")

    if not is_postgres:
        op.execute(
            "UPDATE boards SET marks = replace(marks, '\"waiting\"', '\"held\"') WHERE instr(marks, '\"waiting\"') > 0",
        )
        op.execute("UPDATE boards SET mark = 'held' WHERE mark = 'waiting'")
