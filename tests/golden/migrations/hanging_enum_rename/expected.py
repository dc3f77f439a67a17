"""rename label open of type ticket_state to opened

Revision ID: 4690f030e34a
Revises: 22bb33cc44dd
Create Date: 2026-03-01 00:00:00

"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

# revision identifiers, used by Alembic.
revision: str = "4690f030e34a"
down_revision: str | Sequence[str] | None = "22bb33cc44dd"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade schema."""
    is_postgres = op.get_context().dialect.name == "postgresql"

    if is_postgres:
        op.execute("ALTER TYPE ticket_state RENAME VALUE 'open' TO 'opened'")

    if not is_postgres:
        op.execute("UPDATE tickets SET state = 'opened' WHERE state = 'open'")
        op.execute("DROP VIEW dear")
        op.execute("DROP VIEW priced")

        with op.batch_alter_table("tickets") as batch_op:
            batch_op.alter_column(
                "state",
                existing_type=sa.String(4).with_variant(
                    postgresql.ENUM(
                        "opened",
                        "held",
                        "done",
                        name="ticket_state",
                        create_type=False,
                    ),
                    "postgresql",
                ),
                server_default=sa.text("'opened'"),
                existing_nullable=False,
            )

        op.execute("CREATE VIEW priced AS SELECT id, title, total FROM tickets")
        op.execute("CREATE VIEW dear AS SELECT p.id FROM priced p WHERE p.total > 100")


def downgrade() -> None:
    """Downgrade schema."""
    is_postgres = op.get_context().dialect.name == "postgresql"

    if is_postgres:
        op.execute("ALTER TYPE ticket_state RENAME VALUE 'opened' TO 'open'")

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
                existing_nullable=False,
            )

        op.execute("CREATE VIEW priced AS SELECT id, title, total FROM tickets")
        op.execute("CREATE VIEW dear AS SELECT p.id FROM priced p WHERE p.total > 100")
        op.execute("UPDATE tickets SET state = 'open' WHERE state = 'opened'")
