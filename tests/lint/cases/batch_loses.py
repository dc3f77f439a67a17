import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    with op.batch_alter_table("orders") as batch_op:
        # expect: batch-loses
        batch_op.alter_column("note", type_=sa.String(200), existing_type=sa.String(100))


def downgrade() -> None:  # expect: downgrade-differs
    with op.batch_alter_table("orders") as batch_op:
        batch_op.alter_column("note", type_=sa.String(100), existing_type=sa.String(200))
