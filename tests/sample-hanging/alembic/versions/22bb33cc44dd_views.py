"""views and a trigger

Revision ID: 22bb33cc44dd
Revises: 11aa22bb33cc
Create Date: 2025-04-02 09:00:00.000001

"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision: str = "22bb33cc44dd"
down_revision: str | Sequence[str] | None = "11aa22bb33cc"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade schema."""
    op.execute("CREATE VIEW priced AS SELECT id, title, total FROM tickets")
    op.execute("CREATE VIEW dear AS SELECT p.id FROM priced p WHERE p.total > 100")
    op.create_table(
        "tasks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("changes", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tasks"),
    )
    op.create_table(
        "accounts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(80), nullable=False),
        sa.Column("cost_id", sa.Integer(), nullable=True),
        sa.UniqueConstraint("email"),
        sa.ForeignKeyConstraint(["cost_id"], ["costs.id"]),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
    )
    op.create_table(
        "offices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("boss_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_offices"),
    )
    op.create_table(
        "bosses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["office_id"], ["offices.id"], name="fk_bosses_office_id_offices"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_bosses"),
    )
    with op.batch_alter_table("offices") as batch_op:
        batch_op.create_foreign_key(
            "fk_offices_boss_id_bosses", "bosses", ["boss_id"], ["id"]
        )
    op.create_table(
        "badges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("serial_no", sa.String(20), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=True),
        sa.Column("boss_id", sa.Integer(), nullable=True),
        sa.UniqueConstraint("code"),
        sa.UniqueConstraint("serial_no"),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"]),
        sa.ForeignKeyConstraint(["boss_id"], ["bosses.id"]),
        sa.PrimaryKeyConstraint("id", name="pk_badges"),
    )
    op.create_table(
        "limits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("low", sa.Integer(), nullable=True),
        sa.Column("high", sa.Integer(), nullable=True),
        sa.CheckConstraint("low <> 0"),
        sa.CheckConstraint("high <> 0"),
        sa.CheckConstraint("low <> 1 OR high <> 1"),
        sa.PrimaryKeyConstraint("id", name="pk_limits"),
    )
    if op.get_context().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION count_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN NEW.changes = OLD.changes + 1; RETURN NEW; END $$"
        )
        op.execute(
            "CREATE TRIGGER tasks_count BEFORE UPDATE OF state ON tasks "
            "FOR EACH ROW EXECUTE FUNCTION count_change()"
        )
    else:
        op.execute(
            "CREATE TRIGGER tasks_count AFTER UPDATE OF state ON tasks BEGIN "
            "UPDATE tasks SET changes = changes + 1 WHERE id = NEW.id; END"
        )


def downgrade() -> None:
    """Downgrade schema."""
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP TRIGGER tasks_count ON tasks")
        op.execute("DROP FUNCTION count_change()")
    op.drop_table("limits")
    op.drop_table("badges")
    with op.batch_alter_table("offices") as batch_op:
        batch_op.drop_constraint("fk_offices_boss_id_bosses", type_="foreignkey")
    op.drop_table("bosses")
    op.drop_table("offices")
    op.drop_table("accounts")
    op.drop_table("tasks")
    op.execute("DROP VIEW dear")
    op.execute("DROP VIEW priced")
