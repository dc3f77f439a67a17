"""change tickets.total to numeric(14,2)

Revision ID: effcb998ad19
Revises: 22bb33cc44dd
Create Date: 2026-03-01 00:00:00

"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision: str = "effcb998ad19"
down_revision: str | Sequence[str] | None = "22bb33cc44dd"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade schema."""
    op.execute("DROP VIEW dear")
    op.execute("DROP VIEW priced")

    with op.batch_alter_table("tickets") as batch_op:
        batch_op.alter_column(
            "total",
            existing_type=sa.Numeric(12, 2),
            type_=sa.Numeric(14, 2),
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
            existing_type=sa.Numeric(14, 2),
            type_=sa.Numeric(12, 2),
            existing_nullable=True,
        )

    op.execute("CREATE VIEW priced AS SELECT id, title, total FROM tickets")
    op.execute("CREATE VIEW dear AS SELECT p.id FROM priced p WHERE p.total > 100")
