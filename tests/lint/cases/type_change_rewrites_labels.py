import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"

OLD = sa.Enum("calm", "wild", name="temper")
NEW = sa.Enum("calm", "wild", "shy", name="temper")


def upgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.alter_column("people", "temper", existing_type=OLD, type_=NEW)  # of the same type: nothing to write


def downgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.alter_column("people", "temper", existing_type=NEW, type_=OLD)
