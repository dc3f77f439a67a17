import sqlalchemy as sa
from alembic import op
from sqlalchemy import text

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    op.add_column("users", sa.Column("initials", sa.String(4)))
    op.add_column("users", sa.Column("length", sa.Integer()))
    bind = op.get_bind()
    users = sa.table("users", sa.column("id"), sa.column("length"))
    # expect: needs-connection
    for id_, name in bind.execute(text("SELECT id, name FROM users")).fetchall():
        bind.execute(text("UPDATE users SET initials = :initials WHERE id = :id"), {"initials": name[:4], "id": id_})
        bind.execute(sa.update(users).where(users.c.id == id_).values(length=len(name)))
    with op.batch_alter_table("users") as batch_op:
        batch_op.alter_column("initials", existing_type=sa.String(4), nullable=False)  # expect: not-null-scan
        batch_op.alter_column("length", existing_type=sa.Integer(), nullable=False)


def downgrade() -> None:
    op.drop_column("users", "length")
    op.drop_column("users", "initials")
