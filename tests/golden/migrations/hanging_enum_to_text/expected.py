"""change tickets.state to varchar(20)

Revision ID: 7c084af17037
Revises: 22bb33cc44dd
Create Date: 2026-03-01 00:00:00

"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

# revision identifiers, used by Alembic.
revision: str = "7c084af17037"
down_revision: str | Sequence[str] | None = "22bb33cc44dd"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade schema."""
    is_postgres = op.get_context().dialect.name == "postgresql"

    if is_postgres:
        op.drop_index("ix_tickets_unfinished", table_name="tickets")

    if not is_postgres:
        op.execute("DROP VIEW dear")
        op.execute("DROP VIEW priced")

    with op.batch_alter_table("tickets") as batch_op:
        batch_op.alter_column(
            "state",
            existing_type=sa.String(4).with_variant(
                postgresql.ENUM(
                    "open",
                    "held",
                    "done",
                    name="ticket_state",
                    create_type=False,
                ),
                "postgresql",
            ),
            server_default=sa.text("'open'"),
            type_=sa.String(20),
            existing_nullable=False,
        )

    if not is_postgres:
        op.execute("CREATE VIEW priced AS SELECT id, title, total FROM tickets")
        op.execute("CREATE VIEW dear AS SELECT p.id FROM priced p WHERE p.total > 100")

    if is_postgres:
        op.create_index(
            "ix_tickets_unfinished",
            "tickets",
            ["title"],
            postgresql_where=sa.text("state <> 'done'"),
        )
        op.execute("DROP TYPE ticket_state")


def downgrade() -> None:
    """Downgrade schema."""
    is_postgres = op.get_context().dialect.name == "postgresql"

    if is_postgres:
        op.execute("CREATE TYPE ticket_state AS ENUM ('open', 'held', 'done')")
        op.drop_index("ix_tickets_unfinished", table_name="tickets")

        op.alter_column(
            "tickets",
            "state",
            existing_type=sa.String(20),
            server_default=None,
            existing_nullable=False,
        )
        op.alter_column(
            "tickets",
            "state",
            existing_type=sa.String(20),
            server_default=sa.text("'open'"),
            type_=sa.String(4).with_variant(
                postgresql.ENUM(
                    "open",
                    "held",
                    "done",
                    name="ticket_state",
                    create_type=False,
                ),
                "postgresql",
            ),
            existing_nullable=False,
            postgresql_using="state::ticket_state",
        )
        op.create_index(
            "ix_tickets_unfinished",
            "tickets",
            ["title"],
            postgresql_where=sa.text("state <> 'done'"),
        )

    if not is_postgres:
        op.execute("DROP VIEW dear")
        op.execute("DROP VIEW priced")

        with op.batch_alter_table("tickets") as batch_op:
            batch_op.alter_column(
                "state",
                existing_type=sa.String(20).with_variant(
                    postgresql.ENUM(
                        "open",
                        "held",
                        "done",
                        name="ticket_state",
                        create_type=False,
                    ),
                    "postgresql",
                ),
                type_=sa.String(4),
                existing_nullable=False,
                existing_server_default=sa.text("'open'"),
            )

        op.execute("CREATE VIEW priced AS SELECT id, title, total FROM tickets")
        op.execute("CREATE VIEW dear AS SELECT p.id FROM priced p WHERE p.total > 100")
