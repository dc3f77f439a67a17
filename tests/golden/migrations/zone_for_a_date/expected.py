"""change parts.discontinued_on to timestamptz at time zone UTC

Revision ID: 20260301_000019
Revises: 20260224_000018
Create Date: 2026-03-01
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20260301_000019"
down_revision = "20260224_000018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    is_postgres = op.get_context().dialect.name == "postgresql"

    if not is_postgres:
        op.execute(
            "UPDATE parts SET discontinued_on = CASE WHEN discontinued_on GLOB '????-??-??' THEN discontinued_on || ' 00:00:00.000000' ELSE discontinued_on END",
        )

    with op.batch_alter_table("parts") as batch_op:
        batch_op.alter_column(
            "discontinued_on",
            type_=sa.Date()
            .with_variant(sa.DateTime(timezone=True), "postgresql")
            .with_variant(sa.DateTime(timezone=True), "sqlite"),
            existing_type=sa.Date(),
            existing_nullable=True,
            existing_server_default=None,
            postgresql_using="discontinued_on::timestamp AT TIME ZONE 'UTC'",
        )


def downgrade() -> None:
    is_postgres = op.get_context().dialect.name == "postgresql"

    if not is_postgres:
        op.execute(
            "UPDATE parts SET discontinued_on = CASE WHEN discontinued_on GLOB '????-??-??[ T]*' THEN substr(discontinued_on, 1, 10) ELSE discontinued_on END",
        )

    with op.batch_alter_table("parts") as batch_op:
        batch_op.alter_column(
            "discontinued_on",
            type_=sa.DateTime(timezone=True).with_variant(sa.Date(), "postgresql").with_variant(sa.Date(), "sqlite"),
            existing_type=sa.DateTime(timezone=True),
            existing_nullable=True,
            existing_server_default=None,
            postgresql_using="(discontinued_on AT TIME ZONE 'UTC')::date",
        )
