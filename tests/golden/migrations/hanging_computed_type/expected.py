"""change costs.amount to bigint

Revision ID: 827b4d92f8c9
Revises: 22bb33cc44dd
Create Date: 2026-03-01 00:00:00

"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision: str = "827b4d92f8c9"
down_revision: str | Sequence[str] | None = "22bb33cc44dd"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade schema."""
    is_postgres = op.get_context().dialect.name == "postgresql"

    if is_postgres:
        op.drop_column("costs", "twice")

    if not is_postgres:
        op.drop_column("costs", "twice")

    with op.batch_alter_table("costs") as batch_op:
        batch_op.alter_column(
            "amount",
            existing_type=sa.Integer(),
            type_=sa.BigInteger(),
            existing_nullable=False,
        )

    if not is_postgres:
        with op.batch_alter_table("costs") as batch_op:
            batch_op.add_column(
                sa.Column(
                    "twice",
                    sa.Integer(),
                    sa.Computed("amount * 2", persisted=True),
                    nullable=True,
                ),
            )

    if is_postgres:
        op.add_column(
            "costs",
            sa.Column(
                "twice",
                sa.Integer(),
                sa.Computed("amount * 2", persisted=True),
                nullable=True,
            ),
        )


def downgrade() -> None:
    """Downgrade schema."""
    is_postgres = op.get_context().dialect.name == "postgresql"

    if is_postgres:
        op.drop_column("costs", "twice")

    if not is_postgres:
        op.drop_column("costs", "twice")

    with op.batch_alter_table("costs") as batch_op:
        batch_op.alter_column(
            "amount",
            existing_type=sa.BigInteger(),
            type_=sa.Integer(),
            existing_nullable=False,
        )

    if not is_postgres:
        with op.batch_alter_table("costs") as batch_op:
            batch_op.add_column(
                sa.Column(
                    "twice",
                    sa.Integer(),
                    sa.Computed("amount * 2", persisted=True),
                    nullable=True,
                ),
            )

    if is_postgres:
        op.add_column(
            "costs",
            sa.Column(
                "twice",
                sa.Integer(),
                sa.Computed("amount * 2", persisted=True),
                nullable=True,
            ),
        )
