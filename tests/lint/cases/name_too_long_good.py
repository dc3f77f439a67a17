import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    op.create_table("codes", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("text", sa.Text()))
    op.create_index("ix_codes_text_with_a_name_that_is_long_but_fits_into_63_bytes_", "codes", ["text"])


def downgrade() -> None:
    op.drop_table("codes")
