"""drop unique constraint on accounts email

Revision ID: 88708d9c80f1
Revises: 22bb33cc44dd
Create Date: 2026-03-01 00:00:00

"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision: str = "88708d9c80f1"
down_revision: str | Sequence[str] | None = "22bb33cc44dd"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade schema."""
    is_postgres = op.get_context().dialect.name == "postgresql"

    if is_postgres:
        op.drop_constraint("accounts_email_key", "accounts", type_="unique")

    if not is_postgres:
        with op.batch_alter_table(
            "accounts",
            naming_convention={"uq": "uq_%(column_0_N_name)s"},
        ) as batch_op:
            batch_op.drop_constraint("uq_email", type_="unique")


def downgrade() -> None:
    """Downgrade schema."""
    is_postgres = op.get_context().dialect.name == "postgresql"

    if is_postgres:
        op.create_unique_constraint(None, "accounts", ["email"])

    if not is_postgres:
        with op.batch_alter_table(
            "accounts",
            recreate="always",
            table_args=[sa.UniqueConstraint("email")],
        ):
            pass
