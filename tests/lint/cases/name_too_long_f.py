import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"

LONG = "customer_names_that_are_much_longer_than_the_database_keeps_of_them"


def upgrade() -> None:
    op.create_table(  # expect: name-too-long=warning
        LONG,
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("text", sa.Text()),
        sa.UniqueConstraint("text", name=op.f("uq_" + LONG + "_text")),
    )


def downgrade() -> None:
    op.drop_table(LONG)
