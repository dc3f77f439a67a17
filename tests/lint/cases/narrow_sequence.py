import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    with op.batch_alter_table("customers") as batch_op:
        # expect: narrow-sequence type-change-rewrites key-no-rowid
        batch_op.alter_column("id", existing_type=sa.Integer(), type_=sa.BigInteger())


def downgrade() -> None:
    with op.batch_alter_table("customers") as batch_op:
        batch_op.alter_column("id", existing_type=sa.BigInteger(), type_=sa.Integer())
