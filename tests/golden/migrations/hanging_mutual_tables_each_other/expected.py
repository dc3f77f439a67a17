"""create teams and members tables that refer to each other

Revision ID: 426dfaa230f6
Revises: 22bb33cc44dd
Create Date: 2026-03-01 00:00:00

"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision: str = "426dfaa230f6"
down_revision: str | Sequence[str] | None = "22bb33cc44dd"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table(
        "teams",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "members",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["teams.id"],
            name="fk_members_team_id_teams",
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_members_team_id", "members", ["team_id"])

    with op.batch_alter_table("teams") as batch_op:
        batch_op.create_foreign_key(
            "fk_teams_member_id_members",
            "members",
            ["member_id"],
            ["id"],
        )

    op.create_index("ix_teams_member_id", "teams", ["member_id"])


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_index("ix_teams_member_id", table_name="teams")

    with op.batch_alter_table("teams") as batch_op:
        batch_op.drop_constraint("fk_teams_member_id_members", type_="foreignkey")

    op.drop_index("ix_members_team_id", table_name="members")
    op.drop_table("members")
    op.drop_table("teams")
