import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    op.drop_column("people", "motto")  # expect: drop-loses-rows
    if op.get_context().dialect.name == "postgresql":
        op.execute("CREATE OR REPLACE FUNCTION touch() RETURNS integer LANGUAGE sql AS 'SELECT 2'")


def downgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.execute("CREATE OR REPLACE FUNCTION touch() RETURNS integer LANGUAGE sql AS 'SELECT 1'")
    op.add_column("people", sa.Column("motto", sa.String(20), server_default=""))
