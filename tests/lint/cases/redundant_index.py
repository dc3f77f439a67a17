import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    op.create_table(
        "codes",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("kind", sa.String(20)),
        sa.Column("text", sa.String(20)),
    )
    op.create_index("ix_codes_id", "codes", ["id"])  # expect: redundant-index
    op.create_index("ix_codes_kind", "codes", ["kind"])  # expect: redundant-index
    op.create_index("ix_codes_kind_text", "codes", ["kind", "text"])


def downgrade() -> None:
    op.drop_table("codes")
