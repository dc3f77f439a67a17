"""rename column"""

from alembic import op

revision = "shop_24"
down_revision = "shop_23"


def upgrade():
    op.alter_column("customers", "name", new_column_name="full_name")


def downgrade():
    op.alter_column("customers", "full_name", new_column_name="name")
