import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    op.create_table("catalog", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("name", sa.Text()))
    op.create_index("ix_catalog_name", "catalog", ["name"])


def downgrade() -> None:
    op.drop_index("ix_catalog_names", table_name="catalog")  # expect: downgrade-fails
    op.drop_table("catalog")
