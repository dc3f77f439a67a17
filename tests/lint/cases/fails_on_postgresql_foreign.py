import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    # expect: fails-on-postgresql=info
    op.add_column("made_by_the_application", sa.Column("fax", sa.String(20)))
    op.drop_index("ix_made", "made_by_the_application")
    op.drop_table("made_anew")
    op.create_table("made_anew", sa.Column("id", sa.Integer(), primary_key=True))
    op.add_column("custom", sa.Column("fax", sa.String(20)))  # which only begins as customers does
    op.add_column("order", sa.Column("fax", sa.String(20)))  # expect: fails-on-postgresql=critical


def downgrade() -> None:
    op.drop_table("made_anew")
