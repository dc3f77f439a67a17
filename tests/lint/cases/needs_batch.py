import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    # expect: needs-batch
    op.alter_column("customers", "phone", type_=sa.String(40), existing_type=sa.String(20))


def downgrade() -> None:
    op.alter_column("customers", "phone", type_=sa.String(20), existing_type=sa.String(40))
