"""change tasks.state to text

Revision ID: a6af7dfefb76
Revises: 22bb33cc44dd
Create Date: 2026-03-01 00:00:00

"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision: str = "a6af7dfefb76"
down_revision: str | Sequence[str] | None = "22bb33cc44dd"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade schema."""
    is_postgres = op.get_context().dialect.name == "postgresql"

    if is_postgres:
        op.execute("DROP TRIGGER tasks_count ON tasks")

    if not is_postgres:
        op.execute("DROP TRIGGER tasks_count")

    with op.batch_alter_table("tasks") as batch_op:
        batch_op.alter_column(
            "state",
            existing_type=sa.String(20),
            type_=sa.Text(),
            existing_nullable=False,
        )

    if not is_postgres:
        op.execute(
            "CREATE TRIGGER tasks_count AFTER UPDATE OF state ON tasks BEGIN UPDATE tasks SET changes = changes + 1 WHERE id = NEW.id; END",
        )

    if is_postgres:
        op.execute(
            "CREATE TRIGGER tasks_count BEFORE UPDATE OF state ON tasks FOR EACH ROW EXECUTE FUNCTION count_change()",
        )


def downgrade() -> None:
    """Downgrade schema."""
    is_postgres = op.get_context().dialect.name == "postgresql"

    if is_postgres:
        op.execute("DROP TRIGGER tasks_count ON tasks")

    if not is_postgres:
        op.execute("DROP TRIGGER tasks_count")

    with op.batch_alter_table("tasks") as batch_op:
        batch_op.alter_column(
            "state",
            existing_type=sa.Text(),
            type_=sa.String(20),
            existing_nullable=False,
        )

    if not is_postgres:
        op.execute(
            "CREATE TRIGGER tasks_count AFTER UPDATE OF state ON tasks BEGIN UPDATE tasks SET changes = changes + 1 WHERE id = NEW.id; END",
        )

    if is_postgres:
        op.execute(
            "CREATE TRIGGER tasks_count BEFORE UPDATE OF state ON tasks FOR EACH ROW EXECUTE FUNCTION count_change()",
        )
