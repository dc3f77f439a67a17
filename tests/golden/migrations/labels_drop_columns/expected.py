"""drop columns mark and marks from boards

Revision ID: c9808fc46f71
Revises: 44dd55ee66ff
Create Date: 2026-03-01 00:00:00

"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

# revision identifiers, used by Alembic.
revision: str = "c9808fc46f71"
down_revision: str | Sequence[str] | None = "44dd55ee66ff"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade schema."""
    is_postgres = op.get_context().dialect.name == "postgresql"

    op.drop_column("boards", "mark")
    op.drop_column("boards", "marks")

    if is_postgres:
        op.execute("DROP TYPE board_mark")


def downgrade() -> None:
    """Downgrade schema."""
    is_postgres = op.get_context().dialect.name == "postgresql"

    if is_postgres:
        op.execute("CREATE TYPE board_mark AS ENUM ('open', 'held', 'done')")

    op.add_column(
        "boards",
        sa.Column(
            "marks",
            sa.JSON().with_variant(
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
        ),
    )
    op.add_column(
        "boards",
        sa.Column(
            "mark",
            sa.String(4).with_variant(
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
            nullable=False,
        ),
    )
