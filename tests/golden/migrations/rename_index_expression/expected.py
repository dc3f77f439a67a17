"""rename index idx_outbox_messages_recipient to idx_outbox_to; rename index idx_outbox_messages_due to idx_outbox_due

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
        op.execute("ALTER INDEX idx_outbox_messages_recipient RENAME TO idx_outbox_to")

    if not is_postgres:
        op.drop_index("idx_outbox_messages_recipient", table_name="outbox_messages", if_exists=True)
        op.create_index("idx_outbox_to", "outbox_messages", [sa.text("lower(recipient)")], if_not_exists=True)

    if is_postgres:
        op.execute("ALTER INDEX idx_outbox_messages_due RENAME TO idx_outbox_due")

    if not is_postgres:
        op.drop_index("idx_outbox_messages_due", table_name="outbox_messages", if_exists=True)
        op.create_index(
            "idx_outbox_due",
            "outbox_messages",
            ["send_after"],
            sqlite_where=sa.text("status = 'QUEUED'"),
            if_not_exists=True,
        )


def downgrade() -> None:
    is_postgres = op.get_context().dialect.name == "postgresql"

    if is_postgres:
        op.execute("ALTER INDEX idx_outbox_due RENAME TO idx_outbox_messages_due")
        op.execute("ALTER INDEX idx_outbox_to RENAME TO idx_outbox_messages_recipient")

    if not is_postgres:
        op.drop_index("idx_outbox_due", table_name="outbox_messages", if_exists=True)
        op.create_index(
            "idx_outbox_messages_due",
            "outbox_messages",
            ["send_after"],
            sqlite_where=sa.text("status = 'QUEUED'"),
            if_not_exists=True,
        )
        op.drop_index("idx_outbox_to", table_name="outbox_messages", if_exists=True)
        op.create_index(
            "idx_outbox_messages_recipient",
            "outbox_messages",
            [sa.text("lower(recipient)")],
            if_not_exists=True,
        )
