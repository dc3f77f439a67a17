"""check not valid and validated"""

from alembic import op

revision = "shop_11"
down_revision = "shop_10"


def upgrade():
    op.execute("ALTER TABLE customers ADD CONSTRAINT ck_customers_email CHECK (email <> '') NOT VALID")
    op.execute("ALTER TABLE customers VALIDATE CONSTRAINT ck_customers_email")


def downgrade():
    op.drop_constraint("ck_customers_email", "customers")
