"""make tasks.changes nullable

Revision ID: 5c220c618c6a
Revises: 22bb33cc44dd
Create Date: 2026-03-01 00:00:00

"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision: str = "5c220c618c6a"
down_revision: str | Sequence[str] | None = "22bb33cc44dd"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade schema."""
    is_postgres = op.get_context().dialect.name == "postgresql"

    if not is_postgres:
        op.execute("DROP TRIGGER tasks_count")

    with op.batch_alter_table("tasks") as batch_op:
        batch_op.alter_column(
            "changes",
            existing_type=sa.Integer(),
            nullable=True,
            existing_server_default=sa.text("'0'"),
        )

    if not is_postgres:
        op.execute(
            "CREATE TRIGGER tasks_count AFTER UPDATE OF state ON tasks BEGIN UPDATE tasks SET changes = changes + 1 WHERE id = NEW.id; END",
        )


def downgrade() -> None:
    """Downgrade schema."""
    is_postgres = op.get_context().dialect.name == "postgresql"

    if not is_postgres:
        op.execute("DROP TRIGGER tasks_count")

    with op.batch_alter_table("tasks") as batch_op:
        batch_op.alter_column(
            "changes",
            existing_type=sa.Integer(),
            nullable=False,
            existing_server_default=sa.text("'0'"),
        )

    if not is_postgres:
        op.execute(
            "CREATE TRIGGER tasks_count AFTER UPDATE OF state ON tasks BEGIN UPDATE tasks SET changes = changes + 1 WHERE id = NEW.id; END",
        )
