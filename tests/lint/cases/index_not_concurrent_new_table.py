import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    op.create_table("codes", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("code", sa.String(20)))
    op.create_index("ix_codes_code", "codes", ["code"])


def downgrade() -> None:
    op.drop_table("codes")
