"""drop column"""

import sqlalchemy as sa
from alembic import op

revision = "shop_26"
down_revision = "shop_25"


def upgrade():
    op.drop_column("customers", "birthday")


def downgrade():
    op.add_column("customers", sa.Column("birthday", sa.Text()))
