"""add column boards.sizes

Revision ID: 74d935e86c15
Revises: 44dd55ee66ff
Create Date: 2026-03-01 00:00:00

"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

# revision identifiers, used by Alembic.
revision: str = "74d935e86c15"
down_revision: str | Sequence[str] | None = "44dd55ee66ff"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade schema."""
    is_postgres = op.get_context().dialect.name == "postgresql"

    if is_postgres:
        op.execute("CREATE TYPE board_size AS ENUM ('s', 'm')")

    op.add_column(
        "boards",
        sa.Column(
            "sizes",
            sa.JSON().with_variant(
                postgresql.ARRAY(
                    postgresql.ENUM("s", "m", name="board_size", create_type=False),
                ),
                "postgresql",
            ),
            server_default=sa.text("'{s,m}'")
            if is_postgres
            else sa.text('\'["s","m"]\''),
            nullable=False,
        ),
    )


def downgrade() -> None:
    """Downgrade schema."""
    is_postgres = op.get_context().dialect.name == "postgresql"

    op.drop_column("boards", "sizes")

    if is_postgres:
        op.execute("DROP TYPE board_size")
