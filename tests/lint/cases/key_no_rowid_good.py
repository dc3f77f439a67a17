import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    op.create_table(
        "logs",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        sa.Column("line", sa.Text(), nullable=False),
    )
    op.create_table(
        "log_notes",
        sa.Column("log_id", sa.BigInteger(), primary_key=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["log_id"], ["logs.id"], name="fk_log_notes_log_id"),
    )
    op.create_table(
        "codes",
        sa.Column("code", sa.BigInteger(), primary_key=True, autoincrement=False),
    )


def downgrade() -> None:
    op.drop_table("codes")
    op.drop_table("log_notes")
    op.drop_table("logs")
