"""required column"""

import sqlalchemy as sa
from alembic import op

revision = "shop_15"
down_revision = "shop_14"


def upgrade():
    op.add_column("customers", sa.Column("country", sa.Text(), nullable=False))


def downgrade():
    op.drop_column("customers", "country")
