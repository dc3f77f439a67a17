import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    op.create_table(  # expect: table-without-key
        "customer_users",
        sa.Column("customer_id", sa.Integer(), index=True),
        sa.Column("user_id", sa.Integer(), index=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name="fk_customer_users_customer_id"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_customer_users_user_id"),
    )


def downgrade() -> None:
    op.drop_table("customer_users")
