import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    op.create_table(
        "moods",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("mood", sa.Enum("sad", "glad", name="mood")),
    )


def downgrade() -> None:
    op.drop_table("moods")
    sa.Enum(name="mood").drop(op.get_bind(), checkfirst=True)
