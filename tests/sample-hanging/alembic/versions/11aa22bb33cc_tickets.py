"""tickets

Revision ID: 11aa22bb33cc
Revises:
Create Date: 2025-04-01 09:00:00.000001

"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision: str = "11aa22bb33cc"
down_revision: str | Sequence[str] | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table(
        "tickets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(80), nullable=False),
        sa.Column(
            "state",
            sa.Enum("open", "held", "done", name="ticket_state"),
            server_default="open",
            nullable=False,
        ),
        sa.Column("total", sa.Numeric(12, 2), nullable=True),
        sa.Column("effort", sa.Integer(), nullable=True),
        sa.Column("due_text", sa.String(40), nullable=True),
        sa.Column("seen_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_tickets"),
    )
    op.create_index(
        "ix_tickets_unfinished",
        "tickets",
        ["title"],
        postgresql_where=sa.text("state <> 'done'"),
        sqlite_where=sa.text("state <> 'done'"),
    )
    op.create_table(
        "notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name="fk_notes_ticket_id_tickets"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_notes"),
    )
    op.create_index("ix_notes_ticket_id", "notes", ["ticket_id"])
    op.create_table(
        "costs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("twice", sa.Integer(), sa.Computed("amount * 2", persisted=True)),
        sa.PrimaryKeyConstraint("id", name="pk_costs"),
    )


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_table("costs")
    op.drop_index("ix_notes_ticket_id", table_name="notes")
    op.drop_table("notes")
    op.drop_index("ix_tickets_unfinished", table_name="tickets")
    op.drop_table("tickets")
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP TYPE ticket_state")
