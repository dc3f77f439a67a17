import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    op.create_table(  # expect: fails-on-sqlite
        "tokens",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("data", sa.JSON(), server_default=sa.text("'{}'::json")),
    )


def downgrade() -> None:
    op.drop_table("tokens")
