import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    with op.batch_alter_table("events") as batch_op:
        # expect: cast-loses-values session-zone type-change-rewrites
        batch_op.alter_column("began_at", existing_type=sa.DateTime(timezone=True), type_=sa.Date())


def downgrade() -> None:
    with op.batch_alter_table("events") as batch_op:
        batch_op.alter_column("began_at", existing_type=sa.Date(), type_=sa.DateTime(timezone=True))
