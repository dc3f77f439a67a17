import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    with op.batch_alter_table("customers") as batch_op:
        batch_op.add_column(sa.Column("fax", sa.String(20), server_default=""))
        batch_op.alter_column("fax", nullable=False, existing_type=sa.String(20))  # expect: not-null-scan


def downgrade() -> None:
    op.drop_column("customers", "fax")
