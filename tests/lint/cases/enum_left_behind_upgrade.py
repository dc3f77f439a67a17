import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:  # expect: enum-left-behind=info
    if op.get_context().dialect.name == "postgresql":
        # expect: type-change-rewrites
        op.alter_column("people", "temper", type_=sa.Text(), existing_nullable=False)


def downgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.execute("ALTER TABLE people ALTER temper TYPE temper USING temper::temper")
