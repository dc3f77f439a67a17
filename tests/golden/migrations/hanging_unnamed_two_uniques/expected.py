"""drop unique constraint on badges code

Revision ID: cb62b3d16eab
Revises: 22bb33cc44dd
Create Date: 2026-03-01 00:00:00

"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision: str = "cb62b3d16eab"
down_revision: str | Sequence[str] | None = "22bb33cc44dd"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade schema."""
    is_postgres = op.get_context().dialect.name == "postgresql"

    if is_postgres:
        op.drop_constraint("badges_code_key", "badges", type_="unique")

    if not is_postgres:
        with op.batch_alter_table(
            "badges",
            naming_convention={"uq": "uq_%(column_0_N_name)s"},
            table_args=[sa.UniqueConstraint("serial_no")],
        ) as batch_op:
            batch_op.drop_constraint("uq_serial_no", type_="unique")
            batch_op.drop_constraint("uq_code", type_="unique")


def downgrade() -> None:
    """Downgrade schema."""
    is_postgres = op.get_context().dialect.name == "postgresql"

    if not is_postgres:
        with op.batch_alter_table(
            "badges",
            naming_convention={"uq": "uq_%(column_0_N_name)s"},
            table_args=[sa.UniqueConstraint("code"), sa.UniqueConstraint("serial_no")],
        ) as batch_op:
            batch_op.drop_constraint("uq_serial_no", type_="unique")

    if is_postgres:
        op.create_unique_constraint(None, "badges", ["code"])
