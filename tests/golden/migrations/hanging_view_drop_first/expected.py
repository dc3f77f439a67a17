"""drop view priced

Revision ID: 4ad52a7608e6
Revises: 22bb33cc44dd
Create Date: 2026-03-01 00:00:00

"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision: str = "4ad52a7608e6"
down_revision: str | Sequence[str] | None = "22bb33cc44dd"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade schema."""
    op.execute("DROP VIEW dear")
    op.execute("DROP VIEW priced")
    op.drop_column("tickets", "total")
    op.execute("CREATE VIEW priced AS SELECT id, title FROM tickets")


def downgrade() -> None:
    """Downgrade schema."""
    op.execute("DROP VIEW priced")
    op.add_column("tickets", sa.Column("total", sa.Numeric(12, 2), nullable=True))
    op.execute("CREATE VIEW priced AS SELECT id, title, total FROM tickets")
    op.execute("CREATE VIEW dear AS SELECT p.id FROM priced p WHERE p.total > 100")
