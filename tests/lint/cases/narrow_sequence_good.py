import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        # expect: type-change-rewrites
        op.alter_column("customers", "id", existing_type=sa.Integer(), type_=sa.BigInteger())
        op.execute("ALTER SEQUENCE customers_id_seq AS bigint")


def downgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.execute("ALTER SEQUENCE customers_id_seq AS integer")
        op.alter_column("customers", "id", existing_type=sa.BigInteger(), type_=sa.Integer())
