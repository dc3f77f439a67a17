"""rename constraint outbox_messages_pkey to pk_outbox on outbox_messages

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

    if is_postgres:
        op.execute("ALTER TABLE outbox_messages RENAME CONSTRAINT outbox_messages_pkey TO pk_outbox")


def downgrade() -> None:
    is_postgres = op.get_context().dialect.name == "postgresql"

    if is_postgres:
        op.execute("ALTER TABLE outbox_messages RENAME CONSTRAINT pk_outbox TO outbox_messages_pkey")
