import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    op.create_table(
        "customer_users",
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False, index=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name="fk_customer_users_customer_id"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_customer_users_user_id"),
        sa.PrimaryKeyConstraint("customer_id", "user_id"),
    )


def downgrade() -> None:
    op.drop_table("customer_users")
