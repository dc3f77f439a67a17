"""alter column notes.body: type enum(note_kind,'new','old')

Revision ID: 7664302ac0b8
Revises: 22bb33cc44dd
Create Date: 2026-03-01 00:00:00

"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

# revision identifiers, used by Alembic.
revision: str = "7664302ac0b8"
down_revision: str | Sequence[str] | None = "22bb33cc44dd"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade schema."""
    is_postgres = op.get_context().dialect.name == "postgresql"

    if is_postgres:
        op.execute("CREATE TYPE note_kind AS ENUM ('new', 'old')")

    with op.batch_alter_table("notes") as batch_op:
        batch_op.alter_column(
            "body",
            existing_type=sa.Text(),
            type_=sa.String(3).with_variant(
                postgresql.ENUM("new", "old", name="note_kind", create_type=False),
                "postgresql",
            ),
            existing_nullable=True,
            postgresql_using="body::note_kind",
        )


def downgrade() -> None:
    """Downgrade schema."""
    is_postgres = op.get_context().dialect.name == "postgresql"

    with op.batch_alter_table("notes") as batch_op:
        batch_op.alter_column(
            "body",
            existing_type=sa.String(3).with_variant(
                postgresql.ENUM("new", "old", name="note_kind", create_type=False),
                "postgresql",
            ),
            type_=sa.Text(),
            existing_nullable=True,
            postgresql_using="body::text",
        )

    if is_postgres:
        op.execute("DROP TYPE note_kind")
