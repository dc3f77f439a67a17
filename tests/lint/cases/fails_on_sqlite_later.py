import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20260102_000002"
down_revision = "20260101_000001"


# the tests' database is stopped by: versions/first.py


def upgrade() -> None:
    op.add_column("customers", sa.Column("address", postgresql.INET()))
    op.alter_column("customers", "phone", type_=sa.String(40), existing_type=sa.String(20))
    op.create_table("tokens", sa.Column("id", sa.Integer(), sa.CheckConstraint("id > 0"), primary_key=True))


def downgrade() -> None:
    op.drop_table("tokens")
    op.alter_column("customers", "phone", type_=sa.String(20), existing_type=sa.String(40))
    op.drop_column("customers", "address")
