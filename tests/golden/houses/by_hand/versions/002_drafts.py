"""Drafts

Revision ID: 002
Revises: 001
Create Date: 2026-01-02 10:00:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = "002"
down_revision: Union[str, None] = "001"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.add_column("posts", sa.Column("is_draft", sa.Boolean, nullable=False, server_default=sa.text("false")))
    op.alter_column("users", "bio", nullable=False)


def downgrade() -> None:
    op.alter_column("users", "bio", nullable=True)
    op.drop_column("posts", "is_draft")
