"""drop foreign key on badges office_id; drop foreign key on badges boss_id; drop unique constraint on badges code; drop unique constraint on badges serial_no

Revision ID: a0138669b07c
Revises: 22bb33cc44dd
Create Date: 2026-03-01 00:00:00

"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision: str = "a0138669b07c"
down_revision: str | Sequence[str] | None = "22bb33cc44dd"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade schema."""
    is_postgres = op.get_context().dialect.name == "postgresql"

    if is_postgres:
        op.drop_constraint("badges_office_id_fkey", "badges", type_="foreignkey")

    if not is_postgres:
        with op.batch_alter_table(
            "badges",
            naming_convention={
                "fk": "fk_%(column_0_N_name)s",
                "uq": "uq_%(column_0_N_name)s",
            },
        ) as batch_op:
            batch_op.drop_constraint("fk_boss_id", type_="foreignkey")
            batch_op.drop_constraint("fk_office_id", type_="foreignkey")
            batch_op.drop_constraint("uq_serial_no", type_="unique")
            batch_op.drop_constraint("uq_code", type_="unique")

    if is_postgres:
        op.drop_constraint("badges_boss_id_fkey", "badges", type_="foreignkey")
        op.drop_constraint("badges_code_key", "badges", type_="unique")
        op.drop_constraint("badges_serial_no_key", "badges", type_="unique")


def downgrade() -> None:
    """Downgrade schema."""
    is_postgres = op.get_context().dialect.name == "postgresql"

    if is_postgres:
        op.create_unique_constraint(None, "badges", ["serial_no"])
        op.create_unique_constraint(None, "badges", ["code"])

    if not is_postgres:
        to_bosses = sa.Table("bosses", sa.MetaData(), sa.Column("id"))
        to_offices = sa.Table("offices", sa.MetaData(), sa.Column("id"))
        with op.batch_alter_table(
            "badges",
            recreate="always",
            table_args=[
                sa.UniqueConstraint("code"),
                sa.UniqueConstraint("serial_no"),
                sa.ForeignKeyConstraint(["office_id"], [to_offices.c.id]),
                sa.ForeignKeyConstraint(["boss_id"], [to_bosses.c.id]),
            ],
        ):
            pass

    if is_postgres:
        op.create_foreign_key(None, "badges", "bosses", ["boss_id"], ["id"])
        op.create_foreign_key(None, "badges", "offices", ["office_id"], ["id"])
