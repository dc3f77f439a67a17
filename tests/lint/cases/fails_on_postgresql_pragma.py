import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    op.execute("PRAGMA foreign_keys = OFF")
    op.execute("UPDATE customers SET status = 'new'")
    op.create_index("ix_customers_phone", "customers", ["phone"])
    op.create_table(
        "moods",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("mood", sa.Enum("calm", "wild", name="mood")),
    )
    with op.batch_alter_table("users") as batch_op:
        batch_op.drop_index("ix_users_names")  # expect: fails-on-sqlite


def downgrade() -> None:
    op.drop_table("moods")
    op.drop_index("ix_customers_phone", table_name="customers")
