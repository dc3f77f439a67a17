from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    with op.batch_alter_table("customers") as batch_op:
        # expect: constraint-without-not-valid
        batch_op.create_check_constraint("ck_phone", "phone <> ''")


def downgrade() -> None:
    with op.batch_alter_table("customers") as batch_op:
        batch_op.drop_constraint("ck_phone", type_="check")
