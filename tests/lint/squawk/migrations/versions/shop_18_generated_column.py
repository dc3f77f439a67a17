"""generated column"""

import sqlalchemy as sa
from alembic import op

revision = "shop_18"
down_revision = "shop_17"


def upgrade():
    op.add_column("orders", sa.Column("gross", sa.Numeric(12, 2), sa.Computed("total * 1.21", persisted=True)))


def downgrade():
    op.drop_column("orders", "gross")
