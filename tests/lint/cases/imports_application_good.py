import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


customers = sa.table("customers", sa.column("id", sa.Integer), sa.column("fax", sa.String))


def upgrade() -> None:
    op.add_column("customers", sa.Column("fax", sa.String(20)))
    op.execute(customers.update().where(customers.c.id == 1).values(fax="none"))


def downgrade() -> None:
    op.drop_column("customers", "fax")
