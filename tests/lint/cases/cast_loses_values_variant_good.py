import sqlalchemy as sa
from alembic import op

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    kept = sa.String(100).with_variant(sa.DateTime(), "postgresql").with_variant(sa.DateTime(), "sqlite")
    with op.batch_alter_table("users") as batch_op:
        # expect: type-change-rewrites
        batch_op.alter_column(
            "name",
            existing_type=sa.String(100),
            type_=kept,
            postgresql_using="name::timestamp",
        )


def downgrade() -> None:
    with op.batch_alter_table("users") as batch_op:
        batch_op.alter_column("name", existing_type=sa.DateTime(), type_=sa.String(100))
