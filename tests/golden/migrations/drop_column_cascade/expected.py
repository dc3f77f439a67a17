"""drop column customers.id

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

    if is_postgres:
        op.drop_constraint("fk_bikes_customer_id_customers", "bikes", type_="foreignkey")
        op.drop_constraint("fk_projects_customer_id_customers", "projects", type_="foreignkey")

    with op.batch_alter_table("service_requests") as batch_op:
        batch_op.drop_constraint("fk_service_requests_customer_id_customers", type_="foreignkey")

    if not is_postgres:
        with op.batch_alter_table("bikes") as batch_op:
            batch_op.drop_constraint("fk_bikes_client_id_clients", type_="foreignkey")

        with op.batch_alter_table("projects") as batch_op:
            batch_op.drop_constraint("fk_projects_client_id_clients", type_="foreignkey")

    with op.batch_alter_table("customers") as batch_op:
        batch_op.drop_column("id")


def downgrade() -> None:
    is_postgres = op.get_context().dialect.name == "postgresql"
    uuid_type = sa.String(36).with_variant(postgresql.UUID(as_uuid=True), "postgresql")
    uuid_default = sa.text("gen_random_uuid()") if is_postgres else None

    with op.batch_alter_table("customers") as batch_op:
        batch_op.add_column(sa.Column("id", uuid_type, nullable=False, server_default=uuid_default))

    if is_postgres:
        op.create_primary_key(None, "customers", ["id"])

    if not is_postgres:
        with op.batch_alter_table("customers", recreate="always", table_args=[sa.PrimaryKeyConstraint("id")]):
            pass

        with op.batch_alter_table("projects") as batch_op:
            batch_op.create_foreign_key(
                "fk_projects_client_id_clients",
                "customers",
                ["customer_id"],
                ["id"],
                ondelete="CASCADE",
            )

        with op.batch_alter_table("bikes") as batch_op:
            batch_op.create_foreign_key(
                "fk_bikes_client_id_clients",
                "customers",
                ["customer_id"],
                ["id"],
                ondelete="CASCADE",
            )

    with op.batch_alter_table("service_requests") as batch_op:
        batch_op.create_foreign_key(
            "fk_service_requests_customer_id_customers",
            "customers",
            ["customer_id"],
            ["id"],
            ondelete="SET NULL",
        )

    if is_postgres:
        op.create_foreign_key(
            "fk_projects_customer_id_customers",
            "projects",
            "customers",
            ["customer_id"],
            ["id"],
            ondelete="CASCADE",
        )
        op.create_foreign_key(
            "fk_bikes_customer_id_customers",
            "bikes",
            "customers",
            ["customer_id"],
            ["id"],
            ondelete="CASCADE",
        )
