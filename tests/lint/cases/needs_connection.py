import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    # expect: needs-connection
    columns = [c["name"] for c in sa.inspect(op.get_bind()).get_columns("customers")]
    if "fax" not in columns:
        op.add_column("customers", sa.Column("fax", sa.String(20)))


def downgrade() -> None:
    op.drop_column("customers", "fax")
