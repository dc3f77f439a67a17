"""drop tasks table

Revision ID: 7e0b86a27eb4
Revises: 22bb33cc44dd
Create Date: 2026-03-01 00:00:00

"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision: str = "7e0b86a27eb4"
down_revision: str | Sequence[str] | None = "22bb33cc44dd"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade schema."""
    op.drop_table("tasks")


def downgrade() -> None:
    """Downgrade schema."""
    is_postgres = op.get_context().dialect.name == "postgresql"

    op.create_table(
        "tasks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column(
            "changes",
            sa.Integer(),
            server_default=sa.text("'0'"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_tasks"),
    )

    if is_postgres:
        op.execute(
            "CREATE TRIGGER tasks_count BEFORE UPDATE OF state ON tasks FOR EACH ROW EXECUTE FUNCTION count_change()",
        )

    if not is_postgres:
        op.execute(
            "CREATE TRIGGER tasks_count AFTER UPDATE OF state ON tasks BEGIN UPDATE tasks SET changes = changes + 1 WHERE id = NEW.id; END",
        )
