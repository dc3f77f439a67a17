"""set not null after a check"""

from alembic import op

revision = "shop_20"
down_revision = "shop_19"


def upgrade():
    op.execute("ALTER TABLE customers ADD CONSTRAINT phone_filled CHECK (phone IS NOT NULL) NOT VALID")
    with op.get_context().autocommit_block():
        op.execute("ALTER TABLE customers VALIDATE CONSTRAINT phone_filled")
    op.alter_column("customers", "phone", nullable=False)


def downgrade():
    op.alter_column("customers", "phone", nullable=True)
    op.drop_constraint("phone_filled", "customers")
