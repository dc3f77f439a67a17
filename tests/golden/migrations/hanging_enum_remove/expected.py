"""give type ticket_state the labels done, open

Revision ID: feadc13916df
Revises: 22bb33cc44dd
Create Date: 2026-03-01 00:00:00

"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

# revision identifiers, used by Alembic.
revision: str = "feadc13916df"
down_revision: str | Sequence[str] | None = "22bb33cc44dd"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade schema."""
    is_postgres = op.get_context().dialect.name == "postgresql"

    op.execute("UPDATE tickets SET state = 'open' WHERE state = 'held'")

    if is_postgres:
        op.execute("ALTER TYPE ticket_state RENAME TO ticket_state_old")
        op.execute("CREATE TYPE ticket_state AS ENUM ('done', 'open')")
        op.alter_column(
            "tickets",
            "state",
            existing_type=sa.String(4).with_variant(
                postgresql.ENUM(
                    "open",
                    "held",
                    "done",
                    name="ticket_state_old",
                    create_type=False,
                ),
                "postgresql",
            ),
            server_default=None,
            existing_nullable=False,
        )
        op.drop_index("ix_tickets_unfinished", table_name="tickets")

        op.alter_column(
            "tickets",
            "state",
            existing_type=sa.String(4).with_variant(
                postgresql.ENUM(
                    "open",
                    "held",
                    "done",
                    name="ticket_state_old",
                    create_type=False,
                ),
                "postgresql",
            ),
            type_=sa.String(4).with_variant(
                postgresql.ENUM("done", "open", name="ticket_state", create_type=False),
                "postgresql",
            ),
            existing_nullable=False,
            postgresql_using="state::text::ticket_state",
        )
        op.alter_column(
            "tickets",
            "state",
            existing_type=sa.String(4).with_variant(
                postgresql.ENUM("done", "open", name="ticket_state", create_type=False),
                "postgresql",
            ),
            server_default=sa.text("'open'"),
            existing_nullable=False,
        )
        op.execute("DROP TYPE ticket_state_old")
        op.create_index(
            "ix_tickets_unfinished",
            "tickets",
            ["title"],
            postgresql_where=sa.text("state <> 'done'"),
        )


def downgrade() -> None:
    """Downgrade schema."""
    is_postgres = op.get_context().dialect.name == "postgresql"

    if is_postgres:
        op.drop_index("ix_tickets_unfinished", table_name="tickets")
        op.execute("CREATE TYPE ticket_state_old AS ENUM ('open', 'held', 'done')")

        op.alter_column(
            "tickets",
            "state",
            existing_type=sa.String(4).with_variant(
                postgresql.ENUM("done", "open", name="ticket_state", create_type=False),
                "postgresql",
            ),
            server_default=None,
            existing_nullable=False,
        )
        op.alter_column(
            "tickets",
            "state",
            existing_type=sa.String(4).with_variant(
                postgresql.ENUM("done", "open", name="ticket_state", create_type=False),
                "postgresql",
            ),
            type_=sa.String(4).with_variant(
                postgresql.ENUM(
                    "open",
                    "held",
                    "done",
                    name="ticket_state_old",
                    create_type=False,
                ),
                "postgresql",
            ),
            existing_nullable=False,
            postgresql_using="state::text::ticket_state_old",
        )
        op.create_index(
            "ix_tickets_unfinished",
            "tickets",
            ["title"],
            postgresql_where=sa.text("state <> 'done'"),
        )
        op.alter_column(
            "tickets",
            "state",
            existing_type=sa.String(4).with_variant(
                postgresql.ENUM(
                    "open",
                    "held",
                    "done",
                    name="ticket_state_old",
                    create_type=False,
                ),
                "postgresql",
            ),
            server_default=sa.text("'open'"),
            existing_nullable=False,
        )
        op.execute("DROP TYPE ticket_state")
        op.execute("ALTER TYPE ticket_state_old RENAME TO ticket_state")
