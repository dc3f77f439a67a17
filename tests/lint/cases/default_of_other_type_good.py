import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    op.create_table(
        "visits",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("is_late", sa.Boolean(), nullable=False, server_default="0"),
        sa.Column("is_paid", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("is_new", sa.Boolean(), nullable=False, server_default=sa.text("'yes'")),
        sa.Column("places", sa.Integer(), nullable=False, server_default=sa.text("-1")),
        sa.Column("rows", sa.Integer(), nullable=False, server_default=sa.text("2.5")),
        sa.Column("price", sa.Numeric(8, 2), nullable=False, server_default="1.50"),
        sa.Column("code", sa.String(20), nullable=False, server_default=sa.text("7")),
        sa.Column("day", sa.Date(), nullable=False, server_default=sa.func.now()),
        sa.Column("first", sa.Date(), nullable=False, server_default="2026-01-01"),
        sa.Column("temper", sa.Enum("calm", "wild", name="other_temper"), server_default="calm"),
        sa.Column("facts", sa.JSON(), server_default=sa.text("'{}'")),
    )


def downgrade() -> None:
    op.drop_table("visits")
    sa.Enum(name="other_temper").drop(op.get_bind(), checkfirst=True)
