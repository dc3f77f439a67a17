"""add preview_url and full_url to project photos

Revision ID: 20260202_000011
Revises: 20260128_000010
Create Date: 2026-02-02 15:00:00.000000
"""

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = "20260202_000011"
down_revision = "20260128_000010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("project_photos", sa.Column("preview_url", sa.Text(), nullable=True))
    op.add_column("project_photos", sa.Column("full_url", sa.Text(), nullable=True))
    op.add_column("project_photos", sa.Column("width", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("project_photos", "width")
    op.drop_column("project_photos", "full_url")
    op.drop_column("project_photos", "preview_url")
