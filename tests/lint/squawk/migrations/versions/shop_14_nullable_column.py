"""nullable column"""

import sqlalchemy as sa
from alembic import op

revision = "shop_14"
down_revision = "shop_13"


def upgrade():
    op.add_column("customers", sa.Column("birthday", sa.Date()))


def downgrade():
    op.drop_column("customers", "birthday")
