"""add table incidents

Revision ID: 211ba1d812ac
Revises: 22bb33cc44dd
Create Date: 2026-03-01 00:00:00

"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

# revision identifiers, used by Alembic.
revision: str = "211ba1d812ac"
down_revision: str | Sequence[str] | None = "22bb33cc44dd"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table(
        "incidents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(80), nullable=False),
        sa.Column(
            "status",
            sa.String(4).with_variant(
                postgresql.ENUM(
                    "open",
                    "held",
                    "done",
                    name="ticket_state",
                    create_type=False,
                ),
                "postgresql",
            ),
            server_default=sa.text("'open'"),
            nullable=False,
        ),
        sa.Column(
            "prior",
            sa.String(4).with_variant(
                postgresql.ENUM(
                    "open",
                    "held",
                    "done",
                    name="ticket_state",
                    create_type=False,
                ),
                "postgresql",
            ),
            nullable=True,
        ),
        sa.PrimaryKeyConstraint("id"),
    )


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_table("incidents")
