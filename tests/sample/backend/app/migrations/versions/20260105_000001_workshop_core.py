"""workshop core: users, clients, projects

Revision ID: 20260105_000001
Revises:
Create Date: 2026-01-05 08:15:00
"""

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql


# revision identifiers, used by Alembic.
revision = "20260105_000001"
down_revision = None
branch_labels = None
depends_on = None


def _is_postgres() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _uuid():
    return postgresql.UUID(as_uuid=True) if _is_postgres() else sa.String(36)


def _id_column() -> sa.Column:
    default = sa.text("gen_random_uuid()") if _is_postgres() else None
    return sa.Column("id", _uuid(), primary_key=True, nullable=False, server_default=default)


def upgrade() -> None:
    if _is_postgres():
        op.execute("CREATE EXTENSION IF NOT EXISTS pgcrypto")

    op.create_table(
        "users",
        _id_column(),
        sa.Column("email", sa.String(length=255)),
        sa.Column("full_name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False, server_default="MECHANIC"),
        sa.Column("is_active", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now()),
    )
    op.create_index("idx_users_email", "users", ["email"])

    op.create_table(
        "clients",
        _id_column(),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("email", sa.String(length=255)),
        sa.Column("city", sa.String(length=80)),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
    )

    op.create_table(
        "projects",
        _id_column(),
        sa.Column("client_id", _uuid(), nullable=False),
        sa.Column("lead_id", _uuid(), sa.ForeignKey("users.id", name="fk_projects_lead_id_users")),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False, server_default=sa.text("'NEW'")),
        sa.Column("quote_total", sa.Numeric(12, 2)),
        sa.Column("started_at", sa.DateTime(timezone=True)),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["clients.id"], name="fk_projects_client_id_clients", ondelete="CASCADE"
        ),
    )


def downgrade() -> None:
    op.drop_table("projects")
    op.drop_table("clients")
    op.drop_index("idx_users_email", table_name="users")
    op.drop_table("users")
    # The extension stays: other schemas of the same database may use it.
