import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.execute("CREATE FUNCTION known() RETURNS bigint LANGUAGE sql AS 'SELECT count(motto) FROM people'")
    op.drop_column("people", "motto")  # expect: function-names-it drop-loses-rows


def downgrade() -> None:
    op.add_column("people", sa.Column("motto", sa.String(20), server_default=""))
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP FUNCTION known()")
