"""drop foreignkey constraint on badges (office_id)

Revision ID: 59b177a3d889
Revises: 22bb33cc44dd
Create Date: 2026-03-01 00:00:00

"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision: str = "59b177a3d889"
down_revision: str | Sequence[str] | None = "22bb33cc44dd"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade schema."""
    is_postgres = op.get_context().dialect.name == "postgresql"

    if is_postgres:
        op.drop_constraint("badges_office_id_fkey", "badges", type_="foreignkey")

    if not is_postgres:
        to_bosses = sa.Table("bosses", sa.MetaData(), sa.Column("id"))
        with op.batch_alter_table(
            "badges",
            naming_convention={"fk": "fk_%(column_0_N_name)s"},
            table_args=[sa.ForeignKeyConstraint(["boss_id"], [to_bosses.c.id])],
        ) as batch_op:
            batch_op.drop_constraint("fk_boss_id", type_="foreignkey")
            batch_op.drop_constraint("fk_office_id", type_="foreignkey")


def downgrade() -> None:
    """Downgrade schema."""
    is_postgres = op.get_context().dialect.name == "postgresql"

    if not is_postgres:
        to_bosses = sa.Table("bosses", sa.MetaData(), sa.Column("id"))
        to_offices = sa.Table("offices", sa.MetaData(), sa.Column("id"))
        with op.batch_alter_table(
            "badges",
            naming_convention={"fk": "fk_%(column_0_N_name)s"},
            table_args=[
                sa.ForeignKeyConstraint(["office_id"], [to_offices.c.id]),
                sa.ForeignKeyConstraint(["boss_id"], [to_bosses.c.id]),
            ],
        ) as batch_op:
            batch_op.drop_constraint("fk_boss_id", type_="foreignkey")

    if is_postgres:
        op.create_foreign_key(None, "badges", "offices", ["office_id"], ["id"])
