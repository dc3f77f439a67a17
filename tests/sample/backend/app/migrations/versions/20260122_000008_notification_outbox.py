"""notification outbox

Revision ID: 20260122_000008
Revises: 20260119_000007
Create Date: 2026-01-22 18:45:00
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20260122_000008"
down_revision = "20260119_000007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    is_postgres = op.get_context().dialect.name == "postgresql"
    uuid_type = sa.String(36).with_variant(postgresql.UUID(as_uuid=True), "postgresql")

    op.create_table(
        "outbox_messages",
        sa.Column("project_id", uuid_type, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False, server_default=sa.text("'sms'")),
        sa.Column("recipient", sa.String(255), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("status", sa.String(16), nullable=False, server_default=sa.text("'QUEUED'")),
        sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("send_after", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.PrimaryKeyConstraint("project_id", "position", name="outbox_messages_pkey"),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name="fk_outbox_messages_project_id_projects"),
        sa.CheckConstraint("status IN ('QUEUED','SENT','FAILED')", name="chk_outbox_messages_status"),
        sa.CheckConstraint("attempts >= 0", name="chk_outbox_messages_attempts"),
    )
    op.create_index(
        "idx_outbox_messages_due",
        "outbox_messages",
        ["send_after"],
        postgresql_where=sa.text("status = 'QUEUED'"),
        sqlite_where=sa.text("status = 'QUEUED'"),
    )
    op.execute("CREATE INDEX idx_outbox_messages_recipient ON outbox_messages (lower(recipient))")
    if is_postgres:
        op.execute("COMMENT ON TABLE outbox_messages IS 'What still has to be told to clients; swept hourly'")


def downgrade() -> None:
    op.drop_index("idx_outbox_messages_recipient", table_name="outbox_messages")
    op.drop_index("idx_outbox_messages_due", table_name="outbox_messages")
    op.drop_table("outbox_messages")
