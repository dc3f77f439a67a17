"""rename costs to expenses

Revision ID: 1257d163fbe5
Revises: 22bb33cc44dd
Create Date: 2026-03-01 00:00:00

"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision: str = "1257d163fbe5"
down_revision: str | Sequence[str] | None = "22bb33cc44dd"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade schema."""
    op.rename_table("costs", "expenses")


def downgrade() -> None:
    """Downgrade schema."""
    op.rename_table("expenses", "costs")
