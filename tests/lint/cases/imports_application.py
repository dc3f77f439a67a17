import sqlalchemy as sa
from alembic import op
from app.models import Customer  # expect: imports-application
from sqlalchemy.orm import Session

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    op.add_column("customers", sa.Column("fax", sa.String(20)))
    session = Session(bind=op.get_bind())
    session.query(Customer).update({"fax": ""})


def downgrade() -> None:
    op.drop_column("customers", "fax")
