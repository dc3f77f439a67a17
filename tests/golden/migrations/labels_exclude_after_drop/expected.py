"""drop constraint ex_slots on slots; change starts on slots to bigint

Revision ID: 53bec81c8815
Revises: 44dd55ee66ff
Create Date: 2026-03-01 00:00:00

"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision: str = "53bec81c8815"
down_revision: str | Sequence[str] | None = "44dd55ee66ff"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade schema."""
    is_postgres = op.get_context().dialect.name == "postgresql"

    if is_postgres:
        op.drop_constraint("ex_slots", "slots")

    with op.batch_alter_table("slots") as batch_op:
        batch_op.alter_column(
            "starts",
            existing_type=sa.Integer(),
            type_=sa.BigInteger(),
            existing_nullable=True,
        )


def downgrade() -> None:
    """Downgrade schema."""
    is_postgres = op.get_context().dialect.name == "postgresql"

    with op.batch_alter_table("slots") as batch_op:
        batch_op.alter_column(
            "starts",
            existing_type=sa.BigInteger(),
            type_=sa.Integer(),
            existing_nullable=True,
        )

    if is_postgres:
        op.execute(
            "ALTER TABLE slots ADD CONSTRAINT ex_slots EXCLUDE USING gist (int4range(starts, ends, '[]') WITH &&)",
        )
