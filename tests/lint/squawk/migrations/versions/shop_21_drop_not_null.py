"""drop not null"""

from alembic import op

revision = "shop_21"
down_revision = "shop_20"


def upgrade():
    op.alter_column("customers", "birthday", nullable=True)


def downgrade():
    op.alter_column("customers", "birthday", nullable=False)
