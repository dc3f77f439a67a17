"""change fk bikes.customer_id to on delete restrict

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
        op.drop_constraint("fk_bikes_customer_id_customers", "bikes", type_="foreignkey")

    if not is_postgres:
        with op.batch_alter_table("bikes") as batch_op:
            batch_op.drop_constraint("fk_bikes_client_id_clients", type_="foreignkey")

    with op.batch_alter_table("bikes") as batch_op:
        batch_op.create_foreign_key(
            "fk_bikes_customer_id_customers",
            "customers",
            ["customer_id"],
            ["id"],
            ondelete="RESTRICT",
        )


def downgrade() -> None:
    is_postgres = op.get_context().dialect.name == "postgresql"

    with op.batch_alter_table("bikes") as batch_op:
        batch_op.drop_constraint("fk_bikes_customer_id_customers", type_="foreignkey")

    if is_postgres:
        op.create_foreign_key(
            "fk_bikes_customer_id_customers",
            "bikes",
            "customers",
            ["customer_id"],
            ["id"],
            ondelete="CASCADE",
        )

    if not is_postgres:
        with op.batch_alter_table("bikes") as batch_op:
            batch_op.create_foreign_key(
                "fk_bikes_client_id_clients",
                "customers",
                ["customer_id"],
                ["id"],
                ondelete="CASCADE",
            )
