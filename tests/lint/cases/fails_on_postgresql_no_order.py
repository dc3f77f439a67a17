import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    op.create_table("papers", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("body", sa.JSON()))
    op.create_index("ix_papers_body", "papers", ["body"])  # expect: fails-on-postgresql


def downgrade() -> None:
    op.drop_table("papers")
