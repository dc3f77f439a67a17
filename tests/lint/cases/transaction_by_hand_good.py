import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.execute("SAVEPOINT before_fax")
        op.execute("RELEASE SAVEPOINT before_fax")
    op.add_column("customers", sa.Column("fax", sa.String(20)))


def downgrade() -> None:
    op.drop_column("customers", "fax")
