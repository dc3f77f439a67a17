"""change pets.manner to mood

Revision ID: 36134eb23e3c
Revises: 44dd55ee66ff
Create Date: 2026-03-01 00:00:00

"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

# revision identifiers, used by Alembic.
revision: str = "36134eb23e3c"
down_revision: str | Sequence[str] | None = "44dd55ee66ff"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade schema."""
    is_postgres = op.get_context().dialect.name == "postgresql"

    if is_postgres:
        op.alter_column(
            "pets",
            "manner",
            existing_type=sa.String(4),
            server_default=None,
            existing_nullable=False,
        )

    with op.batch_alter_table("pets") as batch_op:
        batch_op.alter_column(
            "manner",
            existing_type=sa.String(4),
            server_default=sa.text("'calm'"),
            type_=sa.String(4).with_variant(
                postgresql.ENUM("calm", "wild", name="mood", create_type=False),
                "postgresql",
            ),
            existing_nullable=False,
            postgresql_using="manner::mood",
        )


def downgrade() -> None:
    """Downgrade schema."""
    is_postgres = op.get_context().dialect.name == "postgresql"

    if is_postgres:
        op.alter_column(
            "pets",
            "manner",
            existing_type=sa.String(4).with_variant(
                postgresql.ENUM("calm", "wild", name="mood", create_type=False),
                "postgresql",
            ),
            server_default=None,
            existing_nullable=False,
        )
        op.alter_column(
            "pets",
            "manner",
            existing_type=sa.String(4).with_variant(
                postgresql.ENUM("calm", "wild", name="mood", create_type=False),
                "postgresql",
            ),
            server_default=None,
            type_=sa.String(4),
            existing_nullable=False,
            postgresql_using="manner::character varying(4)",
        )
        op.alter_column(
            "pets",
            "manner",
            existing_type=sa.String(4),
            server_default=sa.text("'calm'"),
            existing_nullable=False,
        )
