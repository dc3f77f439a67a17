"""boards

Revision ID: 44dd55ee66ff
Revises:
Create Date: 2025-05-01 09:00:00.000001

"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

# revision identifiers, used by Alembic.
revision: str = "44dd55ee66ff"
down_revision: str | Sequence[str] | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade schema."""
    is_postgres = op.get_context().dialect.name == "postgresql"
    labels = postgresql.ENUM(
        "open", "held", "done", name="board_mark", create_type=False
    )

    if is_postgres:
        op.execute("CREATE TYPE board_mark AS ENUM ('open', 'held', 'done')")
    op.create_table(
        "boards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(80), nullable=False),
        sa.Column("size", sa.String(8), server_default="s", nullable=False),
        sa.Column(
            "mark",
            sa.String(4).with_variant(labels, "postgresql"),
            server_default="open",
            nullable=False,
        ),
        sa.Column(
            "marks",
            sa.JSON().with_variant(postgresql.ARRAY(labels), "postgresql"),
            server_default=sa.text("'{open}'" if is_postgres else "'[\"open\"]'"),
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_boards_title", "boards", ["title"], unique=True)
    op.create_table(
        "slots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("starts", sa.Integer(), nullable=True),
        sa.Column("ends", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    if is_postgres:
        op.execute(
            "ALTER TABLE slots ADD CONSTRAINT ex_slots EXCLUDE USING gist "
            "(int4range(starts, ends, '[]') WITH &&)"
        )
    mood = postgresql.ENUM("calm", "wild", name="mood", create_type=False)
    if is_postgres:
        op.execute("CREATE TYPE mood AS ENUM ('calm', 'wild')")
        op.execute(
            "CREATE FUNCTION is_calm(mood) RETURNS boolean LANGUAGE sql "
            "AS $$ SELECT $1 = 'calm' $$"
        )
    op.create_table(
        "pets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("temper", sa.String(4).with_variant(mood, "postgresql")),
        sa.Column("manner", sa.String(4), server_default="calm", nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_table("pets")
    op.drop_table("slots")
    op.drop_table("boards")
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP FUNCTION is_calm(mood)")
        op.execute("DROP TYPE mood")
        op.execute("DROP TYPE board_mark")
