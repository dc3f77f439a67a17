"""make tickets.effort required

Revision ID: a9755388d14b
Revises: 22bb33cc44dd
Create Date: 2026-03-01 00:00:00

"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision: str = "a9755388d14b"
down_revision: str | Sequence[str] | None = "22bb33cc44dd"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade schema."""
    is_postgres = op.get_context().dialect.name == "postgresql"

    op.execute("UPDATE tickets SET effort = 0 WHERE effort IS NULL")

    if not is_postgres:
        op.execute("DROP VIEW dear")
        op.execute("DROP VIEW priced")

    with op.batch_alter_table("tickets") as batch_op:
        batch_op.alter_column("effort", existing_type=sa.Integer(), nullable=False)

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
        batch_op.alter_column("effort", existing_type=sa.Integer(), nullable=True)

    if not is_postgres:
        op.execute("CREATE VIEW priced AS SELECT id, title, total FROM tickets")
        op.execute("CREATE VIEW dear AS SELECT p.id FROM priced p WHERE p.total > 100")
