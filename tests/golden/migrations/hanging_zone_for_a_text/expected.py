"""alter column tickets.due_text: type datetime

Revision ID: adc5ea96a727
Revises: 22bb33cc44dd
Create Date: 2026-03-01 00:00:00

"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision: str = "adc5ea96a727"
down_revision: str | Sequence[str] | None = "22bb33cc44dd"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade schema."""
    is_postgres = op.get_context().dialect.name == "postgresql"

    if not is_postgres:
        op.execute(
            "UPDATE tickets SET due_text = CASE WHEN due_text GLOB '????-??-??' THEN due_text || ' 00:00:00.000000' WHEN due_text GLOB '????-??-??T*' THEN replace(due_text, 'T', ' ') ELSE due_text END",
        )
        op.execute("DROP VIEW dear")
        op.execute("DROP VIEW priced")

    with op.batch_alter_table("tickets") as batch_op:
        batch_op.alter_column(
            "due_text",
            existing_type=sa.String(40),
            type_=sa.String(40)
            .with_variant(sa.DateTime(timezone=True), "postgresql")
            .with_variant(sa.DateTime(timezone=True), "sqlite"),
            existing_nullable=True,
            postgresql_using="due_text::timestamp AT TIME ZONE 'UTC'",
        )

    if not is_postgres:
        op.execute("CREATE VIEW priced AS SELECT id, title, total FROM tickets")
        op.execute("CREATE VIEW dear AS SELECT p.id FROM priced p WHERE p.total > 100")


def downgrade() -> None:
    """Downgrade schema."""
    is_postgres = op.get_context().dialect.name == "postgresql"

    if not is_postgres:
        op.execute("DROP VIEW dear")
        op.execute("DROP VIEW priced")

    with op.batch_alter_table("tickets") as batch_op:
        batch_op.alter_column(
            "due_text",
            existing_type=sa.DateTime(timezone=True),
            type_=sa.String(40),
            existing_nullable=True,
            postgresql_using="(due_text AT TIME ZONE 'UTC')::character varying(40)",
        )

    if not is_postgres:
        op.execute("CREATE VIEW priced AS SELECT id, title, total FROM tickets")
        op.execute("CREATE VIEW dear AS SELECT p.id FROM priced p WHERE p.total > 100")
