"""column with volatile default"""

import sqlalchemy as sa
from alembic import op

revision = "shop_17"
down_revision = "shop_16"


def upgrade():
    op.add_column("orders", sa.Column("public_id", sa.Uuid(), server_default=sa.text("gen_random_uuid()")))


def downgrade():
    op.drop_column("orders", "public_id")
