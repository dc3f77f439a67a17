import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    op.drop_constraint("PRIMARY", "events", type_="primary")  # expect: fails-on-postgresql
    op.create_primary_key("pk_events", "events", ["id"])
    op.create_table("gadgets", sa.Column("id", sa.Integer(), primary_key=True))


def downgrade() -> None:
    op.drop_table("gadgets")
