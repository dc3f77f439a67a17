"""column with default"""

import sqlalchemy as sa
from alembic import op

revision = "shop_16"
down_revision = "shop_15"


def upgrade():
    op.add_column("customers", sa.Column("is_active", sa.Boolean(), nullable=False, server_default=sa.true()))


def downgrade():
    op.drop_column("customers", "is_active")
