"""create table teams

Revision ID: ecabdee79ce8
Revises: 22bb33cc44dd
Create Date: 2026-03-01 00:00:00

"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision: str = "ecabdee79ce8"
down_revision: str | Sequence[str] | None = "22bb33cc44dd"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table(
        "teams",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "members",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(80), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["teams.id"],
            name="fk_members_team_id_teams",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_members_team_id", "members", ["team_id"])

    with op.batch_alter_table("teams") as batch_op:
        batch_op.create_foreign_key(
            "fk_teams_lead_id_members",
            "members",
            ["lead_id"],
            ["id"],
        )

    op.create_index("ix_teams_lead_id", "teams", ["lead_id"])


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_index("ix_teams_lead_id", table_name="teams")

    with op.batch_alter_table("teams") as batch_op:
        batch_op.drop_constraint("fk_teams_lead_id_members", type_="foreignkey")

    op.drop_index("ix_members_team_id", table_name="members")
    op.drop_table("members")
    op.drop_table("teams")
