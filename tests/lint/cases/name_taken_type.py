import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    op.create_table(  # expect: name-taken
        "moods",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("temper", sa.Enum("calm", "wild", name="temper")),
    )
    op.create_table(
        "winds",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("force", sa.Enum("low", "high", name="force")),
    )
    op.create_table(
        "storms",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("force", sa.Enum("low", "high", name="force")),
    )


def downgrade() -> None:
    op.drop_table("storms")
    op.drop_table("winds")
    op.drop_table("moods")
    sa.Enum(name="force").drop(op.get_bind())
