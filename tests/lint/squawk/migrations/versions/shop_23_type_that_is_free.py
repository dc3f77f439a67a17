"""type that is free"""

import sqlalchemy as sa
from alembic import op

revision = "shop_23"
down_revision = "shop_22"


def upgrade():
    op.alter_column("customers", "name", type_=sa.String(200))


def downgrade():
    op.alter_column("customers", "name", type_=sa.String(100))
