"""execute DROP TRIGGER tasks_count

Revision ID: 3f6a07b39636
Revises: 22bb33cc44dd
Create Date: 2026-03-01 00:00:00

"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision: str = "3f6a07b39636"
down_revision: str | Sequence[str] | None = "22bb33cc44dd"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade schema."""
    is_postgres = op.get_context().dialect.name == "postgresql"

    if not is_postgres:
        op.execute("DROP TRIGGER tasks_count")

    op.drop_column("tasks", "changes")


def downgrade() -> None:
    """Downgrade schema."""
    is_postgres = op.get_context().dialect.name == "postgresql"

    op.add_column(
        "tasks",
        sa.Column(
            "changes",
            sa.Integer(),
            server_default=sa.text("'0'"),
            nullable=False,
        ),
    )

    if not is_postgres:
        op.execute(
            "CREATE TRIGGER tasks_count AFTER UPDATE OF state ON tasks BEGIN UPDATE tasks SET changes = changes + 1 WHERE id = NEW.id; END",
        )
