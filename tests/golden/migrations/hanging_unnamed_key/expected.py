"""drop foreignkey constraint on accounts (cost_id)

Revision ID: 5c19a2b22a5d
Revises: 22bb33cc44dd
Create Date: 2026-03-01 00:00:00

"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision: str = "5c19a2b22a5d"
down_revision: str | Sequence[str] | None = "22bb33cc44dd"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade schema."""
    is_postgres = op.get_context().dialect.name == "postgresql"

    if is_postgres:
        op.drop_constraint("accounts_cost_id_fkey", "accounts", type_="foreignkey")

    if not is_postgres:
        with op.batch_alter_table(
            "accounts",
            naming_convention={"fk": "fk_%(column_0_N_name)s"},
        ) as batch_op:
            batch_op.drop_constraint("fk_cost_id", type_="foreignkey")


def downgrade() -> None:
    """Downgrade schema."""
    is_postgres = op.get_context().dialect.name == "postgresql"

    if is_postgres:
        op.create_foreign_key(None, "accounts", "costs", ["cost_id"], ["id"])

    if not is_postgres:
        to_costs = sa.Table("costs", sa.MetaData(), sa.Column("id"))
        with op.batch_alter_table(
            "accounts",
            recreate="always",
            table_args=[sa.ForeignKeyConstraint(["cost_id"], [to_costs.c.id])],
        ):
            pass
