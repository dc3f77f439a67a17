import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    with op.batch_alter_table("events") as batch_op:
        # expect: type-change-rewrites
        batch_op.alter_column(
            "began_at",
            existing_type=sa.DateTime(timezone=True),
            type_=sa.DateTime(),
            postgresql_using="began_at AT TIME ZONE 'UTC'",
        )


def downgrade() -> None:
    with op.batch_alter_table("events") as batch_op:
        batch_op.alter_column(
            "began_at",
            existing_type=sa.DateTime(),
            type_=sa.DateTime(timezone=True),
            postgresql_using="began_at AT TIME ZONE 'UTC'",
        )
