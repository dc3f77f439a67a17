"""drop badges, offices and bosses tables

Revision ID: f9e58a8f7432
Revises: 22bb33cc44dd
Create Date: 2026-03-01 00:00:00

"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision: str = "f9e58a8f7432"
down_revision: str | Sequence[str] | None = "22bb33cc44dd"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade schema."""
    op.drop_table("badges")

    with op.batch_alter_table("bosses") as batch_op:
        batch_op.drop_constraint("fk_bosses_office_id_offices", type_="foreignkey")

    op.drop_table("offices")
    op.drop_table("bosses")


def downgrade() -> None:
    """Downgrade schema."""
    op.create_table(
        "bosses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_bosses"),
    )
    op.create_table(
        "offices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("boss_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["boss_id"],
            ["bosses.id"],
            name="fk_offices_boss_id_bosses",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_offices"),
    )

    with op.batch_alter_table("bosses") as batch_op:
        batch_op.create_foreign_key(
            "fk_bosses_office_id_offices",
            "offices",
            ["office_id"],
            ["id"],
        )

    op.create_table(
        "badges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("serial_no", sa.String(20), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=True),
        sa.Column("boss_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"]),
        sa.ForeignKeyConstraint(["boss_id"], ["bosses.id"]),
        sa.PrimaryKeyConstraint("id", name="pk_badges"),
        sa.UniqueConstraint("code"),
        sa.UniqueConstraint("serial_no"),
    )
