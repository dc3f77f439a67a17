import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        # expect: type-change-rewrites
        op.alter_column(
            "customers",
            "phone",
            existing_type=sa.String(20),
            type_=sa.Integer(),
            postgresql_using="phone::integer",
        )


def downgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.alter_column("customers", "phone", existing_type=sa.Integer(), type_=sa.String(20))
