import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    op.add_column("customers", sa.Column("fax", sa.String(20)))
    op.create_table("codes", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("text", sa.Text()))
    op.create_index("ix_codes_text", "codes", ["text"])


def downgrade() -> None:
    op.drop_table("codes")
    op.drop_column("customers", "fax")
