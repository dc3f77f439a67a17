"""change mark on boards to string(20)

Revision ID: 5272f580846e
Revises: 44dd55ee66ff
Create Date: 2026-03-01 00:00:00

"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

# revision identifiers, used by Alembic.
revision: str = "5272f580846e"
down_revision: str | Sequence[str] | None = "44dd55ee66ff"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade schema."""
    with op.batch_alter_table("boards") as batch_op:
        batch_op.alter_column(
            "mark",
            existing_type=sa.String(4).with_variant(
                postgresql.ENUM(
                    "open",
                    "held",
                    "done",
                    name="board_mark",
                    create_type=False,
                ),
                "postgresql",
            ),
            server_default=sa.text("'open'"),
            type_=sa.String(20),
            existing_nullable=False,
        )


def downgrade() -> None:
    """Downgrade schema."""
    is_postgres = op.get_context().dialect.name == "postgresql"

    if is_postgres:
        op.alter_column(
            "boards",
            "mark",
            existing_type=sa.String(20),
            server_default=None,
            existing_nullable=False,
        )
        op.alter_column(
            "boards",
            "mark",
            existing_type=sa.String(20),
            server_default=sa.text("'open'"),
            type_=sa.String(4).with_variant(
                postgresql.ENUM(
                    "open",
                    "held",
                    "done",
                    name="board_mark",
                    create_type=False,
                ),
                "postgresql",
            ),
            existing_nullable=False,
            postgresql_using="mark::board_mark",
        )

    if not is_postgres:
        with op.batch_alter_table("boards") as batch_op:
            batch_op.alter_column(
                "mark",
                existing_type=sa.String(20).with_variant(
                    postgresql.ENUM(
                        "open",
                        "held",
                        "done",
                        name="board_mark",
                        create_type=False,
                    ),
                    "postgresql",
                ),
                type_=sa.String(4),
                existing_nullable=False,
                existing_server_default=sa.text("'open'"),
            )
