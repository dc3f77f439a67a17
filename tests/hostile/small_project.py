"""A project like the sample, with a short history: thousands of requests need not replay the long one each time."""

from pathlib import Path

from program import VERSIONS, sample_copy

START = '''"""start

Revision ID: 20260224_000018
Revises:
Create Date: 2026-02-24
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20260224_000018"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    is_postgres = op.get_context().dialect.name == "postgresql"
    uuid_type = sa.String(36).with_variant(postgresql.UUID(as_uuid=True), "postgresql")
    uuid_default = sa.text("gen_random_uuid()") if is_postgres else None

    op.create_table(
        "customers",
        sa.Column("id", uuid_type, primary_key=True, server_default=uuid_default),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("email", sa.String(255), nullable=True),
    )
    op.create_index("idx_customers_email", "customers", ["email"])
    op.create_table(
        "parts",
        sa.Column("id", uuid_type, primary_key=True, server_default=uuid_default),
        sa.Column("customer_id", uuid_type, nullable=True),
        sa.Column("name", sa.String(160), nullable=False),
        sa.Column("total", sa.Numeric(10, 2), nullable=False, server_default=sa.text("0")),
        sa.Column("status", sa.String(32), nullable=False, server_default=sa.text("'OPEN'")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name="fk_parts_customer_id_customers"),
        sa.CheckConstraint("status IN ('OPEN','SOLD')", name="chk_parts_status"),
    )
    op.create_index("idx_parts_customer_id", "parts", ["customer_id"])
    op.create_table(
        "tags",
        sa.Column("id", uuid_type, primary_key=True, server_default=uuid_default),
        sa.Column("name", sa.String(60), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("tags")
    op.drop_index("idx_parts_customer_id", table_name="parts")
    op.drop_table("parts")
    op.drop_index("idx_customers_email", table_name="customers")
    op.drop_table("customers")
'''


def small_project(folder: Path, name: str = "project") -> Path:
    """In folder/name, laid out as the sample is; its head has the sample's revision id."""
    project = sample_copy(folder, name)
    for file in (project / VERSIONS).glob("*.py"):
        file.unlink()
    (project / VERSIONS / "20260224_000018_start.py").write_text(START, encoding="utf-8")
    return project
