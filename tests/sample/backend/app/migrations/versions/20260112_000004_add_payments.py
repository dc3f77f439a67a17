"""add payments

Revision ID: 20260112_000004
Revises: 20260108_000003
Create Date: 2026-01-12 16:20:00
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20260112_000004"
down_revision = "20260108_000003"
branch_labels = None
depends_on = None

UUID = sa.String(36).with_variant(postgresql.UUID(as_uuid=True), "postgresql")
METHODS = ("CASH", "CARD", "TRANSFER")


def upgrade() -> None:
    dialect = op.get_context().dialect.name
    allowed = ", ".join(f"'{method}'" for method in METHODS)
    op.create_table(
        "payments",
        sa.Column(
            "id",
            UUID,
            primary_key=True,
            server_default=sa.text("gen_random_uuid()") if dialect == "postgresql" else None,
        ),
        sa.Column("project_id", UUID, nullable=False),
        sa.Column("amount", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("currency", sa.CHAR(3), nullable=False, server_default="EUR"),
        sa.Column("method", sa.String(16), nullable=False),
        sa.Column("provider", sa.String(32), nullable=True),
        sa.Column("provider_event_id", sa.String(128), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now()),
        sa.CheckConstraint("amount > 0", name="chk_payments_amount"),
        sa.CheckConstraint(f"method IN ({allowed})", name="chk_payments_method"),
    )
    with op.batch_alter_table("payments") as batch_op:
        batch_op.create_foreign_key(
            "fk_payments_project_id_projects", "projects", ["project_id"], ["id"], ondelete="RESTRICT"
        )


def downgrade() -> None:
    op.drop_table("payments")
