"""copy email from customers to service_requests

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
    op.add_column("service_requests", sa.Column("email", sa.String(255), nullable=True))
    op.execute(
        "UPDATE service_requests SET email = (SELECT customers.email FROM customers WHERE customers.id = service_requests.customer_id)",
    )


def downgrade() -> None:
    op.drop_column("service_requests", "email")
