"""add comment "who's on what" to table bikes; set comment of outbox_messages to 'queue'

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
        op.execute("COMMENT ON TABLE bikes IS 'who''s on what'")
        op.execute("COMMENT ON TABLE outbox_messages IS 'queue'")


def downgrade() -> None:
    is_postgres = op.get_context().dialect.name == "postgresql"

    if is_postgres:
        op.execute("COMMENT ON TABLE outbox_messages IS 'What still has to be told to clients; swept hourly'")
        op.execute("COMMENT ON TABLE bikes IS NULL")
