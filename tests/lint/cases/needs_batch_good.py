import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    with op.batch_alter_table("customers") as batch_op:
        batch_op.alter_column("phone", type_=sa.String(40), existing_type=sa.String(20))
    op.alter_column("customers", "phone", new_column_name="mobile")  # expect: rename-breaks-code


def downgrade() -> None:
    op.alter_column("customers", "mobile", new_column_name="phone")
    with op.batch_alter_table("customers") as batch_op:
        batch_op.alter_column("phone", type_=sa.String(20), existing_type=sa.String(40))
