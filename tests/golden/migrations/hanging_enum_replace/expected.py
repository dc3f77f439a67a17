"""give type ticket_state the labels open, parked, finished

Revision ID: 5d3691e8489c
Revises: 22bb33cc44dd
Create Date: 2026-03-01 00:00:00

"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision: str = "5d3691e8489c"
down_revision: str | Sequence[str] | None = "22bb33cc44dd"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade schema."""
    is_postgres = op.get_context().dialect.name == "postgresql"

    if is_postgres:
        op.execute("ALTER TYPE ticket_state RENAME VALUE 'done' TO 'finished'")

    if not is_postgres:
        op.drop_index("ix_tickets_unfinished", table_name="tickets")
        op.execute("UPDATE tickets SET state = 'finished' WHERE state = 'done'")
        op.create_index(
            "ix_tickets_unfinished",
            "tickets",
            ["title"],
            sqlite_where=sa.text("state <> 'finished'"),
        )

    if is_postgres:
        op.execute("ALTER TYPE ticket_state RENAME VALUE 'held' TO 'parked'")

    if not is_postgres:
        op.execute("UPDATE tickets SET state = 'parked' WHERE state = 'held'")


def downgrade() -> None:
    """Downgrade schema."""
    is_postgres = op.get_context().dialect.name == "postgresql"

    if is_postgres:
        op.execute("ALTER TYPE ticket_state RENAME VALUE 'parked' TO 'held'")
        op.execute("ALTER TYPE ticket_state RENAME VALUE 'finished' TO 'done'")

    if not is_postgres:
        op.execute("UPDATE tickets SET state = 'held' WHERE state = 'parked'")
        op.drop_index("ix_tickets_unfinished", table_name="tickets")
        op.execute("UPDATE tickets SET state = 'done' WHERE state = 'finished'")
        op.create_index(
            "ix_tickets_unfinished",
            "tickets",
            ["title"],
            sqlite_where=sa.text("state <> 'done'"),
        )
