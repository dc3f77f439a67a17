"""change size on boards to enum board_size ('s', 'm', 'l')

Revision ID: aaa42292e1ae
Revises: 44dd55ee66ff
Create Date: 2026-03-01 00:00:00

"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

# revision identifiers, used by Alembic.
revision: str = "aaa42292e1ae"
down_revision: str | Sequence[str] | None = "44dd55ee66ff"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade schema."""
    is_postgres = op.get_context().dialect.name == "postgresql"

    if is_postgres:
        op.execute("CREATE TYPE board_size AS ENUM ('s', 'm', 'l')")
        op.alter_column(
            "boards",
            "size",
            existing_type=sa.String(8),
            server_default=None,
            existing_nullable=False,
        )

    with op.batch_alter_table("boards") as batch_op:
        batch_op.alter_column(
            "size",
            existing_type=sa.String(8),
            server_default=sa.text("'s'"),
            type_=sa.String(1).with_variant(
                postgresql.ENUM("s", "m", "l", name="board_size", create_type=False),
                "postgresql",
            ),
            existing_nullable=False,
            postgresql_using="size::board_size",
        )


def downgrade() -> None:
    """Downgrade schema."""
    is_postgres = op.get_context().dialect.name == "postgresql"

    if is_postgres:
        op.alter_column(
            "boards",
            "size",
            existing_type=sa.String(1).with_variant(
                postgresql.ENUM("s", "m", "l", name="board_size", create_type=False),
                "postgresql",
            ),
            server_default=None,
            existing_nullable=False,
        )
        op.alter_column(
            "boards",
            "size",
            existing_type=sa.String(1).with_variant(
                postgresql.ENUM("s", "m", "l", name="board_size", create_type=False),
                "postgresql",
            ),
            server_default=None,
            type_=sa.String(8),
            existing_nullable=False,
            postgresql_using="size::character varying(8)",
        )
        op.alter_column(
            "boards",
            "size",
            existing_type=sa.String(1).with_variant(sa.String(8), "postgresql"),
            server_default=sa.text("'s'"),
            existing_nullable=False,
        )
        op.execute("DROP TYPE board_size")

    if not is_postgres:
        with op.batch_alter_table("boards") as batch_op:
            batch_op.alter_column(
                "size",
                existing_type=sa.String(1).with_variant(sa.String(8), "postgresql"),
                type_=sa.String(8),
                existing_nullable=False,
                existing_server_default=sa.text("'s'"),
            )
