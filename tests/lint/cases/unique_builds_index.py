from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    with op.batch_alter_table("customers") as batch_op:
        # expect: unique-builds-index
        batch_op.create_unique_constraint("uq_customers_email", ["email"])


def downgrade() -> None:
    with op.batch_alter_table("customers") as batch_op:
        batch_op.drop_constraint("uq_customers_email", type_="unique")
