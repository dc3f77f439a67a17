"""alter column tickets.seen_at: type datetime

Revision ID: e5c10d97811d
Revises: 22bb33cc44dd
Create Date: 2026-03-01 00:00:00

"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision: str = "e5c10d97811d"
down_revision: str | Sequence[str] | None = "22bb33cc44dd"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade schema."""
    is_postgres = op.get_context().dialect.name == "postgresql"

    if not is_postgres:
        op.execute("DROP VIEW dear")
        op.execute("DROP VIEW priced")

    with op.batch_alter_table("tickets") as batch_op:
        batch_op.alter_column(
            "seen_at",
            existing_type=sa.DateTime(),
            type_=sa.DateTime(timezone=True),
            existing_nullable=True,
            postgresql_using="seen_at AT TIME ZONE 'UTC'",
        )

    if not is_postgres:
        op.execute("CREATE VIEW priced AS SELECT id, title, total FROM tickets")
        op.execute("CREATE VIEW dear AS SELECT p.id FROM priced p WHERE p.total > 100")


def downgrade() -> None:
    """Downgrade schema."""
    is_postgres = op.get_context().dialect.name == "postgresql"

    if not is_postgres:
        op.execute("DROP VIEW dear")
        op.execute("DROP VIEW priced")

    with op.batch_alter_table("tickets") as batch_op:
        batch_op.alter_column(
            "seen_at",
            existing_type=sa.DateTime(timezone=True),
            type_=sa.DateTime(),
            existing_nullable=True,
            postgresql_using="seen_at AT TIME ZONE 'UTC'",
        )

    if not is_postgres:
        op.execute("CREATE VIEW priced AS SELECT id, title, total FROM tickets")
        op.execute("CREATE VIEW dear AS SELECT p.id FROM priced p WHERE p.total > 100")
