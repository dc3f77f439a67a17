import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    op.create_table("codes", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("text", sa.Text()))
    # expect: name-too-long=critical
    op.create_index(
        "ix_customers_email_and_customers_email_and_customers_email_and_customers_email_and_", "codes", ["text"]
    )


def downgrade() -> None:
    op.drop_table("codes")
