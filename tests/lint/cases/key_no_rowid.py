import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    # expect: key-no-rowid
    op.create_table(
        "logs",
        sa.Column("id", sa.BigInteger(), primary_key=True),
        sa.Column("line", sa.Text(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("logs")
