"""add table parcels

Revision ID: 82b0850751fc
Revises: 22bb33cc44dd
Create Date: 2026-03-01 00:00:00

"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

# revision identifiers, used by Alembic.
revision: str = "82b0850751fc"
down_revision: str | Sequence[str] | None = "22bb33cc44dd"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


class Xml(sa.types.UserDefinedType):
    cache_ok = True

    def get_col_spec(self, **kw: object) -> str:
        return "xml"


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table(
        "parcels",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "valid",
            sa.Text().with_variant(postgresql.TSTZRANGE(), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "days",
            sa.Text().with_variant(postgresql.DATERANGE(), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "card",
            sa.Text().with_variant(postgresql.MACADDR(), "postgresql"),
            nullable=False,
        ),
        sa.Column("opens", sa.Time(timezone=True), nullable=False),
        sa.Column("note", sa.Text().with_variant(Xml(), "postgresql"), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_table("parcels")
