import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    op.add_column("customers", sa.Column("mobile", sa.String(20)))
    op.create_table("codes", sa.Column("id", sa.Integer(), primary_key=True))
    op.rename_table("codes", "vouchers")


def downgrade() -> None:
    op.drop_table("vouchers")
    op.drop_column("customers", "mobile")
