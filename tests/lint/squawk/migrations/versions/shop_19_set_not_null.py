"""set not null"""

from alembic import op

revision = "shop_19"
down_revision = "shop_18"


def upgrade():
    op.execute("UPDATE customers SET birthday = '1970-01-01' WHERE birthday IS NULL")
    op.alter_column("customers", "birthday", nullable=False)


def downgrade():
    op.alter_column("customers", "birthday", nullable=True)
