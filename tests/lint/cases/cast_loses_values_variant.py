import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    moment = sa.DateTime().with_variant(sa.DateTime(timezone=True), "postgresql")
    with op.batch_alter_table("users") as batch_op:
        # expect: cast-loses-values type-change-rewrites
        batch_op.alter_column(
            "name",
            existing_type=sa.String(100),
            type_=moment,
            postgresql_using="name::timestamptz",
        )


def downgrade() -> None:
    with op.batch_alter_table("users") as batch_op:
        batch_op.alter_column("name", existing_type=sa.DateTime(), type_=sa.String(100))
