"""client contact fields

Revision ID: 20260119_000007
Revises: 20260113_000006
Create Date: 2026-01-19 11:00:00
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import inspect

revision = "20260119_000007"
down_revision = "20260113_000006"
branch_labels = None
depends_on = None


def _has_column(conn, table: str, column: str) -> bool:
    return any(c["name"] == column for c in inspect(conn).get_columns(table))


def upgrade() -> None:
    conn = op.get_bind()
    # Two of the shops got these by hand during the pilot.
    if not _has_column(conn, "clients", "phone"):
        op.add_column("clients", sa.Column("phone", sa.String(20), nullable=True))
    if not _has_column(conn, "clients", "prefers_email"):
        op.add_column("clients", sa.Column("prefers_email", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.execute("UPDATE clients SET prefers_email = false WHERE email IS NULL AND phone IS NOT NULL")


def downgrade() -> None:
    conn = op.get_bind()
    for column in ("prefers_email", "phone"):
        if _has_column(conn, "clients", column):
            op.drop_column("clients", column)
