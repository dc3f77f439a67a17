"""service requests

Revision ID: 20260224_000018
Revises: 20260219_000017
Create Date: 2026-02-24
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20260224_000018"
down_revision = "20260219_000017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    is_postgres = op.get_context().dialect.name == "postgresql"
    uuid_type = sa.String(36).with_variant(postgresql.UUID(as_uuid=True), "postgresql")
    uuid_default = sa.text("gen_random_uuid()") if is_postgres else None

    op.create_table(
        "service_requests",
        sa.Column("id", uuid_type, primary_key=True, server_default=uuid_default),
        sa.Column("customer_id", uuid_type, nullable=True),
        sa.Column("bike_id", uuid_type, nullable=True),
        sa.Column("contact_email", sa.String(255), nullable=True),
        sa.Column("summary", sa.String(300), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False, server_default=sa.text("'{}'")),
        sa.Column("status", sa.String(32), nullable=False, server_default=sa.text("'OPEN'")),
        sa.Column("is_urgent", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customers.id"],
            name="fk_service_requests_customer_id_customers",
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(["bike_id"], ["bikes.id"], name="fk_service_requests_bike_id_bikes"),
        sa.CheckConstraint("status IN ('OPEN','BOOKED','DECLINED')", name="chk_service_requests_status"),
    )
    op.create_index("idx_service_requests_customer_id", "service_requests", ["customer_id"])
    op.create_index("idx_service_requests_bike_id", "service_requests", ["bike_id"])
    op.create_index(
        "idx_service_requests_open",
        "service_requests",
        ["created_at"],
        postgresql_where=sa.text("status = 'OPEN'"),
        sqlite_where=sa.text("status = 'OPEN'"),
    )


def downgrade() -> None:
    op.drop_index("idx_service_requests_open", table_name="service_requests")
    op.drop_index("idx_service_requests_bike_id", table_name="service_requests")
    op.drop_index("idx_service_requests_customer_id", table_name="service_requests")
    op.drop_table("service_requests")
