"""change tickets.total to integer

Revision ID: 7de14b2fc454
Revises: 22bb33cc44dd
Create Date: 2026-03-01 00:00:00

"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision: str = "7de14b2fc454"
down_revision: str | Sequence[str] | None = "22bb33cc44dd"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade schema."""
    is_postgres = op.get_context().dialect.name == "postgresql"

    if not is_postgres:
        op.execute("UPDATE tickets SET total = round(total)")

    op.execute("DROP VIEW dear")
    op.execute("DROP VIEW priced")

    with op.batch_alter_table("tickets") as batch_op:
        batch_op.alter_column(
            "total",
            existing_type=sa.Numeric(12, 2),
            type_=sa.Integer(),
            existing_nullable=True,
        )

    op.execute("CREATE VIEW priced AS SELECT id, title, total FROM tickets")
    op.execute("CREATE VIEW dear AS SELECT p.id FROM priced p WHERE p.total > 100")


def downgrade() -> None:
    """Downgrade schema."""
    op.execute("DROP VIEW dear")
    op.execute("DROP VIEW priced")

    with op.batch_alter_table("tickets") as batch_op:
        batch_op.alter_column(
            "total",
            existing_type=sa.Integer(),
            type_=sa.Numeric(12, 2),
            existing_nullable=True,
        )

    op.execute("CREATE VIEW priced AS SELECT id, title, total FROM tickets")
    op.execute("CREATE VIEW dear AS SELECT p.id FROM priced p WHERE p.total > 100")
