import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    op.add_column("customers", sa.Column("code", sa.String(10)))
    with op.batch_alter_table("customers") as batch_op:
        batch_op.create_unique_constraint("uq_customers_code", ["code"])  # expect: unique-builds-index


def downgrade() -> None:
    with op.batch_alter_table("customers") as batch_op:
        batch_op.drop_constraint(None, type_="unique")  # expect: downgrade-fails
    op.drop_column("customers", "code")
