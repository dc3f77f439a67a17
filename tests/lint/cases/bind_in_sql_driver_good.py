import sqlalchemy as sa
from alembic import op
from sqlalchemy.orm import Session

revision = "20260102_000002"
down_revision = "20260101_000001"


def upgrade() -> None:
    bind = op.get_bind()
    bind.exec_driver_sql("UPDATE customers SET status = 'call :name' WHERE id = 1")
    session = Session(bind=bind)
    session.execute(sa.text("UPDATE customers SET status = :status WHERE id = 1"), params={"status": "new"})


def downgrade() -> None:
    pass
