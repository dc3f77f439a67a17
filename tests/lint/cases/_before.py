"""The schema that every case of this folder begins with."""

import sqlalchemy as sa
from alembic import op

revision = "20260101_000001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "customers",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("email", sa.String(200), nullable=False),
        sa.Column("phone", sa.String(20), nullable=True),
        sa.Column("status", sa.String(20), nullable=False, server_default="new"),
    )
    op.create_table(
        "orders",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("total", sa.Numeric(12, 2), nullable=False),
        sa.Column("note", sa.String(100), nullable=True),
        sa.CheckConstraint("total >= 0"),
    )
    op.create_index("ix_orders_total", "orders", [sa.text("total DESC")])
    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("email", sa.String(200), nullable=False),
        sa.Column("name", sa.String(100), nullable=True),
        sa.UniqueConstraint("email", name="uq_users_email"),
    )
    op.create_index("ix_users_name", "users", ["name"])
    op.create_table(
        "events",
        sa.Column("id", sa.BigInteger(), primary_key=True),
        sa.Column("began_at", sa.DateTime(timezone=True)),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("noted_at", sa.DateTime(timezone=True)),
    )
    op.create_table(
        "people",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("temper", sa.Enum("calm", "wild", name="temper"), nullable=False),
        sa.Column("is_known", sa.Boolean(), nullable=False, server_default="0"),
        sa.Column("age", sa.Integer(), nullable=False, server_default="18"),
        sa.Column("motto", sa.String(20), server_default=""),
    )
    op.execute("CREATE VIEW busy_people AS SELECT id FROM people")
    if op.get_context().dialect.name == "postgresql":
        op.execute("CREATE FUNCTION touch() RETURNS integer LANGUAGE sql AS 'SELECT 1'")
        op.execute("CREATE MATERIALIZED VIEW totals AS SELECT id FROM orders")
        op.execute("CREATE UNIQUE INDEX uq_totals ON totals (id)")


def downgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP MATERIALIZED VIEW totals")
        op.execute("DROP FUNCTION touch()")
    op.execute("DROP VIEW busy_people")
    op.drop_table("people")
    op.execute("DROP TYPE temper")
    op.drop_table("events")
    op.drop_table("users")
    op.drop_table("orders")
    op.drop_table("customers")
