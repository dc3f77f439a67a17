"""member names

Revision ID: e5b9d1407c36
Revises: 07fe5512bc9d
Create Date: 2025-06-30 06:07:08.090000

"""

from typing import Sequence, Union

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision: str = "e5b9d1407c36"
down_revision: Union[str, Sequence[str], None] = "07fe5512bc9d"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.add_column("members", sa.Column("name", sa.String(length=120), nullable=True))
    op.execute("UPDATE members SET name = email WHERE name IS NULL")
    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.alter_column(
            "name", existing_type=sa.String(length=120), nullable=False
        )


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_column("members", "name")
