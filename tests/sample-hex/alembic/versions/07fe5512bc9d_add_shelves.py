"""add shelves

Revision ID: 07fe5512bc9d
Revises: c27a88b04e13
Create Date: 2025-05-17 21:45:03.777000

"""

from typing import Sequence, Union

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision: str = "07fe5512bc9d"
down_revision: Union[str, Sequence[str], None] = "c27a88b04e13"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table(
        "shelves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("label", name="uq_shelves_label"),
    )
    with op.batch_alter_table("games", schema=None) as batch_op:
        batch_op.add_column(sa.Column("shelf_id", sa.Integer(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_games_shelf_id"), ["shelf_id"], unique=False
        )
        batch_op.create_foreign_key(
            "fk_games_shelf_id_shelves",
            "shelves",
            ["shelf_id"],
            ["id"],
            ondelete="SET NULL",
        )


def downgrade() -> None:
    """Downgrade schema."""
    with op.batch_alter_table("games", schema=None) as batch_op:
        batch_op.drop_constraint("fk_games_shelf_id_shelves", type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_games_shelf_id"))
        batch_op.drop_column("shelf_id")
    op.drop_table("shelves")
