"""rename constraint chk_payments_amount to chk_payments_positive on payments

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
        op.execute("ALTER TABLE payments RENAME CONSTRAINT chk_payments_amount TO chk_payments_positive")

    if not is_postgres:
        with op.batch_alter_table("payments") as batch_op:
            batch_op.drop_constraint("chk_payments_amount", type_="check")
            batch_op.create_check_constraint("chk_payments_positive", "amount > 0")


def downgrade() -> None:
    is_postgres = op.get_context().dialect.name == "postgresql"

    if is_postgres:
        op.execute("ALTER TABLE payments RENAME CONSTRAINT chk_payments_positive TO chk_payments_amount")

    if not is_postgres:
        with op.batch_alter_table("payments") as batch_op:
            batch_op.drop_constraint("chk_payments_positive", type_="check")
            batch_op.create_check_constraint("chk_payments_amount", "amount > 0")
