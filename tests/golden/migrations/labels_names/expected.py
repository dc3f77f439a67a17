"""create table pins (board_id → boards.id, note)

Revision ID: c8fd1e79eed1
Revises: 44dd55ee66ff
Create Date: 2026-03-01 00:00:00

"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision: str = "c8fd1e79eed1"
down_revision: str | Sequence[str] | None = "44dd55ee66ff"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table(
        "pins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("board_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(20), nullable=False),
        sa.CheckConstraint("length(note) > 2", name=op.f("pins_note_check")),
        sa.ForeignKeyConstraint(["board_id"], ["boards.id"], name="pins_board_id_ref"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("pins_board_id_idx", "pins", ["board_id"], unique=False)

    with op.batch_alter_table("boards") as batch_op:
        batch_op.create_unique_constraint("boards_title_size_unique", ["title", "size"])

    op.create_index("boards_size_idx", "boards", ["size"], unique=False)


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_index("boards_size_idx", table_name="boards")

    with op.batch_alter_table("boards") as batch_op:
        batch_op.drop_constraint("boards_title_size_unique", type_="unique")

    op.drop_index("pins_board_id_idx", table_name="pins")
    op.drop_table("pins")
