"""rate games

Revision ID: c27a88b04e13
Revises: 9d03e6aa51f8
Create Date: 2025-04-01 08:00:00.500000

"""

from typing import Sequence, Union

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision: str = "c27a88b04e13"
down_revision: Union[str, Sequence[str], None] = "9d03e6aa51f8"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    with op.batch_alter_table("games", schema=None) as batch_op:
        batch_op.add_column(sa.Column("rating", sa.Float(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "is_expansion", sa.Boolean(), server_default=sa.false(), nullable=False
            )
        )
        batch_op.create_check_constraint("ck_games_rating", "rating BETWEEN 0 AND 10")
        batch_op.create_index(batch_op.f("ix_games_rating"), ["rating"], unique=False)


def downgrade() -> None:
    """Downgrade schema."""
    with op.batch_alter_table("games", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_games_rating"))
        batch_op.drop_constraint("ck_games_rating", type_="check")
        batch_op.drop_column("is_expansion")
        batch_op.drop_column("rating")
