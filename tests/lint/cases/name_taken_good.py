import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), if_not_exists=True)
    op.create_table("codes", sa.Column("id", sa.Integer(), primary_key=True))
    op.create_index("ix_codes_id_desc", "codes", [sa.text("id DESC")])


def downgrade() -> None:
    op.drop_table("codes")
