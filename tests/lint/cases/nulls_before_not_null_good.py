import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    # expect: backfill-without-batches=info
    op.execute("UPDATE customers SET phone = '' WHERE phone IS NULL")
    with op.batch_alter_table("customers") as batch_op:
        batch_op.alter_column("phone", existing_type=sa.String(20), nullable=False)  # expect: not-null-scan


def downgrade() -> None:
    with op.batch_alter_table("customers") as batch_op:
        batch_op.alter_column("phone", existing_type=sa.String(20), nullable=True)
