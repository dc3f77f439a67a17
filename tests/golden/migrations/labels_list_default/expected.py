"""add column boards.tags

Revision ID: 7358fc4b5750
Revises: 44dd55ee66ff
Create Date: 2026-03-01 00:00:00

"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

# revision identifiers, used by Alembic.
revision: str = "7358fc4b5750"
down_revision: str | Sequence[str] | None = "44dd55ee66ff"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade schema."""
    is_postgres = op.get_context().dialect.name == "postgresql"

    with op.batch_alter_table("boards") as batch_op:
        batch_op.add_column(
            sa.Column(
                "tags",
                sa.JSON().with_variant(postgresql.ARRAY(sa.Text()), "postgresql"),
                server_default=sa.text('\'{a,"b c","d\\"e","null",NULL}\'')
                if is_postgres
                else sa.text('\'["a","b c","d\\"e","null",null]\''),
                nullable=False,
            ),
        )
        batch_op.add_column(
            sa.Column(
                "grid",
                sa.JSON().with_variant(postgresql.ARRAY(sa.Integer()), "postgresql"),
                server_default=sa.text("'{{1,2},{3,4}}'")
                if is_postgres
                else sa.text("'[[1,2],[3,4]]'"),
                nullable=False,
            ),
        )
        batch_op.add_column(
            sa.Column(
                "meta",
                sa.JSON(),
                server_default=sa.text('\'{"n":[1],"theme":"dark"}\''),
                nullable=False,
            ),
        )
        batch_op.alter_column(
            "marks",
            existing_type=sa.JSON().with_variant(
                postgresql.ARRAY(
                    postgresql.ENUM(
                        "open",
                        "held",
                        "done",
                        name="board_mark",
                        create_type=False,
                    ),
                ),
                "postgresql",
            ),
            server_default=sa.text("'{held,done}'")
            if is_postgres
            else sa.text('\'["held","done"]\''),
            existing_nullable=True,
        )


def downgrade() -> None:
    """Downgrade schema."""
    is_postgres = op.get_context().dialect.name == "postgresql"

    with op.batch_alter_table("boards") as batch_op:
        batch_op.alter_column(
            "marks",
            existing_type=sa.JSON().with_variant(
                postgresql.ARRAY(
                    postgresql.ENUM(
                        "open",
                        "held",
                        "done",
                        name="board_mark",
                        create_type=False,
                    ),
                ),
                "postgresql",
            ),
            server_default=sa.text("'{open}'")
            if is_postgres
            else sa.text("'[\"open\"]'"),
            existing_nullable=True,
        )
        batch_op.drop_column("meta")
        batch_op.drop_column("grid")
        batch_op.drop_column("tags")
