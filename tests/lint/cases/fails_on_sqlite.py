from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    # expect: rename-breaks-code
    op.alter_column("customers", "phone", new_column_name="mobile")
    # expect: fails-on-sqlite constraint-without-not-valid
    op.create_check_constraint("ck_mobile", "customers", "mobile <> ''")


def downgrade() -> None:
    op.drop_constraint("ck_mobile", "customers")
    op.alter_column("customers", "mobile", new_column_name="phone")
