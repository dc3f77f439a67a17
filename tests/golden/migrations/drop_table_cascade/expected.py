"""drop projects table cascade

Revision ID: 20260301_000019
Revises: 20260224_000018
Create Date: 2026-03-01
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20260301_000019"
down_revision = "20260224_000018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    is_postgres = op.get_context().dialect.name == "postgresql"

    if not is_postgres:
        op.drop_index("idx_outbox_messages_recipient", table_name="outbox_messages", if_exists=True)

    with op.batch_alter_table("outbox_messages") as batch_op:
        batch_op.drop_constraint("fk_outbox_messages_project_id_projects", type_="foreignkey")

    if not is_postgres:
        op.create_index(
            "idx_outbox_messages_recipient",
            "outbox_messages",
            [sa.text("lower(recipient)")],
            if_not_exists=True,
        )

    with op.batch_alter_table("payments") as batch_op:
        batch_op.drop_constraint("fk_payments_project_id_projects", type_="foreignkey")

    with op.batch_alter_table("project_photos") as batch_op:
        batch_op.drop_constraint("fk_project_photos_project_id_projects", type_="foreignkey")

    if not is_postgres:
        op.drop_index("idx_stock_moves_part_id", table_name="stock_moves", if_exists=True)

    with op.batch_alter_table("stock_moves") as batch_op:
        batch_op.drop_constraint("fk_stock_moves_project_id_projects", type_="foreignkey")

    if not is_postgres:
        op.create_index(
            "idx_stock_moves_part_id",
            "stock_moves",
            ["part_id", sa.text("moved_at DESC")],
            if_not_exists=True,
        )

    with op.batch_alter_table("workbench_bookings") as batch_op:
        batch_op.drop_constraint("fk_workbench_bookings_project_id_projects", type_="foreignkey")

    op.drop_index("idx_projects_status", table_name="projects", if_exists=True)
    op.drop_index("idx_projects_open", table_name="projects", if_exists=True)
    op.drop_index("idx_projects_customer_id", table_name="projects", if_exists=True)
    op.drop_index("idx_projects_lead_id", table_name="projects", if_exists=True)

    if is_postgres:
        op.execute("DROP TABLE IF EXISTS projects CASCADE")

    if not is_postgres:
        op.drop_table("projects", if_exists=True)


def downgrade() -> None:
    is_postgres = op.get_context().dialect.name == "postgresql"
    uuid_type = sa.String(36).with_variant(postgresql.UUID(as_uuid=True), "postgresql")

    if is_postgres:
        op.create_table(
            "projects",
            sa.Column("id", uuid_type, nullable=False, server_default=sa.text("gen_random_uuid()")),
            sa.Column("customer_id", uuid_type, nullable=False),
            sa.Column("lead_id", uuid_type, nullable=True),
            sa.Column("title", sa.String(300), nullable=False),
            sa.Column("status", sa.String(32), nullable=False, server_default=sa.text("'INTAKE'")),
            sa.Column("quote_total", sa.Numeric(12, 2), nullable=True),
            sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
            sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
            sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.text("now()")),
            sa.PrimaryKeyConstraint("id", name="projects_pkey"),
            sa.ForeignKeyConstraint(
                ["customer_id"],
                ["customers.id"],
                name="fk_projects_customer_id_customers",
                ondelete="CASCADE",
            ),
            sa.ForeignKeyConstraint(["lead_id"], ["users.id"], name="fk_projects_lead_id_users"),
            sa.CheckConstraint(
                "status IN ('INTAKE','QUOTED','BUILDING','READY','HANDED_OVER')",
                name="chk_projects_status",
            ),
            sa.CheckConstraint("finished_at IS NULL OR finished_at >= started_at", name="chk_projects_dates"),
            if_not_exists=True,
        )

    if not is_postgres:
        op.create_table(
            "projects",
            sa.Column("id", sa.String(36), primary_key=True),
            sa.Column("customer_id", sa.String(36), nullable=False),
            sa.Column("lead_id", sa.String(36), nullable=True),
            sa.Column("title", sa.String(300), nullable=False),
            sa.Column("status", sa.String(32), nullable=False, server_default=sa.text("'INTAKE'")),
            sa.Column("quote_total", sa.Numeric(12, 2), nullable=True),
            sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
            sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
            sa.Column(
                "created_at",
                sa.DateTime(timezone=True),
                nullable=False,
                server_default=sa.text("CURRENT_TIMESTAMP"),
            ),
            sa.ForeignKeyConstraint(
                ["customer_id"],
                ["customers.id"],
                name="fk_projects_client_id_clients",
                ondelete="CASCADE",
            ),
            sa.ForeignKeyConstraint(["lead_id"], ["users.id"], name="fk_projects_lead_id_users"),
            sa.CheckConstraint(
                "status IN ('INTAKE','QUOTED','BUILDING','READY','HANDED_OVER')",
                name="chk_projects_status",
            ),
            if_not_exists=True,
        )

    op.create_index("idx_projects_lead_id", "projects", ["lead_id"], if_not_exists=True)
    op.create_index("idx_projects_customer_id", "projects", ["customer_id"], if_not_exists=True)
    op.create_index(
        "idx_projects_open",
        "projects",
        ["customer_id", "started_at"],
        postgresql_where=sa.text("finished_at IS NULL"),
        sqlite_where=sa.text("finished_at IS NULL"),
        if_not_exists=True,
    )
    op.create_index("idx_projects_status", "projects", ["status"], if_not_exists=True)

    with op.batch_alter_table("workbench_bookings") as batch_op:
        batch_op.create_foreign_key(
            "fk_workbench_bookings_project_id_projects",
            "projects",
            ["project_id"],
            ["id"],
            ondelete="CASCADE",
        )

    if not is_postgres:
        op.drop_index("idx_stock_moves_part_id", table_name="stock_moves", if_exists=True)

    with op.batch_alter_table("stock_moves") as batch_op:
        batch_op.create_foreign_key("fk_stock_moves_project_id_projects", "projects", ["project_id"], ["id"])

    if not is_postgres:
        op.create_index(
            "idx_stock_moves_part_id",
            "stock_moves",
            ["part_id", sa.text("moved_at DESC")],
            if_not_exists=True,
        )

    with op.batch_alter_table("project_photos") as batch_op:
        batch_op.create_foreign_key(
            "fk_project_photos_project_id_projects",
            "projects",
            ["project_id"],
            ["id"],
            ondelete="CASCADE",
        )

    with op.batch_alter_table("payments") as batch_op:
        batch_op.create_foreign_key(
            "fk_payments_project_id_projects",
            "projects",
            ["project_id"],
            ["id"],
            ondelete="RESTRICT",
        )

    if not is_postgres:
        op.drop_index("idx_outbox_messages_recipient", table_name="outbox_messages", if_exists=True)

    with op.batch_alter_table("outbox_messages") as batch_op:
        batch_op.create_foreign_key("fk_outbox_messages_project_id_projects", "projects", ["project_id"], ["id"])

    if not is_postgres:
        op.create_index(
            "idx_outbox_messages_recipient",
            "outbox_messages",
            [sa.text("lower(recipient)")],
            if_not_exists=True,
        )
