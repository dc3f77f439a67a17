"""execute DROP FUNCTION count_change() CASCADE

Revision ID: 9bea07438ad7
Revises: 22bb33cc44dd
Create Date: 2026-03-01 00:00:00

"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision: str = "9bea07438ad7"
down_revision: str | Sequence[str] | None = "22bb33cc44dd"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade schema."""
    is_postgres = op.get_context().dialect.name == "postgresql"

    if is_postgres:
        op.execute("DROP FUNCTION count_change() CASCADE")


def downgrade() -> None:
    """Downgrade schema."""
    is_postgres = op.get_context().dialect.name == "postgresql"

    if is_postgres:
        op.execute(
            "CREATE FUNCTION count_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.changes = OLD.changes + 1; RETURN NEW; END $$; CREATE TRIGGER tasks_count BEFORE UPDATE OF state ON tasks FOR EACH ROW EXECUTE FUNCTION count_change()",
        )
