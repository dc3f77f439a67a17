"""change tickets.id to bigint

Revision ID: 57fc404c89c6
Revises: 22bb33cc44dd
Create Date: 2026-03-01 00:00:00

"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision: str = "57fc404c89c6"
down_revision: str | Sequence[str] | None = "22bb33cc44dd"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade schema."""
    is_postgres = op.get_context().dialect.name == "postgresql"

    if is_postgres:
        op.execute("DROP VIEW dear")
        op.execute("DROP VIEW priced")
        op.alter_column(
            "tickets",
            "id",
            existing_type=sa.Integer(),
            type_=sa.BigInteger(),
            existing_nullable=False,
        )
        op.execute("CREATE VIEW priced AS SELECT id, title, total FROM tickets")
        op.execute("CREATE VIEW dear AS SELECT p.id FROM priced p WHERE p.total > 100")
        op.execute(
            "DO $do$ BEGIN EXECUTE 'ALTER SEQUENCE ' || pg_get_serial_sequence('tickets', 'id') || ' AS bigint'; END $do$",
        )

    with op.batch_alter_table("notes") as batch_op:
        batch_op.alter_column(
            "ticket_id",
            existing_type=sa.Integer(),
            type_=sa.BigInteger(),
            existing_nullable=False,
        )


def downgrade() -> None:
    """Downgrade schema."""
    is_postgres = op.get_context().dialect.name == "postgresql"

    with op.batch_alter_table("notes") as batch_op:
        batch_op.alter_column(
            "ticket_id",
            existing_type=sa.BigInteger(),
            type_=sa.Integer(),
            existing_nullable=False,
        )

    if is_postgres:
        op.execute(
            "DO $do$ BEGIN EXECUTE 'ALTER SEQUENCE ' || pg_get_serial_sequence('tickets', 'id') || ' AS integer'; END $do$",
        )
        op.execute("DROP VIEW dear")
        op.execute("DROP VIEW priced")
        op.alter_column(
            "tickets",
            "id",
            existing_type=sa.Integer().with_variant(sa.BigInteger(), "postgresql"),
            type_=sa.Integer(),
            existing_nullable=False,
        )
        op.execute("CREATE VIEW priced AS SELECT id, title, total FROM tickets")
        op.execute("CREATE VIEW dear AS SELECT p.id FROM priced p WHERE p.total > 100")
