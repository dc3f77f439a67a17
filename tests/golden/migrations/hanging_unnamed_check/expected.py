"""drop check constraint on limits (low)

Revision ID: c0ce96767cd6
Revises: 22bb33cc44dd
Create Date: 2026-03-01 00:00:00

"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision: str = "c0ce96767cd6"
down_revision: str | Sequence[str] | None = "22bb33cc44dd"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade schema."""
    is_postgres = op.get_context().dialect.name == "postgresql"

    if is_postgres:
        op.drop_constraint("limits_low_check", "limits", type_="check")

    if not is_postgres:
        with op.batch_alter_table(
            "limits",
            recreate="always",
            table_args=[
                sa.CheckConstraint("high <> 0"),
                sa.CheckConstraint("low <> 1 OR high <> 1"),
            ],
        ):
            pass


def downgrade() -> None:
    """Downgrade schema."""
    is_postgres = op.get_context().dialect.name == "postgresql"

    if is_postgres:
        op.create_check_constraint("limits_low_check", "limits", "low <> 0")

    if not is_postgres:
        with op.batch_alter_table(
            "limits",
            recreate="always",
            table_args=[
                sa.CheckConstraint("low <> 0"),
                sa.CheckConstraint("high <> 0"),
                sa.CheckConstraint("low <> 1 OR high <> 1"),
            ],
        ):
            pass
