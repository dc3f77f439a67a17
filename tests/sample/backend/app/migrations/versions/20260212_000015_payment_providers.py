"""payment_providers

Revision ID: 20260212_000015
Revises: 20260209_000014
Create Date: 2026-02-12

- payments.receipt_data
- one row for each event of a provider
- outbox goes by e-mail unless told otherwise
"""

from __future__ import annotations

from alembic import op
import sqlalchemy as sa
from sqlalchemy import inspect, text
from sqlalchemy.dialects import postgresql


revision = "20260212_000015"
down_revision = "20260209_000014"
branch_labels = None
depends_on = None


def _is_postgres() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _column_exists(table: str, column: str) -> bool:
    return column in {c["name"] for c in inspect(op.get_bind()).get_columns(table)}


def _index_exists(table: str, name: str) -> bool:
    return name in [i["name"] for i in inspect(op.get_bind()).get_indexes(table)]


def _constraint_exists(table: str, name: str) -> bool:
    found = op.get_bind().execute(
        text(
            "SELECT 1 FROM information_schema.table_constraints WHERE table_name = :table AND constraint_name = :name"
        ),
        {"table": table, "name": name},
    )
    return found.scalar() is not None


def _set_channel_default(value: str) -> None:
    if _is_postgres():
        op.alter_column("outbox_messages", "channel", server_default=sa.text(f"'{value}'"))


def upgrade() -> None:
    if not _column_exists("payments", "receipt_data"):
        json_type = postgresql.JSONB() if _is_postgres() else sa.JSON()
        op.add_column("payments", sa.Column("receipt_data", json_type, nullable=True))

    if not _index_exists("payments", "uniq_payments_provider_event"):
        op.execute(
            "CREATE UNIQUE INDEX uniq_payments_provider_event "
            "ON payments(provider, provider_event_id) "
            "WHERE provider_event_id IS NOT NULL"
        )

    _set_channel_default("email")

    if _is_postgres() and not _constraint_exists("payments", "chk_payments_currency"):
        op.execute(
            "ALTER TABLE payments ADD CONSTRAINT chk_payments_currency CHECK (currency = upper(currency)) NOT VALID"
        )
        op.execute("ALTER TABLE payments VALIDATE CONSTRAINT chk_payments_currency")


def downgrade() -> None:
    if _is_postgres() and _constraint_exists("payments", "chk_payments_currency"):
        op.drop_constraint("chk_payments_currency", "payments", type_="check")

    _set_channel_default("sms")

    if _index_exists("payments", "uniq_payments_provider_event"):
        op.execute("DROP INDEX uniq_payments_provider_event")

    if _column_exists("payments", "receipt_data"):
        op.drop_column("payments", "receipt_data")
